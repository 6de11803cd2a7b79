// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "bench/stocked_shop.h"

namespace vitrine::bench {

// What came of so many buyers who hold one unit each and pay for it.
struct PurchaseRound {
    int64_t purchases = 0;                    // orders that are paid: money taken, units sold, books written
    double seconds = 0;                       // from the first hold to the last of them
    double sold_p50_ms = 0, sold_p99_ms = 0;  // from asking for the hold until the order says it is bought
    int64_t oversold = 0;
    int64_t unbalanced = 0;  // minor units that are in the books on one side only. 0, or it is a bug.
};

// Whole purchases through the real Sales, committer, payment worker and sandbox gateway, at most `at_once`
// under way at any time. The gateway's own file lies beside the database, in `folder`.
PurchaseRound buy_through_the_shop(StockedShop&, const std::filesystem::path& folder, int64_t buyers,
                                   int64_t at_once);

}  // namespace vitrine::bench
