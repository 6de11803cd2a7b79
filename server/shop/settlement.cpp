// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/settlement.h"

#include <spdlog/spdlog.h>

#include "server/domain/check.h"
#include "server/shop/orders.h"
#include "server/shop/payment_steps.h"
#include "server/shop/refund_steps.h"
#include "server/shop/sale_units.h"
#include "server/shop/settlement_rules.h"

namespace vitrine::shop {
namespace {

constexpr char kWrongAmount[] = "The payment came to another amount than your order. Nothing was charged.";

// Authorised must be what the order wants. Captured may be more, which goes back, and of a sold order less,
// which is the seller's loss and stands in the reconciliation.
bool right_amount(const Sale& sale, const PaymentAnswer& answer) {
    if (answer.state != PaymentState::authorised && answer.state != PaymentState::captured) return true;
    if (answer.currency != sale.attempt.amount.currency()) return false;
    if (answer.state == PaymentState::captured) return answer.amount_minor >= sale.attempt.capture_minor;
    return answer.amount_minor == sale.attempt.amount.minor();
}

// Refused before, and now the gateway has the money after all. Who has gone on and bought it with another
// order does not want it twice.
void sell_late(store::Unit& unit, Sale& sale, const PaymentAnswer& answer, const SaleTerms& terms) {
    const bool captured = answer.state == PaymentState::captured;
    if (orders::bought_since(unit.sql(), sale.order) || !hold_units_again(unit, sale, terms))
        return captured ? money_not_owed(unit, sale, answer.amount_minor) : withdraw(unit, sale);
    captured ? money_taken(unit, sale, answer.amount_minor, terms) : money_reserved(unit, sale, terms);
}

void apply(store::Unit& unit, Sale& sale, Settlement settlement, const PaymentAnswer& answer, bool asked_now,
           const SaleTerms& terms) {
    const bool awaited = under_way(sale.order.state()) && sale.attempt.attempt == sale.order.attempt();
    switch (settlement) {
        case Settlement::nothing:
            if (!asked_now || sale.attempt.task == PaymentTask::nothing) return;
            sale.attempt.wait();
            return payments::change(unit, sale.attempt);
        case Settlement::ask_again:
            if (sale.attempt.task == PaymentTask::nothing) return;
            sale.attempt.ask_again(unit.now());
            return payments::change(unit, sale.attempt);
        case Settlement::let_confirm:
            return bank_asks(unit, sale, answer.client_secret, terms);
        case Settlement::sell:
            return money_reserved(unit, sale, terms);
        case Settlement::sell_again:
            return sell_late(unit, sale, answer, terms);
        case Settlement::take:
            return money_taken(unit, sale, answer.amount_minor, terms);
        case Settlement::refuse:
            return card_refused(unit, sale,
                                sale.attempt.problem.empty() ? answer.problem : sale.attempt.problem, terms);
        case Settlement::lapse:
            return reservation_lapsed(unit, sale, terms);
        case Settlement::capture_in_time:
            sale.attempt.give(PaymentTask::capture,
                              Instant{sale.order.authorised_us()}.plus_s(terms.capture_after_s));
            return payments::change(unit, sale.attempt);
        case Settlement::close:
            return attempt_voided(unit, sale, answer.problem);
        case Settlement::withdraw:
            if (awaited) sale.attempt.problem = kWrongAmount;
            return withdraw(unit, sale);
        case Settlement::give_back:
            money_not_owed(unit, sale, answer.amount_minor);
            if (awaited) card_refused(unit, sale, kWrongAmount, terms);
    }
}

}  // namespace

Result<v1::Order> settle_payment(store::Unit& unit, const payments::Attempt& asked,
                                 const PaymentAnswer& answer, const SaleTerms& terms) {
    std::optional<Sale> sale = find_sale(unit.sql(), asked.order_id, asked.attempt);
    if (!sale) return Error{Code::not_found, "There is no such payment."};
    const bool asked_now =
        sale->attempt.task != PaymentTask::nothing && payments::same_question(sale->attempt, asked);
    const bool right = right_amount(*sale, answer);
    if (!right) {
        spdlog::error("gateway {}: {} came to {} {} instead of {} {}", sale->attempt.gateway,
                      sale->attempt.key(), answer.amount_minor, answer.currency, sale->attempt.capture_minor,
                      sale->attempt.amount.currency());
    }
    const Settlement settlement = plan_settlement(
        orders::facts(sale->order),
        {asked.attempt, sale->attempt.state, sale->attempt.task, sale->attempt.captured_minor > 0},
        answer.state, right, asked_now);
    if (!answer.gateway_reference.empty()) sale->attempt.gateway_reference = answer.gateway_reference;
    apply(unit, *sale, settlement, answer, asked_now, terms);
    return std::move(sale->order);
}

Result<v1::Order> settle_refund(store::Unit& unit, const refunds::Row& asked, const RefundAnswer& answer,
                                const SaleTerms& terms) {
    std::optional<refunds::Row> refund = refunds::find(unit.sql(), asked.id);
    if (!refund) return Error{Code::not_found, "There is no such refund."};
    std::optional<Sale> sale = find_sale(unit.sql(), refund->order_id, refund->attempt);
    VITRINE_CHECK(sale.has_value());
    if (refund->state == refunds::State::refused) return std::move(sale->order);
    if (!answer.gateway_reference.empty()) refund->gateway_reference = answer.gateway_reference;
    refund->problem = answer.problem;
    switch (answer.state) {
        case RefundState::done:
            if (refund->state == refunds::State::asked) {
                refund_done(unit, *sale, *refund, terms);
            } else {
                refund->due = {};
                refunds::schedule(unit, *refund);
            }
            break;
        case RefundState::refused:
            refund_refused(unit, *sale, *refund, terms);
            break;
        case RefundState::unknown:
            if (refund->tries != asked.tries || refund->due.us == 0) break;
            ++refund->tries;
            refund->due = unit.now().plus_us(pause_after_ms(refund->tries) * 1000);
            refunds::schedule(unit, *refund);
    }
    return std::move(sale->order);
}

}  // namespace vitrine::shop
