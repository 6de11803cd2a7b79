// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/domain/money.h"
#include "vitrine/v1/payout.pb.h"

namespace vitrine::shop {

inline constexpr int64_t kMostPayout_minor = 1'000'000'000'000;

// Whose money somebody may have paid out. permission_denied.
Result<std::string> owner_of_balance(const Caller&, v1::BalanceKind);
// What somebody asked for. invalid_argument.
Result<Money> check_payout(const v1::Money&);
// Stripe pays the connected account with each order: there is nothing left to do. precondition.
Result<Done> check_payout_gateway(const std::string& gateway);

}  // namespace vitrine::shop
