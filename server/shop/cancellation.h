// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/payment.pb.h"

// Taking an order back, the whole or a part, inside a command's transaction (committer's thread).
namespace vitrine::shop {

// The buyer's own order as long as he may; retailer and creator any. Before the money is taken nothing is:
// what is reserved is voided. Afterwards all that is left of it goes back. The units are back at once, or
// with the refund. Cancelling twice is no error.
Result<v1::Order> cancel_order(store::Unit&, const Caller&, const v1::CancelOrderRequest&, const SaleTerms&);

// Retailer, creator. Of lines and quantities, or all that is left. As long as the money waits to be taken,
// less of it is taken; unavailable in the moment in which it is.
Result<v1::Order> refund_order(store::Unit&, const Caller&, const v1::RefundOrderRequest&, const SaleTerms&);

}  // namespace vitrine::shop
