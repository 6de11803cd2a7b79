// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace vitrine::encoder {

// How long to wait before the next try: 1, 2, 4, 8, 15, 15 … s. A connection that held for a while starts
// anew; one that is lost at once does not, so that a receiver that closes every time is not hammered. Pure.
class BackOff {
  public:
    int64_t next_ms() {
        const int64_t wait_ms = wait_ms_;
        wait_ms_ = std::min(wait_ms_ * 2, kLongest_ms);
        return wait_ms;
    }
    void held_for(int64_t live_ms) {
        if (live_ms >= kHeld_ms) wait_ms_ = kFirst_ms;
    }

  private:
    static constexpr int64_t kFirst_ms = 1'000;
    static constexpr int64_t kLongest_ms = 15'000;
    static constexpr int64_t kHeld_ms = 5'000;
    int64_t wait_ms_ = kFirst_ms;
};

}  // namespace vitrine::encoder
