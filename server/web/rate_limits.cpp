// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/rate_limits.h"

#include <algorithm>
#include <cmath>

namespace vitrine::web {

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
    std::lock_guard lock(mutex_);
    auto bucket = buckets_.find(address);
    if (bucket == buckets_.end()) {
        if (buckets_.size() >= most_) {
            std::erase_if(buckets_, [steady_us](const auto& entry) { return entry.second.full(steady_us); });
        }
        if (buckets_.size() >= most_) return shared_.take(steady_us) ? 0 : shared_.wait_ms();
        bucket = buckets_.emplace(address, TokenBucket(per_s_, burst_)).first;
    }
    return bucket->second.take(steady_us) ? 0 : bucket->second.wait_ms();
}

}  // namespace vitrine::web
