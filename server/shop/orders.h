// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/order_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// The rows of orders with their lines. Statements only; what may be done is decided in order_rules.h.
namespace vitrine::shop::orders {

std::optional<v1::Order> find(store::Session&, const std::string& order_id);
OrderFacts facts(const v1::Order&);
void set_money_back(v1::Order&, int64_t refunded_minor, int64_t refunding_minor);
// Newest first, before an instant (0: all), of a show. Orders of one instant are never parted (a group has
// one instant), so that the next page begins where this one ends: there may be some more than `most`.
std::vector<v1::Order> of_show(store::Session&, const std::string& show_id, int64_t before_us, int64_t most);
std::vector<v1::Order> of_buyer(store::Session&, const std::string& show_id, const std::string& buyer_id,
                                int64_t most);
// The same as of_show, of a buyer in all shows.
std::vector<v1::Order> of_person(store::Session&, const std::string& buyer_id, int64_t before_us,
                                 int64_t most);

v1::OrderTotals totals(store::Session&, const std::string& show_id);

// Both write, and tell the staff of the show and the buyer.
// He bought or is buying one of these things again, in the same show, after this order was made.
bool bought_since(store::Session&, const v1::Order&);

void add(store::Unit&, const v1::Order&);
void change(store::Unit&, const v1::Order&);  // all but what was bought by whom
// What of a line went back: its money, its units. Told with the order.
void change_line(store::Unit&, const v1::Order&, int32_t line);

// To EVERYONE in the show, without names: something was bought.
void tell_sale(store::Unit&, const v1::Order&);

}  // namespace vitrine::shop::orders
