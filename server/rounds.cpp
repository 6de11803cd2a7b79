// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/rounds.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace vitrine::server {

Rounds::Rounds(web::Loop& loop, shop::Sales& sales, shop::Bookkeeper& bookkeeper,
               std::function<bool()> in_use, int64_t idle_s, std::function<void()> end)
    : Ticked(loop),
      sales_(sales),
      bookkeeper_(bookkeeper),
      in_use_(std::move(in_use)),
      idle_us_(idle_s * 1'000'000),
      end_(std::move(end)),
      used_us_(loop.clock().steady_us()) {}

void Rounds::tick(int64_t steady_us) {
    if (steady_us < next_us_) return;
    next_us_ = steady_us + 1'000'000;
    sales_.expire_holds([](Result<int64_t> expired) {
        if (!expired.ok()) spdlog::warn("Holds could not be looked through: {}", expired.error().message);
    });
    bookkeeper_.look_through();
    if (in_use_()) used_us_ = steady_us;
    if (idle_us_ > 0 && steady_us - used_us_ >= idle_us_) {
        spdlog::info("Nobody has been here for {} s: ending.", idle_us_ / 1'000'000);
        used_us_ = steady_us;
        end_();
    }
}

}  // namespace vitrine::server
