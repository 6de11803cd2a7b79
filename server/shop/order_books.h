// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/refunds.h"
#include "server/shop/sale.h"
#include "server/store/committer.h"

// The money of an order in the books (docs/ledger.md), in the transaction in which the order moves
// (committer's thread). All throw std::logic_error when the books refuse it: then nothing of the outcome is
// kept, and the payment comes round again.
namespace vitrine::shop::order_books {

// Reserved for this order. What nobody wants is not booked: it will be voided.
void reserved(store::Unit&, const Sale&);
// Taken for this order: so much of it is the order's and goes into escrow.
void taken(store::Unit&, const Sale&, int64_t minor, const SaleTerms&);
// Nothing of it will be taken. Nothing to do when it was never reserved.
void given_up(store::Unit&, const Sale&);
// Taken, and nothing was sold for so much of it.
void not_owed(store::Unit&, const Sale&, int64_t minor, int64_t before_minor);

void refund_asked(store::Unit&, const refunds::Row&);
void refund_done(store::Unit&, const refunds::Row&);
// By the gateway, or, after it was done, by the buyer's bank.
void refund_refused(store::Unit&, const v1::Order&, const refunds::Row&, bool was_done, const SaleTerms&);

}  // namespace vitrine::shop::order_books
