// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/show_hubs.h"

#include <unordered_set>

#include "server/web/show_hub.h"
#include "server/web/viewer.h"
#include "server/web/websocket_frames.h"

namespace vitrine::web {
namespace {

constexpr int64_t kCountEveryUs = 1'000'000;

}  // namespace

ShowHubs::ShowHubs(Loop& loop, Services services, Meters& meters)
    : Ticked(loop), loop_(loop), services_(services), meters_(meters) {}

ShowHubs::~ShowHubs() = default;

void ShowHubs::start() {
    subscription_ = services_.bus.subscribe([this](const bus::EventPtr& event) {
        bool first = false;
        {
            std::lock_guard lock(inbox_mutex_);
            if (inbox_.size() >= kMostInbox) return;
            first = inbox_.empty();
            inbox_.push_back(event);
        }
        if (first) loop_.post([this] { take_inbox(); });
    });
}

void ShowHubs::take_inbox() {
    std::vector<bus::EventPtr> events;
    {
        std::lock_guard lock(inbox_mutex_);
        events.swap(inbox_);
    }
    std::unordered_set<ShowHub*> touched;
    for (const auto& event : events) {
        const auto hub = hubs_.find(event->show_id());
        if (hub == hubs_.end()) continue;
        hub->second->take(event);
        touched.insert(hub->second.get());
    }
    for (ShowHub* hub : touched) hub->flush();
}

void ShowHubs::enter(Viewer& viewer, const std::string& show_id) {
    auto& hub = hubs_[show_id];
    if (!hub) hub = std::make_shared<ShowHub>(loop_, meters_, show_id);
    hub->enter(viewer);
    count(show_id, 1);
    if (closing_) {
        loop_.post([weak = viewer.weak_from_this()] {
            const auto self = weak.lock();
            if (self)
                self->give_up({Code::unavailable, "The server is being restarted.", 1000},
                              close_code::service_restart);
        });
    }
}

void ShowHubs::leave(Viewer& viewer, const std::string& show_id) {
    const auto hub = hubs_.find(show_id);
    if (hub == hubs_.end()) return;
    hub->second->leave(viewer);
    count(show_id, -1);
}

void ShowHubs::complete(v1::ShowSnapshot& snapshot, const Caller& caller) const {
    snapshot.set_watching(watching(snapshot.show().id()));
    if (!caller.known()) return;
    v1::Account& me = *snapshot.mutable_me();
    me.set_id(caller.id);
    me.set_display_name(caller.name);
    me.set_role(caller.role);
    me.set_guest(caller.guest);
}

void ShowHubs::count(const std::string& show_id, int64_t change) {
    watching_ += change;
    std::lock_guard lock(counts_mutex_);
    int64_t& count = counts_[show_id];
    count += change;
    if (count == 0) counts_.erase(show_id);
}

int64_t ShowHubs::watching(const std::string& show_id) const {
    std::lock_guard lock(counts_mutex_);
    const auto count = counts_.find(show_id);
    return count == counts_.end() ? 0 : count->second;
}

void ShowHubs::send_away() {
    closing_ = true;
    for (const auto& [id, hub] : hubs_) hub->send_away();
}

void ShowHubs::tick(int64_t steady_us) {
    if (steady_us < next_count_us_) return;
    next_count_us_ = steady_us + kCountEveryUs;
    for (auto entry = hubs_.begin(); entry != hubs_.end();) {
        const auto hub = entry->second;
        if (const auto count = hub->count_if_changed(services_.clock.now().us)) services_.bus.publish(count);
        entry = hub->empty() ? hubs_.erase(entry) : std::next(entry);
    }
}

}  // namespace vitrine::web
