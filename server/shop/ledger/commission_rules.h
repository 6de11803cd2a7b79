// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "server/domain/clock.h"
#include "server/domain/money.h"

namespace vitrine::shop::ledger {

inline constexpr int64_t kWhole_bp = 10'000;  // basis points: hundredths of a percent

// From this much sold in a month on, the platform keeps so much of a sale.
struct CommissionTier {
    int64_t from_major = 0;
    int64_t commission_bp = 0;
};
using CommissionTiers = std::vector<CommissionTier>;

inline CommissionTiers standard_tiers() {
    return {{0, 1200}, {10'000, 1000}, {50'000, 800}, {250'000, 650}, {1'000'000, 500}};
}

// "0:1200,10000:1000": rising amounts from 0, each rate 0…10000. invalid_argument with a sentence for the
// operator.
Result<CommissionTiers> parse_tiers(const std::string& text);
std::string text_of(const CommissionTiers&);

// What somebody sold in one currency, in minor units, this calendar month (UTC) so far and last month.
struct Volume {
    int64_t this_month = 0;
    int64_t last_month = 0;
};

// The month of an instant, counted from year 0.
int64_t month_of(Instant);

// A rate once earned lasts to the end of the next month: the better of the two months counts. The sale itself
// does not.
int64_t commission_bp(const Volume&, const Currency&, const CommissionTiers&);

// Divides an amount by weights, to the last minor unit: each part is rounded down, and the units that are
// left go one each to the parts that lost most by that; of equals, to the earlier one. No part differs from
// its exact share by a whole unit, and none exceeds its weight when the amount does not exceed their sum.
// Precondition: amount and weights are not negative, some weight is not 0.
std::vector<int64_t> divide(int64_t amount, std::span<const int64_t> weights);

}  // namespace vitrine::shop::ledger
