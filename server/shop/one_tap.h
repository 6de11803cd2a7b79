// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/cart.pb.h"

namespace vitrine::shop {

// Hold and payment in one transaction (committer's thread): with a card that is kept, to the standard address
// and the account's e-mail address where none is given. All or nothing: without the payment begun nothing is
// held.
Result<v1::Order> buy_now(store::Unit&, const Caller&, const v1::BuyNowRequest&, const SaleTerms&);

// The address somebody has signed in with; empty for guests and staff.
std::string own_email(store::Session&, const Caller&);

}  // namespace vitrine::shop
