// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/ledger/commission_rules.h"

namespace vitrine::shop::ledger {

// Who sells everything: a server has one shop.
inline constexpr char kShop[] = "shop";

// How what was paid is kept and divided.
struct MoneyTerms {
    int64_t escrow_s = 14 * 86'400;  // unless the delivery is confirmed before
    int64_t creator_bp = 1000;       // of a sale, to who showed it
    CommissionTiers commission = standard_tiers();
};

}  // namespace vitrine::shop::ledger
