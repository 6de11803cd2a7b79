// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace vitrine::web {

// Lets `burst` pass at once and `per_s` on average. Pure but for the time it is told.
class TokenBucket {
  public:
    TokenBucket(double per_s, double burst) : per_s_(per_s), burst_(burst), tokens_(burst) {}
    bool take(int64_t steady_us);
    // How long until take() will say yes.
    int64_t wait_ms() const;
    bool full(int64_t steady_us) const;

  private:
    void refill(int64_t steady_us);
    double per_s_;
    double burst_;
    double tokens_;
    int64_t filled_us_ = 0;
};

// One bucket for each address, of IPv6 for each /64. Bounded: buckets that are full again are forgotten; past the bound everybody
// shares one. Thread-safe.
class RateLimits {
  public:
    RateLimits(double per_s, double burst, size_t most_addresses = 100'000)
        : per_s_(per_s), burst_(burst), most_(most_addresses), shared_(per_s * 10, burst * 10) {}

    // 0: go on. Else: come again after so many milliseconds.
    int64_t take(const std::string& address, int64_t steady_us);

  private:
    const double per_s_;
    const double burst_;
    const size_t most_;
    std::mutex mutex_;
    std::unordered_map<std::string, TokenBucket> buckets_;
    TokenBucket shared_;
    int64_t swept_us_ = INT64_MIN / 2;
};

}  // namespace vitrine::web
