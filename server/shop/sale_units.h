// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/refund_rules.h"
#include "server/shop/sale.h"
#include "server/store/committer.h"

// What happens to the units of an order: held, sold, back on the shelf. Inside a command's transaction.
namespace vitrine::shop {

void sell_units(store::Unit&, Sale&);
// All of its units and its coupon, or nothing: takes up again what has run out.
bool hold_units_again(store::Unit&, Sale&, const SaleTerms&);
// Keeps what is held at least so long; in_payment is holds.h's.
void keep_units(store::Unit&, Sale&, Instant at_least_until, int64_t in_payment);
void free_units(store::Unit&, Sale&, const SaleTerms&);
// Sold units are on the shelf again, as far as they are not already; who waits goes first.
void restock(store::Unit&, v1::Order&, const LinePart&, const std::string& reason,
             const std::string& person_id, const SaleTerms&);
// Everything whose money did not go back before, and the coupon: nothing is charged.
void restock_rest(store::Unit&, v1::Order&, const std::string& reason, const SaleTerms&);

}  // namespace vitrine::shop
