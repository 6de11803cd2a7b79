// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/delivery_rules.h"

namespace vitrine::shop {

Result<DeliveryStep> plan_delivery(const OrderFacts& order, bool confirmed) {
    if (confirmed) return DeliveryStep::stands;
    switch (order.state) {
        case v1::ORDER_STATE_PAID:
        case v1::ORDER_STATE_PARTLY_REFUNDED:
            if (!order.all_back) return DeliveryStep::confirm;
            return Error{Code::precondition, "All of this order's money is on its way back."};
        case v1::ORDER_STATE_AUTHORISED:
            return Error{Code::precondition,
                         "The money of this order is not taken yet. Confirm the delivery once it is paid."};
        case v1::ORDER_STATE_REFUNDED:
            return Error{Code::precondition, "The money of this order was given back."};
        case v1::ORDER_STATE_CANCELLED:
            return Error{Code::precondition, "This order was cancelled."};
        default:
            return Error{Code::precondition, "This order is not paid."};
    }
}

}  // namespace vitrine::shop
