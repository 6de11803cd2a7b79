// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/domain/money.h"
#include "server/shop/hold_rules.h"
#include "server/shop/payment_gateway.h"

namespace vitrine::shop {

// What the rules need to know of an order. One hold has at most one order; each card tried is an attempt of
// it.
struct OrderFacts {
    v1::OrderState state = v1::ORDER_STATE_UNSPECIFIED;
    int32_t attempt = 0;
    Instant cancel_until;   // by the terms at which it was bought
    bool all_back = false;  // all of its money was given back or is on its way
};

// Its units have left the house: reserved, paid, or paid and given back in part.
bool is_sold(v1::OrderState);
// Before that: it is with the payment worker or with the buyer's bank.
bool under_way(v1::OrderState);

enum class PayStep {
    first_attempt,  // make the order
    next_attempt,   // the same order with another card
    stands,         // it is being paid or is sold: the order as it is answers, nothing is charged again
};
struct PayPlan {
    PayStep step = PayStep::stands;
    bool hold_again =
        false;  // the hold ran out: take the units again if there are any, else nothing is charged
};
// precondition: given back, or too many attempts.
Result<PayPlan> plan_payment(const HoldFacts&, const std::optional<OrderFacts>&, Instant now,
                             const SaleTerms&);

// Whether a hold that ran out may be taken up again at the price it was held at: only while that is still the
// price.
Result<Done> may_hold_again(int64_t held_price_minor, int64_t price_minor);

enum class ConfirmStep { go_on, withdraw, stands };
// Approving twice, or when the outcome was faster than the buyer, is no error. precondition: nothing to
// confirm.
Result<ConfirmStep> plan_confirmation(const OrderFacts&, bool approve);

enum class CancelStep {
    stands,      // it is cancelled, or its money is on its way back
    give_up,     // nothing was taken: void what is reserved or may be, the units come back
    close,       // the card was refused before: nobody will pay it any more
    refund_all,  // what is left of the money goes back, the units come back
};
enum class CancelledBy { buyer, staff };
// The buyer may as long as the money is not taken, and until cancel_until. precondition.
Result<CancelStep> plan_cancellation(const OrderFacts&, CancelledBy, Instant now);

// The key under which a gateway makes this attempt at most once.
std::string idempotency_key(const std::string& order_id, int32_t attempt);

}  // namespace vitrine::shop
