// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/shop/sale.h"
#include "server/store/committer.h"

// What happens to the money of an order until it is taken, one function for each thing that can happen,
// inside a command's transaction (committer's thread). Each writes what it changes of the order, its attempt,
// its units and the books, and tells whom it concerns. When it may happen is decided by who calls.
namespace vitrine::shop {

// Reserved: the units are sold, the money will be taken in its time.
void money_reserved(store::Unit&, Sale&, const SaleTerms&);
// Taken, after it was reserved or at once. More than was wanted goes back.
void money_taken(store::Unit&, Sale&, int64_t captured_minor, const SaleTerms&);
// This card gave nothing, and nothing will come of it.
void card_refused(store::Unit&, Sale&, const std::string& problem, const SaleTerms&);
void bank_asks(store::Unit&, Sale&, const std::string& client_secret, const SaleTerms&);
// What was reserved has lapsed: nothing can be taken any more, the units come back.
void reservation_lapsed(store::Unit&, Sale&, const SaleTerms&);
// The order is given up before money was taken. What the gateway has reserved, or may have, will be voided.
void order_cancelled(store::Unit&, Sale&, const std::string& problem, const SaleTerms&);
// Nobody wants what is reserved, or may be: it will be voided.
void withdraw(store::Unit&, Sale&);
// The end of an attempt that nobody wanted: nothing was taken.
void attempt_voided(store::Unit&, Sale&, const std::string& problem);
// Money arrived that nobody wanted: it goes back at once.
void money_not_owed(store::Unit&, Sale&, int64_t captured_minor);

}  // namespace vitrine::shop
