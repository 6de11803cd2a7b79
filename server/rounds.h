// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "server/shop/bookkeeper.h"
#include "server/shop/drops.h"
#include "server/shop/pricing.h"
#include "server/shop/sales.h"
#include "server/shop/sandbox_news.h"
#include "server/shop/warehouse.h"
#include "server/web/loop.h"

namespace vitrine::server {

// What is done each second: holds past their time go back into stock, money past its time leaves escrow,
// drops are drawn, flash prices end, ended shows give back their units; and when nobody was there for long
// enough, the server is asked to end. Lives on the given loop.
class Rounds final : private web::Ticked {
  public:
    struct Shop {
        shop::Sales& sales;
        shop::Bookkeeper& bookkeeper;
        shop::Warehouse& warehouse;
        shop::Pricing& pricing;
        shop::Drops& drops;
        shop::SandboxNews& sandbox_news;
    };
    // in_use: whether a viewer, a studio or a publisher is there. idle_s 0: never ends by itself.
    Rounds(web::Loop&, Shop, std::function<bool()> in_use, int64_t idle_s, std::function<void()> end);

  private:
    void tick(int64_t steady_us) override;
    void look_after_shop();

    const Shop shop_;
    const std::function<bool()> in_use_;
    const int64_t idle_us_;
    const std::function<void()> end_;
    int64_t next_us_ = 0;
    int64_t used_us_ = 0;
};

}  // namespace vitrine::server
