// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/hold_rules.h"
#include "server/shop/payments.h"
#include "server/shop/refunds.h"

// What a gateway said, written into the books, inside a command's transaction (committer's thread).
namespace vitrine::shop {

// Told twice, late, or of an attempt that is closed, it changes nothing, unless money moved that nobody
// wanted: that is voided or goes back. What may be done is decided by settlement_rules.h.
Result<v1::Order> settle_payment(store::Unit&, const payments::Attempt& asked, const PaymentAnswer&,
                                 const SaleTerms&);
Result<v1::Order> settle_refund(store::Unit&, const refunds::Row& asked, const RefundAnswer&,
                                const SaleTerms&);

}  // namespace vitrine::shop
