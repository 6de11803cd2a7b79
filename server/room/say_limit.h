// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_map>

#include "server/domain/result.h"

namespace vitrine::room {

// 5 lines in 5 seconds from one sender: a token bucket each, of 5, refilled by one a second. Pure: times
// (steady, µs) are given. Not thread-safe. Buckets that are full again are forgotten, so it holds only who
// spoke in the last 5 seconds.
class SayLimit {
  public:
    // rate_limited with the time until the next line may come, or the line is counted.
    Result<Done> count(const std::string& sender_id, int64_t now_us);

  private:
    void forget_full(int64_t now_us);

    // When the bucket will be full again; each line moves it a second on (the generic cell rate algorithm,
    // ITU-T I.371).
    std::unordered_map<std::string, int64_t> full_at_us_;
    int64_t next_clearing_us_ = 0;
};

}  // namespace vitrine::room
