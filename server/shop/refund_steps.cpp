// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/refund_steps.h"

#include "server/domain/id.h"
#include "server/shop/after_sale.h"
#include "server/shop/order_books.h"
#include "server/shop/orders.h"
#include "server/shop/sale_units.h"

namespace vitrine::shop {
namespace {

void add_money_back(v1::Order& order, int64_t refunded, int64_t refunding) {
    orders::set_money_back(order, order.refunded().minor() + refunded, order.refunding().minor() + refunding);
    order.clear_cancel_until_us();
}

void take_lines_back(store::Unit& unit, v1::Order& order, const refunds::Row& refund, int64_t sign) {
    for (const LinePart& part : refund.parts) {
        v1::OrderLine& line = *order.mutable_lines(part.line);
        line.set_refunded_quantity(line.refunded_quantity() + sign * part.quantity);
        line.mutable_refunded()->set_minor(line.refunded().minor() + sign * part.amount_minor);
        orders::change_line(unit, order, part.line);
    }
}

void restock_parts(store::Unit& unit, v1::Order& order, const refunds::Row& refund, const SaleTerms& terms) {
    if (!refund.restock) return;
    for (const LinePart& part : refund.parts)
        restock(unit, order, part, refund.reason, refund.person_id, terms);
}

}  // namespace

void refund_asked(store::Unit& unit, Sale& sale, refunds::Row& refund) {
    refund.kind = refunds::Kind::of_order;
    refund.due = unit.now();
    sale.attempt.refunded_minor += refund.amount.minor();
    payments::change(unit, sale.attempt);
    take_lines_back(unit, sale.order, refund, 1);
    add_money_back(sale.order, 0, refund.amount.minor());
    refunds::add(unit, sale.order, refund);
    order_books::refund_asked(unit, refund);
    orders::change(unit, sale.order);
}

void capture_reduced(store::Unit& unit, Sale& sale, refunds::Row& refund, const SaleTerms& terms) {
    refund.kind = refunds::Kind::never_taken;
    refund.state = refunds::State::done;
    refund.settled = unit.now();
    sale.attempt.capture_minor -= refund.amount.minor();
    payments::change(unit, sale.attempt);
    take_lines_back(unit, sale.order, refund, 1);
    add_money_back(sale.order, refund.amount.minor(), 0);
    refunds::add(unit, sale.order, refund);
    restock_parts(unit, sale.order, refund, terms);
    orders::change(unit, sale.order);
    after_refund(unit, refund.id, terms);
}

void refund_done(store::Unit& unit, Sale& sale, refunds::Row& refund, const SaleTerms& terms) {
    refund.state = refunds::State::done;
    refund.due = {};
    refund.settled = unit.now();
    refunds::change(unit, sale.order, refund);
    order_books::refund_done(unit, refund);
    if (refund.kind == refunds::Kind::not_owed) return;
    add_money_back(sale.order, refund.amount.minor(), -refund.amount.minor());
    sale.order.set_state(state_after_refund(sale.order.total().minor(), sale.order.refunded().minor()));
    restock_parts(unit, sale.order, refund, terms);
    orders::change(unit, sale.order);
    after_refund(unit, refund.id, terms);
}

void refund_refused(store::Unit& unit, Sale& sale, refunds::Row& refund, const SaleTerms& terms) {
    const bool was_done = refund.state == refunds::State::done;
    refund.state = refunds::State::refused;
    refund.due = {};
    refund.settled = unit.now();
    refunds::change(unit, sale.order, refund);
    order_books::refund_refused(unit, sale.order, refund, was_done, terms);
    sale.attempt.refunded_minor -= refund.amount.minor();
    payments::change(unit, sale.attempt);
    if (refund.kind == refunds::Kind::not_owed) return;
    take_lines_back(unit, sale.order, refund, -1);
    const int64_t minor = refund.amount.minor();
    was_done ? add_money_back(sale.order, -minor, 0) : add_money_back(sale.order, 0, -minor);
    sale.order.set_state(state_after_refund(sale.order.total().minor(), sale.order.refunded().minor()));
    orders::change(unit, sale.order);
}

void refund_not_owed(store::Unit& unit, Sale& sale, int64_t minor, const std::string& reason) {
    if (minor == 0) return;
    sale.attempt.refunded_minor += minor;
    refunds::Row refund;
    refund.id = make_id(unit.now());
    refund.kind = refunds::Kind::not_owed;
    refund.reason = reason;
    refund.amount = sale.attempt.amount;
    refund.amount.set_minor(minor);
    refund.order_id = sale.order.id();
    refund.attempt = sale.attempt.attempt;
    refund.gateway = sale.attempt.gateway;
    refund.created = refund.due = unit.now();
    payments::change(unit, sale.attempt);
    refunds::add(unit, sale.order, refund);
}

}  // namespace vitrine::shop
