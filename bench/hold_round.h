// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "bench/stocked_shop.h"
#include "server/shop/reserve_together.h"

namespace vitrine::bench {

// One round of a measurement: how many holds became durable in how long.
struct Round {
    int64_t holds = 0;
    double seconds = 0;
    double per_s() const { return static_cast<double>(holds) / seconds; }
};

// The wishes of so many buyers, one after the other and from the beginning again, over all articles in turn.
std::vector<shop::HoldWish> make_wishes(const Stocked&, int64_t buyers, int64_t wishes);

// Through the real Sales and committer. At most `at_once` wait for their answer at any time.
Round hold_through_the_shop(StockedShop&, const std::vector<shop::HoldWish>&, int64_t at_once);

// The same decrement and row by hand, in transactions of `group`: SQLite's C API on one thread.
Round hold_by_hand_in_sqlite(const std::string& url, const std::vector<shop::HoldWish>&, size_t group);

// A transaction a hold, UPDATE … RETURNING and INSERT as most shops do it, on so many connections: libpq.
Round hold_naively_in_postgresql(const std::string& url, const std::vector<shop::HoldWish>&, int connections);

}  // namespace vitrine::bench
