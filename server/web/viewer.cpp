// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/viewer.h"

#include "server/web/hop.h"
#include "server/web/websocket_frames.h"

namespace vitrine::web {
namespace {

constexpr size_t kMostHeld = 4096;     // events that arrive while one reads the log or a snapshot
constexpr size_t kMostResumed = 1000;  // events missed; past that a snapshot is less to send

}  // namespace

using Verdict = room::ReadingPlace::Verdict;

Viewer::Viewer(ShowHubs& hubs, std::shared_ptr<Wire> wire)
    : Ticked(hubs.loop()), hubs_(hubs), wire_(std::move(wire)) {}

Viewer::~Viewer() = default;

void Viewer::join(const std::string& show, Caller caller, std::optional<show::Cursor> from) {
    caller_ = std::move(caller);
    place_ = room::ReadingPlace(caller_.id, caller_.staff());
    if (hubs_.known(show)) {
        show_id_ = show;
        return attach(from);
    }
    v1::GetShowRequest request;
    request.set_show(show);
    hubs_.services().shows.get(
        request, hop<v1::Show>(hubs_.loop(), weak_from_this(), [from](Viewer& viewer, Result<v1::Show> show) {
            if (viewer.state_ != State::outside) return;
            if (!show.ok()) {
                const bool unknown = show.error().code == Code::not_found;
                return viewer.give_up(show.error(), unknown ? close_code::not_found : close_code::try_again);
            }
            viewer.show_id_ = show->id();
            viewer.attach(from);
        }));
}

void Viewer::attach(std::optional<show::Cursor> from) {
    state_ = State::joining;
    hubs_.enter(*this, show_id_);
    if (!from) return take_snapshot();
    place_.set(*from);
    recovering_ = true;
    catch_up();
}

void Viewer::catch_up() {
    state_ = State::joining;
    hubs_.services().log.read_after(
        show_id_, place_.cursor(), place_.staff(), kMostResumed,
        hop<std::vector<bus::EventPtr>>(hubs_.loop(), weak_from_this(),
                                        [](Viewer& viewer, Result<std::vector<bus::EventPtr>> events) {
                                            if (viewer.state_ != State::joining) return;
                                            if (!events.ok()) {
                                                if (events.error().code == Code::expired)
                                                    return viewer.take_snapshot();
                                                return viewer.give_up(events.error(), close_code::try_again);
                                            }
                                            if (viewer.recovering_) {
                                                viewer.welcome(nullptr);
                                                ++viewer.hubs_.meters().resumed;
                                            }
                                            viewer.pick(*events, Worth::state);
                                            if (viewer.recovering_) viewer.send_buyer_state();
                                            viewer.recovering_ = false;
                                            viewer.go_live();
                                        }));
}

void Viewer::take_snapshot() {
    recovering_ = false;
    hubs_.services().snapshots.take(
        show_id_, caller_,
        hop<v1::ShowSnapshot>(
            hubs_.loop(), weak_from_this(), [](Viewer& viewer, Result<v1::ShowSnapshot> snapshot) {
                if (viewer.state_ != State::joining) return;
                if (!snapshot.ok()) return viewer.give_up(snapshot.error(), close_code::try_again);
                const int chat = snapshot->chat_size();
                viewer.place_.set({snapshot->seq(), snapshot->staff_seq(),
                                   chat > 0 ? snapshot->chat(chat - 1).number() : int64_t{0}});
                viewer.hubs_.complete(*snapshot, viewer.caller_);
                ++viewer.hubs_.meters().snapshots;
                viewer.welcome(&*snapshot);
                viewer.go_live();
            }));
}

// Events to one person are not stored: who comes back is told instead how his things stand.
void Viewer::send_buyer_state() {
    if (!caller_.known()) return;
    hubs_.services().sales.buyer_state(
        caller_, show_id_,
        hop<v1::BuyerState>(hubs_.loop(), weak_from_this(), [](Viewer& viewer, Result<v1::BuyerState> state) {
            if (!state.ok() || viewer.state_ == State::gone) return;
            const auto tell = [&viewer](auto&& fill) {
                auto event = std::make_shared<v1::ShowEvent>();
                event->set_show_id(viewer.show_id_);
                event->set_audience(v1::AUDIENCE_PERSON);
                event->set_recipient_id(viewer.caller_.id);
                event->set_at_us(viewer.hubs_.services().clock.now().us);
                fill(*event);
                viewer.deliver_one(event);
            };
            for (const auto& hold : state->holds())
                tell([&](v1::ShowEvent& event) { *event.mutable_hold() = hold; });
            for (int i = state->orders_size() - 1; i >= 0; --i) {
                tell([&](v1::ShowEvent& event) { *event.mutable_order() = state->orders(i); });
            }
            for (const auto& place : state->waitlist()) {
                tell([&](v1::ShowEvent& event) { *event.mutable_waitlist() = place; });
            }
        }));
}

void Viewer::go_live() {
    if (state_ != State::joining) return;
    state_ = State::live;
    const auto held = std::move(held_);
    held_.clear();
    pick(held, Worth::state);
}

void Viewer::hold(const bus::EventPtr& event) {
    if (event->has_viewers()) return;  // the next count comes in a second
    if (held_.size() >= kMostHeld) {
        return give_up({Code::unavailable, "The server is busy. Please connect again.", 1000},
                       close_code::try_again);
    }
    held_.push_back(event);
}

// Sends, of these, what is next for this reader; reads the log again when some are missing between.
void Viewer::pick(std::span<const bus::EventPtr> events, Worth worth) {
    const show::Cursor before = place_.cursor();
    std::vector<bus::EventPtr> next;
    bool missing = false;
    for (size_t i = 0; i < events.size() && !missing; ++i) {
        const Verdict verdict = place_.judge(*events[i]);
        if (verdict == Verdict::missing) {
            held_.assign(events.begin() + static_cast<std::ptrdiff_t>(i), events.end());
            missing = true;
        } else if (verdict == Verdict::pass_on) {
            next.push_back(events[i]);
            place_.pass(*events[i]);
        }
    }
    if (!next.empty() && !send_events(own(next, before), worth)) return;
    if (missing && state_ == State::live) catch_up();
}

void Viewer::deliver(const Batch& batch) {
    if (state_ == State::joining) {
        for (const auto& event : batch.events()) {
            if (state_ == State::joining) hold(event);
        }
    } else if (state_ == State::live) {
        if (!batch.follows(place_.cursor())) return pick(batch.events(), batch.worth());
        const show::Cursor before = place_.cursor();
        place_.set(batch.after(before));
        send_events(shared(batch, before), batch.worth());
    }
}

void Viewer::deliver_one(const bus::EventPtr& event) {
    if (state_ == State::joining) {
        hold(event);
    } else if (state_ == State::live) {
        pick({&event, 1}, Worth::state);
    }
}

bool Viewer::send_events(Bytes bytes, Worth worth) {
    ++hubs_.meters().deliveries;
    return send(std::move(bytes), worth);
}

bool Viewer::send(Bytes bytes, Worth worth) {
    if (wire_->send(std::move(bytes), worth)) return true;
    if (wire_->open()) {
        ++hubs_.meters().slow_closed;
        give_up({Code::unavailable, "The connection is too slow to keep up.", 1000}, close_code::try_again);
    }
    return false;
}

void Viewer::leave() {
    if (state_ == State::joining || state_ == State::live) hubs_.leave(*this, show_id_);
    state_ = State::gone;
    held_.clear();
}

void Viewer::tick(int64_t steady_us) {
    if (state_ == State::gone) return;
    if (hubs_.services().tokens.run_out(caller_))
        return give_up(identity::Tokens::ended(), close_code::unauthenticated);
    beat(steady_us);
}

}  // namespace vitrine::web
