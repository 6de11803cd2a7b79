// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/bus/bus.h"
#include "server/web/loop.h"
#include "server/web/meters.h"
#include "server/web/services.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::web {

class ShowHub;
class Viewer;

// Brings the bus's events to the viewers of each show: state at once, chat every 50 ms, the viewer count
// every second; each batch framed once for all. Lives on the loop, except where stated. Owned by main;
// destroyed off the loop after the loop has stopped.
class ShowHubs final : private Ticked {
  public:
    ShowHubs(Loop&, Services, Meters&);
    ~ShowHubs() override;

    // Takes events from the bus, from now on. Off the loop.
    void start();

    bool known(const std::string& show_id) const { return hubs_.contains(show_id); }
    void enter(Viewer&, const std::string& show_id);
    void leave(Viewer&, const std::string& show_id);
    // Fills in what a snapshot cannot know of itself: who asks and how many watch.
    void complete(v1::ShowSnapshot&, const Caller&) const;
    // How many watch one show; on all shows. From any thread.
    int64_t watching(const std::string& show_id) const;
    int64_t watching() const { return watching_; }
    // Tells all viewers to come back later; new ones too. For the end of the server.
    void send_away();

    Loop& loop() { return loop_; }
    const Services& services() const { return services_; }
    Meters& meters() { return meters_; }

  private:
    // Bounded: past it an event is dropped; its number is missed by each viewer, who then reads the log.
    static constexpr size_t kMostInbox = 65'536;

    void tick(int64_t steady_us) override;
    void take_inbox();
    void count(const std::string& show_id, int64_t change);

    Loop& loop_;
    const Services services_;
    Meters& meters_;
    std::unordered_map<std::string, std::shared_ptr<ShowHub>> hubs_;
    std::atomic<int64_t> watching_{0};
    mutable std::mutex counts_mutex_;
    std::unordered_map<std::string, int64_t> counts_;
    int64_t next_count_us_ = 0;
    bool closing_ = false;
    std::mutex inbox_mutex_;
    std::vector<bus::EventPtr> inbox_;
    std::unique_ptr<bus::Subscription> subscription_;
};

}  // namespace vitrine::web
