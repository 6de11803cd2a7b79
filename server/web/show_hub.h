// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/bus/bus.h"
#include "server/web/loop.h"
#include "server/web/meters.h"
#include "server/web/outgoing_queue.h"

namespace vitrine::web {

class Viewer;

// The viewers of one show and what is on its way to them. Lives on the loop; owned by ShowHubs while somebody
// watches.
class ShowHub final : public std::enable_shared_from_this<ShowHub> {
  public:
    static constexpr int64_t kChatTickMs = 50;

    ShowHub(Loop&, Meters&, std::string show_id);

    void enter(Viewer&);
    void leave(Viewer&);
    void take(const bus::EventPtr&);
    // What came since the last call, except chat, which waits for its tick.
    void flush();
    void send_away();

    bool empty() const { return present_ == 0; }
    int64_t watching() const { return static_cast<int64_t>(present_); }
    // Nothing when the count is what was told last.
    bus::EventPtr count_if_changed(int64_t now_us);

  private:
    void send(std::vector<bus::EventPtr> events, Worth worth);
    void send_chat();
    void tell_one(const bus::EventPtr&);
    template <class Call>
    void for_each(Call call);

    Loop& loop_;
    Meters& meters_;
    const std::string show_id_;
    std::vector<Viewer*> viewers_;  // a hole where one left during a delivery
    std::unordered_multimap<std::string, Viewer*> people_;
    std::vector<Viewer*> staff_;
    size_t present_ = 0;
    int delivering_ = 0;
    int64_t told_count_ = -1;
    std::vector<bus::EventPtr> state_;
    std::vector<bus::EventPtr> chat_;
    bus::EventPtr count_;
    bool chat_armed_ = false;
};

}  // namespace vitrine::web
