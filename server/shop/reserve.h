// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/shop/holds.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// What happens to holds, inside a command's transaction (committer's thread).
namespace vitrine::shop {

Result<v1::Hold> give_back(store::Unit&, const Caller&, const v1::ReleaseHoldRequest&, const SaleTerms&);

Result<v1::WaitlistPlace> join_waitlist(store::Unit&, const Caller&, const v1::JoinWaitlistRequest&);

// The price at which a variant is on sale in a show right now. not_found, precondition (off sale, not begun).
Result<v1::Money> price_in_show(store::Session&, const std::string& show_id, const std::string& variant_id);

// Ends a hold unpaid (expired or released): its units go back, first to those who wait.
void end_unpaid(store::Unit&, holds::Row&, v1::HoldState, const SaleTerms&);

// The caller's own hold; not_found for another's too, so that ids cannot be tried out.
Result<holds::Row> own_hold(store::Session&, const Caller&, const std::string& hold_id);

}  // namespace vitrine::shop
