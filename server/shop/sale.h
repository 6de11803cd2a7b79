// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "server/shop/holds.h"
#include "server/shop/payments.h"

namespace vitrine::shop {

// An order with one of its attempts to pay it and with its holds, as they were read in this command.
struct Sale {
    v1::Order order;
    payments::Attempt attempt;
    std::vector<holds::Row> holds;
};

// The order with this attempt; nothing when there is none.
std::optional<Sale> find_sale(store::Session&, const std::string& order_id, int32_t attempt);
// With its latest.
std::optional<Sale> find_sale(store::Session&, const std::string& order_id);

}  // namespace vitrine::shop
