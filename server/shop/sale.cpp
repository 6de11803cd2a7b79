// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sale.h"

#include "server/domain/check.h"
#include "server/shop/orders.h"

namespace vitrine::shop {

std::optional<Sale> find_sale(store::Session& sql, const std::string& order_id, int32_t attempt) {
    std::optional<v1::Order> order = orders::find(sql, order_id);
    std::optional<payments::Attempt> found = payments::find(sql, order_id, attempt);
    if (!order || !found) return std::nullopt;
    std::vector<holds::Row> holds = holds::of_order(sql, *order);
    return Sale{std::move(*order), std::move(*found), std::move(holds)};
}

std::optional<Sale> find_sale(store::Session& sql, const std::string& order_id) {
    std::optional<v1::Order> order = orders::find(sql, order_id);
    if (!order) return std::nullopt;
    std::optional<payments::Attempt> latest = payments::find(sql, order_id, order->attempt());
    VITRINE_CHECK(latest.has_value());
    std::vector<holds::Row> holds = holds::of_order(sql, *order);
    return Sale{std::move(*order), std::move(*latest), std::move(holds)};
}

}  // namespace vitrine::shop
