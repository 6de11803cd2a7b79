// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/order_rules.h"
#include "server/shop/payment_rules.h"

namespace vitrine::shop {

// What the rules need to know of an attempt to pay.
struct AttemptFacts {
    int32_t attempt = 0;
    AttemptState state = AttemptState::asked;
    PaymentTask task = PaymentTask::nothing;
    bool taken_for_nothing = false;  // its money was taken before, and went back or will
};

// What a gateway's word does.
enum class Settlement {
    nothing,          // we knew it, or it answers a question of the past
    ask_again,        // not known: the same task after a pause
    let_confirm,      // the buyer's bank asks
    sell,             // the money is reserved: the order is sold, the money will be taken
    sell_again,       // the same of an attempt that was refused before: only if the units can be held again
    take,             // the money is taken (the order is sold with it, if it was not before)
    refuse,           // this card gave nothing: another may be tried
    lapse,            // the order was sold, and its money is not reserved any more
    capture_in_time,  // reserved, as we thought: take it when its time comes
    close,            // nobody wanted it any more, and nothing was taken
    withdraw,         // nobody wants it (or it is of a wrong amount): void it
    give_back,        // nobody wants it, and it was taken: refund it at once
};

// asked_now: it answers what is asked now, not something before it. right_amount: with authorised and
// captured, whether it is the money that the order wants. Told twice, late, in any order, or by a webhook
// that contradicts an answer, the end is the same: money that an order wants is sold for once, all other
// money is given up or given back.
Settlement plan_settlement(const OrderFacts&, const AttemptFacts&, PaymentState said, bool right_amount,
                           bool asked_now);

}  // namespace vitrine::shop
