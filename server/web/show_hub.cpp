// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/show_hub.h"

#include <algorithm>

#include "server/web/batch.h"
#include "server/web/viewer.h"
#include "server/web/websocket_frames.h"

namespace vitrine::web {

ShowHub::ShowHub(Loop& loop, Meters& meters, std::string show_id)
    : loop_(loop), meters_(meters), show_id_(std::move(show_id)) {}

void ShowHub::enter(Viewer& viewer) {
    viewer.hub_slot_ = viewers_.size();
    viewers_.push_back(&viewer);
    if (!viewer.place().person().empty()) people_.emplace(viewer.place().person(), &viewer);
    if (viewer.place().staff()) staff_.push_back(&viewer);
    ++present_;
}

void ShowHub::leave(Viewer& viewer) {
    const auto [from, to] = people_.equal_range(viewer.place().person());
    const auto mine = std::find_if(from, to, [&](const auto& entry) { return entry.second == &viewer; });
    if (mine != to) people_.erase(mine);
    std::erase(staff_, &viewer);
    --present_;
    viewers_[viewer.hub_slot_] = nullptr;
    if (delivering_ > 0) return;
    Viewer* last = viewers_.back();
    viewers_.pop_back();
    if (last != nullptr) {
        viewers_[viewer.hub_slot_] = last;
        last->hub_slot_ = viewer.hub_slot_;
    }
}

// A viewer may leave by what the call does to him.
template <class Call>
void ShowHub::for_each(Call call) {
    ++delivering_;
    for (size_t i = 0; i < viewers_.size(); ++i) {
        if (viewers_[i] != nullptr) call(*viewers_[i]);
    }
    if (--delivering_ > 0) return;
    std::erase(viewers_, nullptr);
    for (size_t i = 0; i < viewers_.size(); ++i) viewers_[i]->hub_slot_ = i;
}

void ShowHub::take(const bus::EventPtr& event) {
    if (event->audience() != v1::AUDIENCE_EVERYONE) {
        flush();  // one's own events keep their place among everyone's
        tell_one(event);
    } else if (event->has_viewers()) {
        count_ = event;
    } else if (event->has_chat() && !event->chat().removed()) {
        chat_.push_back(event);
        if (chat_armed_) return;
        chat_armed_ = true;
        loop_.after_ms(kChatTickMs, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->send_chat();
        });
    } else {
        state_.push_back(event);
    }
}

void ShowHub::flush() {
    if (!state_.empty()) {
        // The removal of a line must not overtake the line.
        const bool removes =
            std::any_of(state_.begin(), state_.end(), [](const auto& event) { return event->has_chat(); });
        if (removes) send_chat();
        send(std::exchange(state_, {}), Worth::state);
    }
    if (count_) send({std::exchange(count_, nullptr)}, Worth::count);
}

void ShowHub::send_chat() {
    chat_armed_ = false;
    if (!chat_.empty()) send(std::exchange(chat_, {}), Worth::chat);
}

void ShowHub::send(std::vector<bus::EventPtr> events, Worth worth) {
    const Batch batch(std::move(events), worth);
    ++meters_.batches;
    for_each([&batch](Viewer& viewer) { viewer.deliver(batch); });
}

void ShowHub::tell_one(const bus::EventPtr& event) {
    std::vector<Viewer*> readers;
    if (event->audience() == v1::AUDIENCE_STAFF) {
        readers = staff_;
    } else if (event->audience() == v1::AUDIENCE_PERSON) {
        const auto [from, to] = people_.equal_range(event->recipient_id());
        for (auto entry = from; entry != to; ++entry) readers.push_back(entry->second);
    }
    for (Viewer* viewer : readers) viewer->deliver_one(event);
}

void ShowHub::send_away() {
    for_each([](Viewer& viewer) {
        viewer.give_up({Code::unavailable, "The server is being restarted. Please connect again.", 1000},
                       close_code::service_restart);
    });
}

bus::EventPtr ShowHub::count_if_changed(int64_t now_us) {
    if (told_count_ == watching()) return nullptr;
    told_count_ = watching();
    auto event = std::make_shared<v1::ShowEvent>();
    event->set_show_id(show_id_);
    event->set_audience(v1::AUDIENCE_EVERYONE);
    event->set_at_us(now_us);
    event->mutable_viewers()->set_watching(told_count_);
    return event;
}

}  // namespace vitrine::web
