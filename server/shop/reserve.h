// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/shop/holds.h"
#include "server/shop/offer.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// What happens to holds, inside a command's transaction (committer's thread).
namespace vitrine::shop {

Result<v1::Hold> give_back(store::Unit&, const Caller&, const v1::ReleaseHoldRequest&, const SaleTerms&);

Result<v1::WaitlistPlace> join_waitlist(store::Unit&, const Caller&, const v1::JoinWaitlistRequest&);

// A statement only where the retailer has set a limit. too_large.
Result<Done> within_buyer_limits(store::Session&, const std::string& person_id, const std::string& show_id,
                                 const std::string& variant_id, int64_t quantity, const BuyerLimits&);
// Takes the units of a hold at an offer, within the buyer's limits: fills in bucket, price and state. The row
// is the caller's to write. too_large, sold_out.
Result<Done> take_units(store::Unit&, holds::Row&, const Offer&);
// The same for a hold that ran out: its price stays, and the rate that made it.
Result<Done> take_units_again(store::Unit&, holds::Row&, const Offer&);
// And for one whose money came all the same. precondition when it is off sale.
Result<Done> take_paid_units(store::Unit&, holds::Row&);

// Ends a hold unpaid (expired or released): its units go back, first to those who wait.
void end_unpaid(store::Unit&, holds::Row&, v1::HoldState, const SaleTerms&);

// The caller's own hold; not_found for another's too, so that ids cannot be tried out.
Result<holds::Row> own_hold(store::Session&, const Caller&, const std::string& hold_id);

}  // namespace vitrine::shop
