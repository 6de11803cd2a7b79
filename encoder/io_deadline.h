// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace vitrine::encoder {

// Lets blocking libav calls of one thread end in time, or at once when the sink is given up. abandon() from
// any thread.
class IoDeadline {
  public:
    // Every call from now on must end within so long.
    void set(std::chrono::milliseconds from_now) { until_us_ = now_us() + from_now.count() * 1000; }
    void abandon() { abandoned_ = true; }
    bool abandoned() const { return abandoned_; }

    // AVIOInterruptCB: non-zero ends the call with AVERROR_EXIT.
    static int interrupt(void* deadline) {
        auto* self = static_cast<IoDeadline*>(deadline);
        return self->abandoned_ || now_us() > self->until_us_;
    }

  private:
    static int64_t now_us() {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }
    std::atomic<int64_t> until_us_{0};
    std::atomic<bool> abandoned_{false};
};

}  // namespace vitrine::encoder
