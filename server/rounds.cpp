// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/rounds.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace vitrine::server {

Rounds::Rounds(web::Loop& loop, Shop shop, std::function<bool()> in_use, int64_t idle_s,
               std::function<void()> end)
    : Ticked(loop),
      shop_(shop),
      in_use_(std::move(in_use)),
      idle_us_(idle_s * 1'000'000),
      end_(std::move(end)),
      used_us_(loop.clock().steady_us()) {}

void Rounds::look_after_shop() {
    const auto noting = [](const char* what) {
        return [what](Result<int64_t> done) {
            if (!done.ok()) spdlog::warn("{} could not be looked through: {}", what, done.error().message);
        };
    };
    shop_.sales.expire_holds(noting("Holds"));
    shop_.bookkeeper.look_through();
    shop_.sandbox_news.look();
    shop_.drops.draw_due(noting("Drops"));
    shop_.pricing.end_flash_prices(noting("Flash prices"));
    shop_.warehouse.fetch_from_ended_shows(noting("Ended shows"));
}

void Rounds::tick(int64_t steady_us) {
    if (steady_us < next_us_) return;
    next_us_ = steady_us + 1'000'000;
    look_after_shop();
    if (in_use_()) used_us_ = steady_us;
    if (idle_us_ > 0 && steady_us - used_us_ >= idle_us_) {
        spdlog::info("Nobody has been here for {} s: ending.", idle_us_ / 1'000'000);
        used_us_ = steady_us;
        end_();
    }
}

}  // namespace vitrine::server
