// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_steps.h"

#include <algorithm>

#include "server/shop/after_sale.h"
#include "server/shop/order_books.h"
#include "server/shop/orders.h"
#include "server/shop/refund_steps.h"
#include "server/shop/sale_units.h"

namespace vitrine::shop {
namespace {

constexpr char kLapsed[] = "Your card's reservation ran out before the money was taken. Nothing was charged.";

void sell(store::Unit& unit, Sale& sale, const SaleTerms& terms) {
    sell_units(unit, sale);
    sale.order.clear_problem();
    sale.order.clear_confirmation();
    sale.order.set_authorised_us(unit.now().us);
    sale.order.set_cancel_until_us(
        unit.now().plus_s(std::max(terms.cancel_within_s, terms.capture_after_s)).us);
    after_sale(unit, sale.order, terms);
}

}  // namespace

void money_reserved(store::Unit& unit, Sale& sale, const SaleTerms& terms) {
    sell(unit, sale, terms);
    sale.attempt.state = AttemptState::authorised;
    sale.attempt.settled = {};
    sale.attempt.token.clear();
    sale.attempt.client_secret.clear();
    sale.attempt.problem.clear();
    sale.attempt.give(PaymentTask::capture, unit.now().plus_s(terms.capture_after_s));
    payments::change(unit, sale.attempt);
    order_books::reserved(unit, sale);
    sale.order.set_state(v1::ORDER_STATE_AUTHORISED);
    orders::change(unit, sale.order);
    orders::tell_sale(unit, sale.order);
}

void money_taken(store::Unit& unit, Sale& sale, int64_t captured_minor, const SaleTerms& terms) {
    const bool reserved_before = is_sold(sale.order.state());
    if (!reserved_before) sell(unit, sale, terms);
    const int64_t owed = std::min(captured_minor, sale.attempt.capture_minor);
    order_books::taken(unit, sale, owed, terms);
    order_books::not_owed(unit, sale, captured_minor - owed, 0);
    sale.attempt.captured_minor = captured_minor;
    sale.attempt.problem.clear();
    sale.attempt.close(AttemptState::captured, unit.now());
    payments::change(unit, sale.attempt);
    sale.order.set_state(state_after_refund(sale.order.total().minor(), sale.order.refunded().minor()));
    sale.order.set_paid_us(unit.now().us);
    orders::change(unit, sale.order);
    if (!reserved_before) orders::tell_sale(unit, sale.order);
    refund_not_owed(unit, sale, captured_minor - owed, "more was taken than the order's total");
}

void card_refused(store::Unit& unit, Sale& sale, const std::string& problem, const SaleTerms& terms) {
    const bool withdrawn = sale.attempt.task == PaymentTask::withdraw;
    if (!closed(sale.attempt.state)) {
        sale.attempt.problem = problem;
        sale.attempt.close(withdrawn ? AttemptState::voided : AttemptState::declined, unit.now());
        payments::change(unit, sale.attempt);
    }
    const bool last = sale.order.attempt() >= terms.most_attempts;
    sale.order.set_state(last ? v1::ORDER_STATE_CANCELLED : v1::ORDER_STATE_DECLINED);
    sale.order.set_problem(problem);
    sale.order.clear_confirmation();
    orders::change(unit, sale.order);
    after_refusal(unit, sale.order);
    if (last) {
        free_units(unit, sale, terms);
    } else {
        keep_units(unit, sale, unit.now().plus_s(terms.second_card_s), holds::kFree);
    }
}

void bank_asks(store::Unit& unit, Sale& sale, const std::string& client_secret, const SaleTerms& terms) {
    sale.attempt.state = AttemptState::needs_confirmation;
    sale.attempt.client_secret = client_secret;
    sale.attempt.wait();
    payments::change(unit, sale.attempt);
    sale.order.set_state(v1::ORDER_STATE_NEEDS_CONFIRMATION);
    sale.order.clear_problem();
    payments::add_confirmation(sale.order, sale.attempt);
    orders::change(unit, sale.order);
    keep_units(unit, sale, unit.now().plus_s(terms.confirm_ttl_s), holds::kWithBuyer);
}

void reservation_lapsed(store::Unit& unit, Sale& sale, const SaleTerms& terms) {
    sale.attempt.close(AttemptState::voided, unit.now());
    payments::change(unit, sale.attempt);
    order_books::given_up(unit, sale);
    sale.order.set_state(v1::ORDER_STATE_CANCELLED);
    sale.order.set_problem(kLapsed);
    sale.order.clear_cancel_until_us();
    orders::change(unit, sale.order);
    restock_rest(unit, sale.order, "not paid", terms);
    after_cancellation(unit, sale.order, terms);
}

void order_cancelled(store::Unit& unit, Sale& sale, const std::string& problem, const SaleTerms& terms) {
    const bool sold = is_sold(sale.order.state());
    if (!closed(sale.attempt.state)) {
        sale.attempt.give(PaymentTask::withdraw, unit.now());
        payments::change(unit, sale.attempt);
    }
    sale.order.set_state(v1::ORDER_STATE_CANCELLED);
    sale.order.set_problem(problem);
    sale.order.clear_cancel_until_us();
    sale.order.clear_confirmation();
    orders::change(unit, sale.order);
    if (sold) {
        restock_rest(unit, sale.order, "cancelled", terms);
        after_cancellation(unit, sale.order, terms);
    } else {
        free_units(unit, sale, terms);
    }
}

void withdraw(store::Unit& unit, Sale& sale) {
    sale.attempt.give(PaymentTask::withdraw, unit.now());
    sale.attempt.client_secret.clear();
    payments::change(unit, sale.attempt);
}

void attempt_voided(store::Unit& unit, Sale& sale, const std::string& problem) {
    sale.attempt.problem = problem;
    sale.attempt.close(AttemptState::voided, unit.now());
    payments::change(unit, sale.attempt);
    order_books::given_up(unit, sale);
}

void money_not_owed(store::Unit& unit, Sale& sale, int64_t captured_minor) {
    const int64_t before = sale.attempt.captured_minor;
    sale.attempt.captured_minor = std::max(before, captured_minor);
    order_books::given_up(unit, sale);
    order_books::not_owed(unit, sale, sale.attempt.captured_minor - before, before);
    if (!closed(sale.attempt.state)) sale.attempt.close(AttemptState::voided, unit.now());
    sale.attempt.wait();
    payments::change(unit, sale.attempt);
    refund_not_owed(unit, sale, sale.attempt.captured_minor - sale.attempt.refunded_minor,
                    "nothing was sold for this payment");
}

}  // namespace vitrine::shop
