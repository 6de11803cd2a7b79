// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/rate_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace vitrine::web {
namespace {

constexpr int64_t kSweepEvery_us = 1'000'000;

// Who is meant by an address. One customer is given 2^64 addresses of IPv6 and more (RFC 6177), so the first
// half counts; what is no IPv6 address, or carries one of IPv4 (RFC 4291 §2.5.5.2), stands for itself.
std::string party_of(const std::string& address) {
    std::array<char, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
    const bool carries_v4 =
        std::string_view(bytes.data(), 12) == std::string_view("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
    return {bytes.data(), carries_v4 ? bytes.size() : bytes.size() / 2};
}

}  // namespace

void TokenBucket::refill(int64_t steady_us) {
    if (filled_us_ != 0 && steady_us > filled_us_) {
        tokens_ = std::min(burst_, tokens_ + per_s_ * static_cast<double>(steady_us - filled_us_) / 1e6);
    }
    filled_us_ = std::max(filled_us_, steady_us);
}

bool TokenBucket::take(int64_t steady_us) {
    refill(steady_us);
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

int64_t TokenBucket::wait_ms() const {
    if (tokens_ >= 1) return 0;
    return std::max<int64_t>(1, static_cast<int64_t>(std::ceil((1 - tokens_) * 1000 / per_s_)));
}

bool TokenBucket::full(int64_t steady_us) const {
    return tokens_ + per_s_ * static_cast<double>(steady_us - filled_us_) / 1e6 >= burst_;
}

int64_t RateLimits::take(const std::string& address, int64_t steady_us) {
    const std::string party = party_of(address);
    std::lock_guard lock(mutex_);
    auto bucket = buckets_.find(party);
    if (bucket == buckets_.end()) {
        // Not at every call: a crowd of strangers must not make us count all the others each time.
        if (buckets_.size() >= most_ && steady_us - swept_us_ >= kSweepEvery_us) {
            swept_us_ = steady_us;
            std::erase_if(buckets_, [steady_us](const auto& entry) { return entry.second.full(steady_us); });
        }
        if (buckets_.size() >= most_) return shared_.take(steady_us) ? 0 : shared_.wait_ms();
        bucket = buckets_.emplace(party, TokenBucket(per_s_, burst_)).first;
    }
    return bucket->second.take(steady_us) ? 0 : bucket->second.wait_ms();
}

}  // namespace vitrine::web
