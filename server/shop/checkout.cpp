// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/checkout.h"

#include "server/shop/input_rules.h"
#include "server/shop/order_making.h"
#include "server/shop/order_rules.h"
#include "server/shop/orders.h"
#include "server/shop/payments.h"
#include "server/shop/redemption.h"
#include "server/shop/reserve.h"
#include "server/shop/saved_methods.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

Result<Done> hold_again(store::Unit& unit, holds::Row& row, const SaleTerms& terms) {
    const Result<Offer> offer = offer_in_show(unit.sql(), row.hold.show_id(), row.hold.variant_id(),
                                              row.hold.unit_price().currency(), unit.now());
    if (!offer.ok())
        return Error{Code::expired,
                     "Your reservation ran out and this is no longer on sale. Nothing was charged."};
    if (auto same = may_hold_again(row.hold.unit_price().minor(), offer->price.minor); !same.ok())
        return same;
    // Time may be over without the expiry having come round; who waits in line goes first all the same.
    if (row.hold.state() == v1::HOLD_STATE_ACTIVE) end_unpaid(unit, row, v1::HOLD_STATE_EXPIRED, terms);
    const Result<Done> taken = take_units_again(unit, row, *offer);
    if (!taken.ok() && taken.error().code == Code::too_large) return taken;
    if (!taken.ok()) {
        return Error{Code::expired,
                     "Your reservation ran out and somebody else has taken it since. Nothing was charged."};
    }
    row.hold.set_expires_us(unit.now().plus_s(terms.hold_ttl_s).us);
    return Done{};
}

void lock(store::Unit& unit, std::vector<holds::Row> rows) {
    for (holds::Row& row : rows) {
        row.in_payment = holds::kWithWorker;
        holds::change(unit, row);
    }
}

void give_task(store::Unit& unit, v1::Order& order, PaymentTask task) {
    std::optional<payments::Attempt> attempt = payments::find(unit.sql(), order.id(), order.attempt());
    VITRINE_CHECK(attempt.has_value());
    attempt->give(task, unit.now());
    payments::change(unit, *attempt);
    order.set_state(v1::ORDER_STATE_PAYING);
    orders::change(unit, order);
    lock(unit, holds::of_order(unit.sql(), order));
}

// A card that was typed, or one that is kept.
Result<std::string> card_token(store::Unit& unit, const Caller& caller, const v1::PayRequest& request,
                               const SaleTerms& terms) {
    if (!request.saved_method_id().empty())
        return saved_methods::token(unit.sql(), caller.id, terms.gateway, request.saved_method_id());
    if (auto token = check_payment_token(request.payment_token()); !token.ok()) return token.error();
    return request.payment_token();
}

struct Paying {
    std::vector<holds::Row> rows;
    std::optional<v1::Order> order;  // they have one already
};

Result<Paying> what_is_paid(store::Unit& unit, const Caller& caller, const v1::PayRequest& request) {
    Result<std::vector<holds::Row>> rows = holds_to_pay(unit.sql(), caller, request);
    if (!rows.ok()) return rows.error();
    Paying paying{std::move(*rows), {}};
    paying.order = order_of(unit.sql(), paying.rows);
    // A refused order is paid on as it is; who wants it sent elsewhere, or with a coupon, makes another.
    if (paying.order && (paying.order->state() != v1::ORDER_STATE_DECLINED ||
                         same_terms(unit.sql(), caller, request, *paying.order)))
        return paying;
    paying.order.reset();
    if (auto left = leave_declined_orders(unit, paying.rows); !left.ok()) return left.error();
    return paying;
}

}  // namespace

Result<v1::Order> begin_payment(store::Unit& unit, const Caller& caller, const v1::PayRequest& request,
                                const SaleTerms& terms) {
    if (auto email = check_email(request.email()); !email.ok()) return email.error();
    const Result<std::string> token = card_token(unit, caller, request, terms);
    if (!token.ok()) return token.error();
    Result<Paying> paying = what_is_paid(unit, caller, request);
    if (!paying.ok()) return paying.error();
    auto& [rows, order] = *paying;
    std::optional<OrderFacts> facts;
    if (order) facts = orders::facts(*order);
    for (holds::Row& row : rows) {
        const Result<PayPlan> plan = plan_payment(row.facts(), facts, unit.now(), terms);
        if (!plan.ok()) return plan.error();
        if (plan->step == PayStep::stands) return *order;
        if (!plan->hold_again) continue;
        if (auto again = hold_again(unit, row, terms); !again.ok()) return again.error();
    }
    if (order) {
        if (auto again = redemption::reserve_again(unit, order->id()); !again.ok()) return again.error();
    }
    const bool first = !order.has_value();
    if (first) {
        if (orders::find(unit.sql(), request.command_id())) {
            return Error{Code::conflict, "This command id was used for something else."};
        }
        Result<v1::Order> made = new_order(unit, caller, request, rows);
        if (!made.ok()) return made.error();
        order = std::move(*made);
        order->set_created_us(unit.now().us);
    }
    if (auto seen = not_above(request, *order); !seen.ok()) return seen.error();
    order->set_state(v1::ORDER_STATE_PAYING);
    order->set_email(request.email());
    order->clear_problem();
    order->set_attempt(order->attempt() + 1);
    first ? orders::add(unit, *order) : orders::change(unit, *order);
    payments::add(unit, *order, std::string(terms.gateway), *token);
    if (!request.saved_method_id().empty()) saved_methods::used(unit, request.saved_method_id());
    if (request.has_keep_card() && request.saved_method_id().empty()) {
        const auto kept =
            saved_methods::keep(unit, caller, *order, terms.gateway, *token, request.keep_card());
        if (!kept.ok()) return kept.error();
    }
    for (holds::Row& row : rows) row.hold.set_order_id(order->id());
    lock(unit, std::move(rows));
    return *order;
}

Result<v1::Order> confirm_payment(store::Unit& unit, const Caller& caller,
                                  const v1::ConfirmPaymentRequest& request) {
    std::optional<v1::Order> order = orders::find(unit.sql(), request.order_id());
    if (!order || order->buyer_id() != caller.id) return Error{Code::not_found, "You have no such order."};
    const Result<ConfirmStep> step = plan_confirmation(orders::facts(*order), request.approve());
    if (!step.ok()) return step.error();
    if (*step == ConfirmStep::stands) return *order;
    give_task(unit, *order, *step == ConfirmStep::go_on ? PaymentTask::confirm : PaymentTask::withdraw);
    return *order;
}

void end_of_time(store::Unit& unit, const std::string& hold_id, const SaleTerms& terms) {
    std::optional<holds::Row> row = holds::find(unit.sql(), hold_id);
    if (!row || row->hold.state() != v1::HOLD_STATE_ACTIVE || Instant{row->hold.expires_us()} > unit.now())
        return;
    if (row->in_payment == holds::kWithWorker) return;
    if (row->in_payment == holds::kWithBuyer) {
        std::optional<v1::Order> order = orders::find(unit.sql(), row->hold.order_id());
        VITRINE_CHECK(order.has_value());
        give_task(unit, *order, PaymentTask::withdraw);
        return;
    }
    end_unpaid(unit, *row, v1::HOLD_STATE_EXPIRED, terms);
}

}  // namespace vitrine::shop
