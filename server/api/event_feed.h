// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/api/services.h"
#include "server/room/reading_place.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::api {

// One subscriber's events: holds back what arrives while it reads the log after his cursor (or takes a
// snapshot), then goes on with it: no gap, no double. Knows nothing of gRPC: it is told when the last message
// is gone and says when there is one more. Thread-safe.
class EventFeed : public std::enable_shared_from_this<EventFeed> {
  public:
    // Bounded: 4096 messages wait. Past that viewer counts are dropped, then the subscription ends with
    // `unavailable`, so that its client resumes from his cursor.
    static constexpr size_t kMostWaiting = 4096;

    using MessagePtr = std::shared_ptr<const v1::SubscribeResponse>;
    struct Next {
        MessagePtr message;          // to be written
        std::optional<Error> ended;  // or: this is the end
    };

    // wake: there may be something next(). Called without a lock held, on any thread.
    EventFeed(const Services&, Caller, std::string show_id, std::function<void()> wake);

    // To be called once the feed is among those that the bus is handed to. not_found for an unknown show.
    void begin(const v1::SubscribeRequest&);
    void take(const bus::EventPtr&);
    // Nothing of both: wait for wake.
    Next next();
    // Nothing is wanted any more.
    void stop();
    // The server ends: the client is to come back and resume.
    void give_up();

    const std::string& show_id() const { return show_id_; }

  private:
    void on_show(const Result<v1::Show>&);
    void read_log();
    void read_snapshot();
    void on_log(Result<std::vector<bus::EventPtr>>);
    void on_snapshot(Result<v1::ShowSnapshot>);
    // With the lock held:
    void arrive(const bus::EventPtr&);  // from the bus: held while joining
    void pass(const bus::EventPtr&);    // delivered if it is next
    void go_live();
    void push(v1::SubscribeResponse);
    void end(Error);

    const Services& services_;
    const Caller caller_;
    const std::string show_id_;
    const std::function<void()> wake_;
    std::mutex mutex_;
    room::ReadingPlace place_;
    bool joining_ = true;
    bool resuming_ = false;
    bool read_again_ = false;
    bool stopped_ = false;
    std::vector<bus::EventPtr> held_;
    std::deque<MessagePtr> waiting_;
    std::optional<Error> ended_;
};

}  // namespace vitrine::api
