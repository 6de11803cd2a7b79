// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/delivery.h"

#include "server/shop/delivery_rules.h"
#include "server/shop/dispute_steps.h"
#include "server/shop/ledger/order_money.h"
#include "server/shop/orders.h"

namespace vitrine::shop {

Result<v1::Order> confirm_delivery(store::Unit& unit, const Caller& caller,
                                   const v1::ConfirmDeliveryRequest& request,
                                   const ledger::MoneyTerms& terms) {
    std::optional<v1::Order> order = orders::find(unit.sql(), request.order_id());
    if (!order || !(order->buyer_id() == caller.id || caller.sells()))
        return Error{Code::not_found, "You have no such order."};
    const Result<DeliveryStep> step = plan_delivery(orders::facts(*order), order->delivered_us() != 0);
    if (!step.ok()) return step.error();
    if (*step == DeliveryStep::stands) return *order;
    if (auto undisputed = check_undisputed(*order); !undisputed.ok()) return undisputed.error();
    if (auto released = ledger::release(unit, order->id(), terms); !released.ok()) return released.error();
    order->set_delivered_us(unit.now().us);
    order->clear_cancel_until_us();
    orders::change(unit, *order);
    return *order;
}

}  // namespace vitrine::shop
