// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/event_service.h"

#include <grpcpp/alarm.h>

#include <algorithm>
#include <chrono>

#include "server/api/call.h"

namespace vitrine::api {

// One call. gRPC owns it until OnDone; its feed may outlive it for as long as a reading of the log is under
// way.
class EventService::Stream final : public grpc::ServerWriteReactor<v1::SubscribeResponse> {
  public:
    Stream(EventService& service, grpc::CallbackServerContext* context)
        : service_(service), context_(context) {
        ++service_.streams_;
    }

    void begin(const Caller& caller, const v1::SubscribeRequest& request) {
        feed_ = std::make_shared<EventFeed>(service_.services_, caller, request.show_id(),
                                            [gate = gate_] { gate->pump(); });
        service_.enter(feed_);
        feed_->begin(request);
        if (!caller.known()) return;
        // Cancelled with this object, which gRPC answers with false.
        token_ends_.Set(std::chrono::system_clock::time_point(std::chrono::microseconds(caller.until.us)),
                        [gate = gate_](bool rang) {
                            if (rang) gate->refuse(identity::Tokens::ended());
                        });
    }

    void refuse(const Error& error) { gate_->refuse(error); }

    void OnWriteDone(bool ok) override { gate_->written(ok); }
    void OnCancel() override { gate_->finish(grpc::Status::CANCELLED); }
    void OnDone() override {
        gate_->close();
        if (feed_) {
            feed_->stop();
            service_.leave(feed_);
        }
        --service_.streams_;
        delete this;
    }

  private:
    // Between the feed's threads and gRPC's: at most one write under way, one Finish, nothing after OnDone.
    class Gate {
      public:
        explicit Gate(Stream* stream) : stream_(stream) {}

        void pump() {
            std::unique_lock lock(mutex_);
            if (!stream_ || writing_ || finishing_ || !stream_->feed_) return;
            EventFeed::Next next = stream_->feed_->next();
            if (next.ended) return finish_locked(lock, status_of_error(stream_->context_, *next.ended));
            if (!next.message) return;
            writing_ = true;
            message_ = std::move(next.message);
            Stream* stream = stream_;
            lock.unlock();
            stream->StartWrite(message_.get());
        }

        void written(bool ok) {
            std::unique_lock lock(mutex_);
            writing_ = false;
            message_.reset();
            if (finishing_) return finish_now(lock);
            if (!ok) return finish_locked(lock, grpc::Status::CANCELLED);
            lock.unlock();
            pump();
        }

        void finish(grpc::Status status) {
            std::unique_lock lock(mutex_);
            finish_locked(lock, std::move(status));
        }

        void refuse(const Error& error) {
            std::unique_lock lock(mutex_);
            if (stream_ && !finishing_) finish_locked(lock, status_of_error(stream_->context_, error));
        }

        void close() {
            std::lock_guard lock(mutex_);
            stream_ = nullptr;
        }

      private:
        void finish_locked(std::unique_lock<std::mutex>& lock, grpc::Status status) {
            if (!stream_ || finishing_) return;
            finishing_ = true;
            status_ = std::move(status);
            if (!writing_) finish_now(lock);
        }
        void finish_now(std::unique_lock<std::mutex>& lock) {
            Stream* stream = stream_;
            lock.unlock();
            stream->Finish(status_);
        }

        std::mutex mutex_;
        Stream* stream_;
        EventFeed::MessagePtr message_;
        bool writing_ = false;
        bool finishing_ = false;
        grpc::Status status_;
    };

    EventService& service_;
    grpc::CallbackServerContext* context_;
    std::shared_ptr<Gate> gate_ = std::make_shared<Gate>(this);
    std::shared_ptr<EventFeed> feed_;
    grpc::Alarm token_ends_;
};

EventService::EventService(const Services& services) : services_(services) {
    subscription_ = services_.bus.subscribe([this](const bus::EventPtr& event) { hand_on(event); });
}

EventService::~EventService() = default;

grpc::ServerWriteReactor<v1::SubscribeResponse>* EventService::Subscribe(
    grpc::CallbackServerContext* context, const v1::SubscribeRequest* request) {
    auto* stream = new Stream(*this, context);  // deletes itself in OnDone, as gRPC's reactors do
    const auto caller = caller_of(services_.tokens, context);
    if (caller.ok()) {
        stream->begin(*caller, *request);
    } else {
        stream->refuse(caller.error());
    }
    return stream;
}

void EventService::hand_on(const bus::EventPtr& event) {
    Feeds feeds;
    {
        std::lock_guard lock(mutex_);
        const auto found = feeds_.find(event->show_id());
        if (found == feeds_.end()) return;
        feeds = found->second;
    }
    for (const auto& feed : feeds) feed->take(event);
}

void EventService::enter(const std::shared_ptr<EventFeed>& feed) {
    bool closing = false;
    {
        std::lock_guard lock(mutex_);
        feeds_[feed->show_id()].push_back(feed);
        closing = closing_;
    }
    if (closing) feed->give_up();
}

void EventService::leave(const std::shared_ptr<EventFeed>& feed) {
    std::lock_guard lock(mutex_);
    const auto found = feeds_.find(feed->show_id());
    if (found == feeds_.end()) return;
    std::erase(found->second, feed);
    if (found->second.empty()) feeds_.erase(found);
}

void EventService::send_away() {
    Feeds all;
    {
        std::lock_guard lock(mutex_);
        closing_ = true;
        for (const auto& [show, feeds] : feeds_) all.insert(all.end(), feeds.begin(), feeds.end());
    }
    for (const auto& feed : all) feed->give_up();
}

}  // namespace vitrine::api
