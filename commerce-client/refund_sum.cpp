// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/refund_sum.h"

#include <algorithm>

namespace vitrine::commerce {
namespace {

bool sold(const v1::Order& order) {
    return order.state() == v1::ORDER_STATE_AUTHORISED || order.state() == v1::ORDER_STATE_PAID ||
           order.state() == v1::ORDER_STATE_PARTLY_REFUNDED;
}

bool anything_left(const v1::Order& order) {
    return std::any_of(order.lines().begin(), order.lines().end(),
                       [](const v1::OrderLine& line) { return units_left(line) > 0; });
}

}  // namespace

int64_t units_left(const v1::OrderLine& line) {
    return std::max<int64_t>(line.quantity() - line.refunded_quantity(), 0);
}

int64_t refund_of(const v1::OrderLine& line, int64_t quantity) {
    if (line.quantity() <= 0) return 0;
    const __int128 paid =
        static_cast<__int128>(line.quantity()) * line.unit_price().minor() - line.discount().minor();
    const __int128 share = paid * (line.refunded_quantity() + quantity) / line.quantity();
    return std::max<int64_t>(static_cast<int64_t>(share) - line.refunded().minor(), 0);
}

bool can_refund(const v1::Order& order) { return sold(order) && anything_left(order); }

bool can_cancel(const v1::Order& order) {
    switch (order.state()) {
        case v1::ORDER_STATE_PAYING:
        case v1::ORDER_STATE_NEEDS_CONFIRMATION:
        case v1::ORDER_STATE_DECLINED:
            return true;
        default:
            return can_refund(order);
    }
}

v1::Money cancelled_money(const v1::Order& order) {
    v1::Money money;
    money.set_currency(order.total().currency());
    if (!sold(order)) return money;
    money.set_minor(order.total().minor() - order.refunded().minor() - order.refunding().minor());
    return money;
}

}  // namespace vitrine::commerce
