// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/cart.pb.h"

// What happens to the lines of a cart, inside a command's transaction (committer's thread). A hold never
// changes: a line that does gets another one in its place, in the same transaction, so that nobody can come
// between.
namespace vitrine::shop {

// All that is kept for him of the variant in this show, and not being paid, becomes one hold of this
// quantity. sold_out, too_large, precondition: nothing has changed then.
Result<v1::Cart> set_cart_line(store::Unit&, const Caller&, const v1::SetCartLineRequest&, const SaleTerms&);

// More time for a hold, unless somebody waits for the variant (precondition); a hold that has run out is made
// anew, at today's price.
Result<v1::Cart> renew_cart_line(store::Unit&, const Caller&, const v1::RenewCartLineRequest&,
                                 const SaleTerms&);

// All that a guest has becomes the caller's: what is kept for both of one variant at one price becomes one
// hold, as far as one person may hold so many; what is over goes back. Orders, addresses and places in
// waiting lists come along. A second time there is nothing left to come.
Result<v1::MergeCartResponse> merge_carts(store::Unit&, const Caller& guest, const Caller&, const SaleTerms&);

}  // namespace vitrine::shop
