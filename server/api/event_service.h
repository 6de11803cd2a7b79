// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/api/event_feed.h"
#include "server/api/services.h"
#include "vitrine/v1/event.grpc.pb.h"

namespace vitrine::api {

// The event streams of studios and of retailers' own programs. One subscription to the bus serves all of
// them. Owned by RpcServer; streams end before it does.
class EventService final : public v1::EventService::CallbackService {
  public:
    explicit EventService(const Services&);
    ~EventService() override;

    grpc::ServerWriteReactor<v1::SubscribeResponse>* Subscribe(grpc::CallbackServerContext*,
                                                               const v1::SubscribeRequest*) override;

    // From any thread.
    int64_t streams() const { return streams_; }
    // Ends all streams and takes no more: for the end of the server.
    void send_away();

  private:
    class Stream;
    using Feeds = std::vector<std::shared_ptr<EventFeed>>;
    void hand_on(const bus::EventPtr&);
    void enter(const std::shared_ptr<EventFeed>&);
    void leave(const std::shared_ptr<EventFeed>&);

    const Services& services_;
    std::atomic<int64_t> streams_{0};
    std::mutex mutex_;
    std::unordered_map<std::string, Feeds> feeds_;  // by show
    bool closing_ = false;
    std::unique_ptr<bus::Subscription> subscription_;
};

}  // namespace vitrine::api
