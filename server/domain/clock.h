// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>

namespace vitrine {

// Wall-clock UTC in microseconds since 1970: what is stored and sent.
struct Instant {
    int64_t us = 0;
    friend auto operator<=>(Instant, Instant) = default;
    Instant plus_us(int64_t delta_us) const { return {us + delta_us}; }
    Instant plus_s(int64_t delta_s) const { return {us + delta_s * 1'000'000}; }
};

// The only source of time for domain code. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    // Never goes back and is not set by anyone: for durations and deadlines only.
    virtual int64_t steady_us() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
    int64_t steady_us() const override;
};

// For tests and simulations: stands still until told. Thread-safe.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start = {1'700'000'000'000'000}) : now_us_(start.us) {}
    Instant now() const override { return {now_us_.load()}; }
    int64_t steady_us() const override { return steady_us_.load(); }
    void advance_us(int64_t delta_us) {
        now_us_ += delta_us;
        steady_us_ += delta_us;
    }
    // A clock that jumps: the wall clock moves, the steady one does not.
    void jump_us(int64_t delta_us) { now_us_ += delta_us; }

  private:
    std::atomic<int64_t> now_us_;
    std::atomic<int64_t> steady_us_{0};
};

}  // namespace vitrine
