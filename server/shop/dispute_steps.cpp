// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/dispute_steps.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

#include "server/domain/check.h"
#include "server/shop/ledger/escrow.h"
#include "server/shop/ledger/order_money.h"
#include "server/shop/orders.h"
#include "server/shop/payment_rules.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kUntilDecided_s = 400 * 86'400;  // longer than any bank takes

Money money_of(const disputes::Row& row) {
    const Result<Currency> currency = Currency::parse(row.amount.currency());
    VITRINE_CHECK(currency.ok());  // it is the payment's
    return {row.amount.minor(), *currency};
}

void must(const Result<Done>& booked, const disputes::Row& row) {
    if (booked.ok()) return;
    throw std::logic_error("dispute " + row.id + " cannot be booked: " + booked.error().message);
}

// What counts most of an order's disputes.
int weight(v1::DisputeState state) {
    switch (state) {
        case v1::DISPUTE_STATE_OPEN:
            return 3;
        case v1::DISPUTE_STATE_LOST:
            return 2;
        case v1::DISPUTE_STATE_WON:
            return 1;
        default:
            return 0;
    }
}

// What all of its disputes together mean for an order.
void mark(store::Unit& unit, v1::Order& order) {
    v1::DisputeState state = v1::DISPUTE_STATE_UNSPECIFIED;
    int64_t minor = 0;
    for (const disputes::Row& row : disputes::of_order(unit.sql(), order.id())) {
        if (row.step == DisputeStep::heard || row.step == DisputeStep::question) continue;
        const auto one = static_cast<v1::DisputeState>(static_cast<int>(row.step));
        if (weight(one) > weight(state)) state = one;
        if (row.step != DisputeStep::won) minor += row.amount.minor();
    }
    order.set_dispute(state);
    order.mutable_disputed()->set_minor(minor);
    order.mutable_disputed()->set_currency(order.total().currency());
    order.clear_cancel_until_us();
    orders::change(unit, order);
}

// No dispute is what no dispute can be: another currency than the payment's, or an amount of nothing. Once it
// is open, its amount stands.
DisputeState sound(const disputes::Row& row, const Sale& sale, const DisputeAnswer& answer) {
    const bool no_news = answer.state == DisputeState::unknown || answer.state == DisputeState::none;
    if (no_news || row.step == DisputeStep::open) return answer.state;
    if (sale.attempt.captured_minor == 0) return DisputeState::unknown;  // its own outcome is on its way
    if (answer.amount_minor > 0 && answer.currency == sale.attempt.amount.currency()) return answer.state;
    spdlog::error("gateway {}: dispute {} is about {} {}, its payment of {} was in {}. Look it up there.",
                  row.gateway, row.id, answer.amount_minor, answer.currency, row.order_id,
                  sale.attempt.amount.currency());
    return DisputeState::none;
}

bool another_is_open(store::Session& sql, const disputes::Row& row) {
    const std::vector<disputes::Row> all = disputes::of_order(sql, row.order_id);
    return std::any_of(all.begin(), all.end(), [&](const disputes::Row& other) {
        return other.step == DisputeStep::open && other.id != row.id;
    });
}

void apply(store::Unit& unit, disputes::Row& row, const v1::Order& order, const DisputePlan& plan,
           const DisputeAnswer& answer, const SaleTerms& terms) {
    const std::string& id = order.id();
    if (plan.open) {
        row.step = DisputeStep::open;
        row.amount.set_minor(answer.amount_minor);
        row.reason = answer.reason;
        must(ledger::charge_back(unit, id, row.id, row.gateway, money_of(row)), row);
        ledger::escrow::postpone(unit, id, unit.now().plus_s(kUntilDecided_s));
        spdlog::warn("order {}: the buyer's bank took {} back ({}). Answer it at the gateway.", id,
                     money_of(row).text(), row.reason);
    }
    if (plan.win) must(ledger::win_chargeback(unit, id, row.id, row.gateway, money_of(row)), row);
    if (plan.lose) must(ledger::lose_chargeback(unit, id, row.id, money_of(row)), row);
    if ((plan.win || plan.lose) && !another_is_open(unit.sql(), row)) {
        const Instant due = Instant{order.paid_us()}.plus_s(terms.escrow_s);
        ledger::escrow::postpone(unit, id, std::max(due, unit.now()));
    }
    if (plan.put_by) row.step = DisputeStep::question;
    if (plan.win) row.step = DisputeStep::won;
    if (plan.lose) row.step = DisputeStep::lost;
}

}  // namespace

void dispute_heard(store::Unit& unit, const payments::Attempt& attempt, const std::string& dispute_id) {
    std::optional<disputes::Row> row = disputes::find(unit.sql(), attempt.gateway, dispute_id);
    if (!row) {
        disputes::Row fresh;
        fresh.gateway = attempt.gateway;
        fresh.id = dispute_id;
        fresh.order_id = attempt.order_id;
        fresh.attempt = attempt.attempt;
        fresh.created = fresh.due = unit.now();
        return disputes::add(unit, fresh);
    }
    if (decided(row->step) || row->due.us != 0) return;
    row->due = unit.now();
    disputes::change(unit, *row);
}

Result<v1::Order> settle_dispute(store::Unit& unit, const disputes::Row& asked, const DisputeAnswer& answer,
                                 const SaleTerms& terms) {
    std::optional<disputes::Row> row = disputes::find(unit.sql(), asked.gateway, asked.id);
    if (!row) return Error{Code::not_found, "There is no such dispute."};
    std::optional<Sale> sale = find_sale(unit.sql(), row->order_id, row->attempt);
    VITRINE_CHECK(sale.has_value());
    const DisputePlan plan = plan_dispute(row->step, sound(*row, *sale, answer));
    if (plan.ask_again) {
        if (row->due.us == 0 || row->tries != asked.tries) return std::move(sale->order);
        row->due = unit.now().plus_us(pause_after_ms(++row->tries) * 1000);
        disputes::change(unit, *row);
        return std::move(sale->order);
    }
    apply(unit, *row, sale->order, plan, answer, terms);
    row->tries = 0;
    row->due = {};
    if (decided(row->step) && row->settled.us == 0) row->settled = unit.now();
    disputes::change(unit, *row);
    if (plan.open || plan.win || plan.lose) mark(unit, sale->order);
    return std::move(sale->order);
}

Result<Done> check_undisputed(const v1::Order& order) {
    if (order.dispute() == v1::DISPUTE_STATE_OPEN) {
        return Error{Code::precondition,
                     "The buyer's bank has taken this order's money back and has not decided yet."};
    }
    if (order.dispute() == v1::DISPUTE_STATE_LOST) {
        return Error{Code::precondition, "The buyer's bank has taken this order's money back for good."};
    }
    return Done{};
}

}  // namespace vitrine::shop
