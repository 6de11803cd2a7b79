// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <variant>

#include "encoder/packet.h"

namespace vitrine::encoder {

struct QueueBounds {
    int64_t most_us = 0;
    size_t most_bytes = 0;
};

// A cue on the broadcast's timeline, in order with the packets.
struct Cue {
    int64_t time_us = 0;
    std::string json;
};
using Sendable = std::variant<PacketRef, Cue>;

// What one sink has still to write. Bounded in time and bytes. Overflow policy: everything up to the newest
// keyframe goes, sound with its pictures; when there is no later keyframe, all goes and what comes is refused
// until the next one. So what is written always decodes. Pictures that went are counted. Cues are few, kept
// (the oldest of 64 goes) and come out before the first packet that is not earlier than they are. Pure; not
// thread-safe.
class SendQueue {
  public:
    explicit SendQueue(QueueBounds bounds) : bounds_(bounds) {}

    void push(PacketRef packet);
    void push_cue(Cue cue);
    std::optional<Sendable> pop();

    // A receiver that is new begins with a keyframe: the newest there is, else the next that comes.
    void restart_at_keyframe();

    bool empty() const { return packets_.empty(); }
    int64_t length_us() const;  // first to last
    size_t bytes() const { return bytes_; }
    int64_t dropped_pictures() const { return dropped_pictures_; }

  private:
    void keep_within_bounds();
    void drop_front();
    bool over() const { return length_us() > bounds_.most_us || bytes_ > bounds_.most_bytes; }

    QueueBounds bounds_;
    std::deque<PacketRef> packets_;
    std::deque<Cue> cues_;
    size_t bytes_ = 0;
    bool waiting_for_keyframe_ = true;
    bool begun_ = false;  // what comes before the first keyframe was never promised: not counted
    int64_t dropped_pictures_ = 0;
};

}  // namespace vitrine::encoder
