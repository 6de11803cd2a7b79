// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/event_feed.h"

#include <algorithm>

namespace vitrine::api {
namespace {

constexpr size_t kMostResumed = 1000;

Error fell_behind() {
    return {Code::unavailable, "The events could not be delivered fast enough. Subscribe again.", 500};
}

}  // namespace

using Verdict = room::ReadingPlace::Verdict;

EventFeed::EventFeed(const Services& services, Caller caller, std::string show_id, std::function<void()> wake)
    : services_(services),
      caller_(std::move(caller)),
      show_id_(std::move(show_id)),
      wake_(std::move(wake)),
      place_(caller_.id, caller_.staff()) {}

void EventFeed::begin(const v1::SubscribeRequest& request) {
    {
        std::lock_guard lock(mutex_);
        resuming_ = request.epoch() == services_.snapshots.epoch();
        if (resuming_) place_.set({request.after_seq(), request.after_staff_seq(), request.after_chat()});
    }
    v1::GetShowRequest asked;
    asked.set_show(show_id_);
    services_.shows.get(asked, [weak = weak_from_this()](Result<v1::Show> show) {
        if (const auto self = weak.lock()) self->on_show(show);
    });
}

void EventFeed::on_show(const Result<v1::Show>& show) {
    bool resume = false;
    {
        std::lock_guard lock(mutex_);
        resume = resuming_;
        if (!show.ok()) {
            end(show.error());
        } else if (show->id() != show_id_) {
            end({Code::invalid_argument, "Subscribe with the show's id, not with the name in its address."});
        }
    }
    if (!show.ok() || show->id() != show_id_) return wake_();
    resume ? read_log() : read_snapshot();
}

void EventFeed::read_log() {
    show::Cursor cursor;
    {
        std::lock_guard lock(mutex_);
        cursor = place_.cursor();
    }
    services_.log.read_after(show_id_, cursor, caller_.staff(), kMostResumed,
                             [weak = weak_from_this()](Result<std::vector<bus::EventPtr>> events) {
                                 if (const auto self = weak.lock()) self->on_log(std::move(events));
                             });
}

void EventFeed::read_snapshot() {
    services_.snapshots.take(show_id_, caller_, [weak = weak_from_this()](Result<v1::ShowSnapshot> snapshot) {
        if (const auto self = weak.lock()) self->on_snapshot(std::move(snapshot));
    });
}

void EventFeed::on_log(Result<std::vector<bus::EventPtr>> events) {
    if (!events.ok() && events.error().code == Code::expired) return read_snapshot();
    bool again = false;
    {
        std::lock_guard lock(mutex_);
        if (!events.ok()) {
            end(events.error());
        } else {
            if (resuming_) {
                v1::SubscribeResponse response;
                response.mutable_resumed();
                push(std::move(response));
                resuming_ = false;
            }
            for (const auto& event : *events) pass(event);
            go_live();
        }
        again = read_again_;
        read_again_ = false;
    }
    wake_();
    if (again) read_log();
}

void EventFeed::on_snapshot(Result<v1::ShowSnapshot> snapshot) {
    bool again = false;
    {
        std::lock_guard lock(mutex_);
        resuming_ = false;
        if (!snapshot.ok()) {
            end(snapshot.error());
        } else {
            const int chat = snapshot->chat_size();
            place_.set({snapshot->seq(), snapshot->staff_seq(),
                        chat > 0 ? snapshot->chat(chat - 1).number() : int64_t{0}});
            snapshot->set_watching(services_.watching(show_id_));
            v1::SubscribeResponse response;
            *response.mutable_snapshot() = std::move(*snapshot);
            push(std::move(response));
            go_live();
        }
        again = read_again_;
        read_again_ = false;
    }
    wake_();
    if (again) read_log();
}

void EventFeed::go_live() {
    joining_ = false;
    const auto held = std::move(held_);
    held_.clear();
    for (const auto& event : held) arrive(event);
}

void EventFeed::take(const bus::EventPtr& event) {
    bool again = false;
    {
        std::lock_guard lock(mutex_);
        if (stopped_ || ended_) return;
        arrive(event);
        again = read_again_;
        read_again_ = false;
    }
    wake_();
    if (again) read_log();
}

void EventFeed::arrive(const bus::EventPtr& event) {
    const bool missing = !joining_ && place_.judge(*event) == Verdict::missing;
    if (missing) read_again_ = joining_ = true;
    if (!joining_) return pass(event);
    if (event->has_viewers()) return;  // the next count comes in a second
    if (held_.size() >= kMostWaiting) return end(fell_behind());
    held_.push_back(event);
}

void EventFeed::pass(const bus::EventPtr& event) {
    if (place_.judge(*event) != Verdict::pass_on) return;
    place_.pass(*event);
    v1::SubscribeResponse response;
    *response.mutable_event() = *event;
    push(std::move(response));
}

void EventFeed::push(v1::SubscribeResponse response) {
    if (waiting_.size() >= kMostWaiting) {
        std::erase_if(waiting_, [](const MessagePtr& message) {
            return message->has_event() && message->event().has_viewers();
        });
        if (waiting_.size() >= kMostWaiting) return end(fell_behind());
    }
    waiting_.push_back(std::make_shared<const v1::SubscribeResponse>(std::move(response)));
}

void EventFeed::end(Error error) {
    if (!ended_) ended_ = std::move(error);
    held_.clear();
}

EventFeed::Next EventFeed::next() {
    std::lock_guard lock(mutex_);
    if (ended_) return {nullptr, ended_};
    if (waiting_.empty()) return {};
    Next next{waiting_.front(), std::nullopt};
    waiting_.pop_front();
    return next;
}

void EventFeed::give_up() {
    {
        std::lock_guard lock(mutex_);
        end({Code::unavailable, "The server is being restarted. Subscribe again.", 1000});
    }
    wake_();
}

void EventFeed::stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    held_.clear();
    waiting_.clear();
}

}  // namespace vitrine::api
