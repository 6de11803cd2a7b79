// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/settlement_rules.h"

namespace vitrine::shop {
namespace {

Settlement again(bool asked_now) { return asked_now ? Settlement::ask_again : Settlement::nothing; }

// Nothing may be kept of it.
Settlement unwind(const AttemptFacts& attempt, PaymentState said, bool asked_now) {
    switch (said) {
        case PaymentState::captured:
            return Settlement::give_back;
        case PaymentState::declined:
            return closed(attempt.state) ? Settlement::nothing : Settlement::close;
        case PaymentState::authorised:
        case PaymentState::needs_confirmation:
            return attempt.task == PaymentTask::withdraw ? again(asked_now) : Settlement::withdraw;
        case PaymentState::unknown:
            break;
    }
    return again(asked_now);
}

// The order waits for it.
Settlement await_money(const OrderFacts& order, const AttemptFacts& attempt, PaymentState said,
                       bool right_amount, bool asked_now) {
    const bool withdrawing = attempt.task == PaymentTask::withdraw;
    switch (said) {
        case PaymentState::captured:
            return right_amount ? Settlement::take : Settlement::give_back;
        case PaymentState::authorised:
            if (withdrawing) return again(asked_now);
            return right_amount ? Settlement::sell : Settlement::withdraw;
        case PaymentState::declined:
            return Settlement::refuse;
        case PaymentState::needs_confirmation:
            if (withdrawing || !asked_now) return again(asked_now);
            // Looked up while the buyer is at his bank: he still is.
            return order.state == v1::ORDER_STATE_PAYING ? Settlement::let_confirm : Settlement::nothing;
        case PaymentState::unknown:
            break;
    }
    return again(asked_now);
}

Settlement await_capture(const AttemptFacts& attempt, PaymentState said, bool asked_now) {
    switch (said) {
        case PaymentState::captured:
            return Settlement::take;
        case PaymentState::declined:
            return Settlement::lapse;
        case PaymentState::authorised:
            if (attempt.task == PaymentTask::look_up) return Settlement::capture_in_time;
            break;
        default:
            break;
    }
    return again(asked_now);
}

}  // namespace

Settlement plan_settlement(const OrderFacts& order, const AttemptFacts& attempt, PaymentState said,
                           bool right_amount, bool asked_now) {
    const bool latest = attempt.attempt == order.attempt;
    switch (attempt.state) {
        case AttemptState::captured:
            return said == PaymentState::unknown ? again(asked_now) : Settlement::nothing;
        case AttemptState::declined:
            if (latest && order.state == v1::ORDER_STATE_DECLINED && right_amount &&
                !attempt.taken_for_nothing &&
                (said == PaymentState::authorised || said == PaymentState::captured)) {
                return Settlement::sell_again;
            }
            return unwind(attempt, said, asked_now);
        case AttemptState::voided:
            return unwind(attempt, said, asked_now);
        case AttemptState::asked:
        case AttemptState::needs_confirmation:
            return latest && under_way(order.state)
                       ? await_money(order, attempt, said, right_amount, asked_now)
                       : unwind(attempt, said, asked_now);
        case AttemptState::authorised:
            return latest && is_sold(order.state) ? await_capture(attempt, said, asked_now)
                                                  : unwind(attempt, said, asked_now);
    }
    return Settlement::nothing;
}

}  // namespace vitrine::shop
