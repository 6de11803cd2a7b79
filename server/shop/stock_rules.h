// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "server/domain/result.h"

namespace vitrine::shop {

// The units of one variant. Invariants: 0 ≤ held ≤ on_hand ≤ kMostUnits, 0 ≤ sold, and received = on_hand +
// sold. What is written here is also what the statements in stock.cpp and the CHECKs of the schema keep; the
// tests compare them.
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
Result<Stock> hold_units(Stock, int64_t quantity);     // sold_out
Result<Stock> release_units(Stock, int64_t quantity);  // internal when more than is held: a fault of ours
Result<Stock> sell_units(Stock, int64_t quantity);     // held units leave the house; internal likewise
Result<Stock> adjust_units(Stock, int64_t delta);      // precondition below held, too_large past kMostUnits

// What a person who wants `quantity` is told when only `available` are left.
Error too_few(int64_t available);

}  // namespace vitrine::shop
