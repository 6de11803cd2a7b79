// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/payouts.h"
#include "server/store/committer.h"

namespace vitrine::shop {

// Inside a command's transaction (committer's thread). What is asked for is reserved at once, so that nobody
// asks for it twice; the worker pays it.
Result<v1::Payout> request_payout(store::Unit&, const Caller&, const v1::RequestPayoutRequest&,
                                  const std::string& gateway);
// The gateway's answer.
Result<Done> settle_payout(store::Unit&, const payouts::Row& asked, const PayoutAnswer&);

// What is due to whom, for those who may know.
v1::ListBalancesResponse balances_of(store::Session&, const Caller&);
v1::ListPayoutsResponse payouts_of(store::Session&, const Caller&);

}  // namespace vitrine::shop
