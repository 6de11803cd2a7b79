// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/room/say_limit.h"

#include <algorithm>

namespace vitrine::room {
namespace {

constexpr int64_t kLines = 5;
constexpr int64_t kPerLine_us = 1'000'000;

}  // namespace

Result<Done> SayLimit::count(const std::string& sender_id, int64_t now_us) {
    forget_full(now_us);
    int64_t& full_at_us = full_at_us_.try_emplace(sender_id, now_us).first->second;
    const int64_t after_us = std::max(full_at_us, now_us) + kPerLine_us;
    const int64_t over_us = after_us - now_us - kLines * kPerLine_us;
    if (over_us > 0) {
        return Error{Code::rate_limited,
                     "You are writing very fast. Wait a moment, then send your line again.",
                     (over_us + 999) / 1000};
    }
    full_at_us = after_us;
    return Done{};
}

void SayLimit::forget_full(int64_t now_us) {
    if (now_us < next_clearing_us_) return;
    next_clearing_us_ = now_us + kLines * kPerLine_us;
    std::erase_if(full_at_us_, [now_us](const auto& bucket) { return bucket.second <= now_us; });
}

}  // namespace vitrine::room
