// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "server/domain/result.h"

namespace vitrine::shop {

// The units of one variant in one bucket. Invariants: 0 ≤ held ≤ on_hand ≤ kMostUnits, 0 ≤ sold, and received
// = on_hand + sold. What is written here is also what the statements in stock.cpp and the CHECKs of the
// schema keep; the tests compare them.
struct Stock {
    int64_t on_hand = 0;  // physically there
    int64_t held = 0;     // promised to holds that are active
    int64_t sold = 0;

    int64_t available() const { return on_hand - held; }
    friend bool operator==(const Stock&, const Stock&) = default;
};

// No shelf is larger; far below where sums of stock could overflow.
constexpr int64_t kMostUnits = 1'000'000'000;

bool valid(const Stock&);

// Pure, like all rules: a new value or the reason why not. Quantities are of any value; bad ones are
// invalid_argument.
Result<Stock> hold_units(Stock, int64_t quantity);       // sold_out
Result<Stock> release_units(Stock, int64_t quantity);    // internal when more than is held: a fault of ours
Result<Stock> sell_units(Stock, int64_t quantity);       // held units leave the house; internal likewise
Result<Stock> take_back_units(Stock, int64_t quantity);  // sold units come home; internal likewise
// precondition below held, too_large when all units of the variant, wherever they lie, pass kMostUnits.
Result<Stock> adjust_units(Stock, int64_t delta, int64_t elsewhere = 0);

// Units that change their place or their show.
struct Move {
    Stock from, to;
    friend bool operator==(const Move&, const Move&) = default;
};
Result<Move> move_units(Stock from, Stock to, int64_t quantity);  // precondition: more than is free

// The bucket that a hold takes from: the first that has all of them, in the order of the locations, because
// what is sold together is sent from one place.
std::optional<size_t> choose_bucket(std::span<const Stock>, int64_t quantity);

// What a person who wants more is told when `available` are left, at most `together` of them in one place.
Error too_few(int64_t available, int64_t together);

}  // namespace vitrine::shop
