// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/shop/coupon_rules.h"
#include "server/store/committer.h"

// A coupon and the order it is used for: reserved when the order is made, spent when it is paid, given back
// when it never will be. An order has at most one. All but quote() on the committer's thread, inside the
// command's transaction.
namespace vitrine::shop::redemption {

struct Buyer {
    std::string person_id, email;
};
struct Redeemed {
    std::string code;  // as it is stored
    Rebate rebate;
};

// not_found, precondition, invalid_argument: a sentence for the buyer.
Result<Redeemed> quote(store::Session&, const std::string& code, const Buyer&, const Money& subtotal,
                       Instant now);
// The same, and it is this order's.
Result<Redeemed> reserve(store::Unit&, const std::string& code, const Buyer&, const std::string& order_id,
                         const Money& subtotal);

// These do nothing for an order without a coupon, and the second time. Given back, it may be reserved again
// for the same order and discount: precondition when it is used up by now.
void give_back(store::Unit&, const std::string& order_id);
void spend(store::Unit&, const std::string& order_id);
Result<Done> reserve_again(store::Unit&, const std::string& order_id);

}  // namespace vitrine::shop::redemption
