// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/order_rules.h"

namespace vitrine::shop {

bool is_sold(v1::OrderState state) {
    return state == v1::ORDER_STATE_AUTHORISED || state == v1::ORDER_STATE_PAID ||
           state == v1::ORDER_STATE_PARTLY_REFUNDED;
}

bool under_way(v1::OrderState state) {
    return state == v1::ORDER_STATE_PAYING || state == v1::ORDER_STATE_NEEDS_CONFIRMATION;
}

Result<PayPlan> plan_payment(const HoldFacts& hold, const std::optional<OrderFacts>& order, Instant now,
                             const SaleTerms& terms) {
    if (order && (under_way(order->state) || is_sold(order->state))) return PayPlan{PayStep::stands, false};
    if (hold.state == v1::HOLD_STATE_RELEASED) {
        return Error{Code::precondition, "You gave this back. Choose it again to buy it."};
    }
    if (hold.state == v1::HOLD_STATE_SOLD || (order && order->state != v1::ORDER_STATE_DECLINED)) {
        return Error{Code::precondition, "This order is closed. Choose the product again to buy it."};
    }
    if (order && order->attempt >= terms.most_attempts) {
        return Error{Code::precondition,
                     "Too many cards were refused for this order. Choose the product again to buy it."};
    }
    PayPlan plan;
    plan.step = order ? PayStep::next_attempt : PayStep::first_attempt;
    plan.hold_again = hold.state == v1::HOLD_STATE_EXPIRED || lapsed(hold, now);
    return plan;
}

Result<Done> may_hold_again(int64_t held_price_minor, int64_t price_minor) {
    if (held_price_minor != price_minor) {
        return Error{Code::expired,
                     "Your reservation ran out and the price has changed since. Nothing was charged; choose "
                     "it again."};
    }
    return Done{};
}

Result<ConfirmStep> plan_confirmation(const OrderFacts& order, bool approve) {
    if (order.state == v1::ORDER_STATE_NEEDS_CONFIRMATION)
        return approve ? ConfirmStep::go_on : ConfirmStep::withdraw;
    const bool asked_for_anyway =
        approve ? order.state == v1::ORDER_STATE_PAYING || is_sold(order.state)
                : order.state == v1::ORDER_STATE_DECLINED || order.state == v1::ORDER_STATE_CANCELLED;
    if (asked_for_anyway) return ConfirmStep::stands;
    return Error{Code::precondition, "This payment is not waiting for a confirmation."};
}

Result<CancelStep> plan_cancellation(const OrderFacts& order, CancelledBy who, Instant now) {
    switch (order.state) {
        case v1::ORDER_STATE_PAYING:
        case v1::ORDER_STATE_NEEDS_CONFIRMATION:
        case v1::ORDER_STATE_AUTHORISED:
            return CancelStep::give_up;
        case v1::ORDER_STATE_DECLINED:
            return CancelStep::close;
        case v1::ORDER_STATE_CANCELLED:
        case v1::ORDER_STATE_REFUNDED:
            return CancelStep::stands;
        case v1::ORDER_STATE_PAID:
        case v1::ORDER_STATE_PARTLY_REFUNDED:
            if (order.all_back) return CancelStep::stands;
            if (who == CancelledBy::staff || now < order.cancel_until) return CancelStep::refund_all;
            return Error{Code::precondition,
                         "This is paid and can no longer be cancelled here. Ask the seller to take it back."};
        default:
            return Error{Code::internal, "The order is in no known state."};
    }
}

std::string idempotency_key(const std::string& order_id, int32_t attempt) {
    return order_id + "/" + std::to_string(attempt);
}

}  // namespace vitrine::shop
