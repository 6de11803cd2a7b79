// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

namespace vitrine::shop {

// An order was paid: its money goes into escrow, in the transaction that makes it PAID (committer's thread).
// Throws std::logic_error when the books refuse it: then nothing of the outcome is kept, and the payment
// comes round again.
void book_payment(store::Unit&, const v1::Order&, const SaleTerms&);

}  // namespace vitrine::shop
