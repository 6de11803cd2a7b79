// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/shop/holds.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// How holds become an order, inside a command's transaction (committer's thread). Each line of an order is
// one hold, and a hold is one order's for good.
namespace vitrine::shop {

// The caller's own holds that a request wants to pay, each once, in its order: of one show and one currency.
Result<std::vector<holds::Row>> holds_to_pay(store::Session&, const Caller&, const v1::PayRequest&);

// The order that these holds and no others are the lines of.
std::optional<v1::Order> order_of(store::Session&, const std::vector<holds::Row>&);

// Whether a request that names no other address or coupon than this order has.
bool same_terms(store::Session&, const Caller&, const v1::PayRequest&, const v1::Order&);

// Nothing is charged that the buyer has not seen: precondition when it came to more than he was shown.
Result<Done> not_above(const v1::PayRequest&, const v1::Order&);

// The lines with what they cost; an order that is not stored yet.
Result<v1::Order> new_order(store::Unit&, const Caller&, const v1::PayRequest&,
                            const std::vector<holds::Row>&);

// Cancels an order whose card was refused. What it kept is kept on under new ids, at the same price and for
// the same time: by their old ids, all but one, with which its buyer does something else.
std::map<std::string, holds::Row> give_up_declined(store::Unit&, v1::Order&, const std::string& problem,
                                                   const std::string& but_hold_id = "");

// Takes holds out of such orders, so that they can be paid in another order or changed; the rows given are
// replaced. precondition: one of them is being paid, or was.
Result<Done> leave_declined_orders(store::Unit&, std::vector<holds::Row>&);

// Of holds that ran out: what their buyer does now takes the place of such orders, so that a late answer of
// the gateway does not sell them too. Others are left as they are.
void forget_declined_orders(store::Unit&, const std::vector<holds::Row>&);

}  // namespace vitrine::shop
