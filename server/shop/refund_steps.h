// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/shop/refunds.h"
#include "server/shop/sale.h"
#include "server/store/committer.h"

// What happens to money on its way back to the buyer, as payment_steps.h says it of its way to us.
namespace vitrine::shop {

// A part of the money, or all of it, is asked back from the gateway.
void refund_asked(store::Unit&, Sale&, refunds::Row&);
// Less will be taken than was reserved.
void capture_reduced(store::Unit&, Sale&, refunds::Row&, const SaleTerms&);
void refund_done(store::Unit&, Sale&, refunds::Row&, const SaleTerms&);
// By the gateway, or, after it was done, by the buyer's bank.
void refund_refused(store::Unit&, Sale&, refunds::Row&, const SaleTerms&);
// So much was taken for nothing. 0: nothing to do.
void refund_not_owed(store::Unit&, Sale&, int64_t minor, const std::string& reason);

}  // namespace vitrine::shop
