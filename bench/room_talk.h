// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::bench {

// Viewers in a show's room who chat over their WebSockets: how long a line takes to all the others. Runs on a
// thread of its own until it is destroyed.
class RoomTalk {
  public:
    // Each of the tokens' owners says a line a second, one after the other.
    RoomTalk(uint16_t port, const std::string& show_id, const std::vector<std::string>& tokens);
    ~RoomTalk();
    RoomTalk(const RoomTalk&) = delete;
    RoomTalk& operator=(const RoomTalk&) = delete;

    // Milliseconds from saying a line to its arrival at every viewer, since the last call.
    std::vector<double> take_ms();

  private:
    class Room;
    std::unique_ptr<Room> room_;
};

}  // namespace vitrine::bench
