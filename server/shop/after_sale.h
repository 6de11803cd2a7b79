// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// What follows from what happened to an order, inside the same transaction: letters to its buyer, the card
// that is kept, the lines that leave his cart. None of it can stop a sale.
namespace vitrine::shop {

void after_sale(store::Unit&, const v1::Order&, const SaleTerms&);
// Of an order that was sold before.
void after_cancellation(store::Unit&, const v1::Order&, const SaleTerms&);
void after_refusal(store::Unit&, const v1::Order&);
void after_refund(store::Unit&, const std::string& refund_id, const SaleTerms&);

}  // namespace vitrine::shop
