// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/orders.h"

#include <limits>
#include <stdexcept>

#include "server/domain/check.h"
#include "server/shop/money_message.h"
#include "server/store/message_text.h"

namespace vitrine::shop::orders {
namespace {

void tell(store::Unit& unit, const v1::Order& order) {
    v1::ShowEvent event;
    event.set_show_id(order.show_id());
    *event.mutable_order() = order;
    v1::ShowEvent to_buyer = event;
    event.mutable_order()->clear_confirmation();  // with it anybody could go on with the payment
    event.set_audience(v1::AUDIENCE_STAFF);
    unit.emit(std::move(event));
    to_buyer.set_audience(v1::AUDIENCE_PERSON);
    to_buyer.set_recipient_id(order.buyer_id());
    unit.emit(std::move(to_buyer));
}

// The columns of an order as one SELECT gives them.
struct Columns {
    std::string id, show_id, hold_id, buyer_id, buyer_name, email, currency, problem, coupon_code, ship_to;
    int64_t total_minor = 0, state = 0, attempt = 0, created_us = 0, authorised_us = 0, paid_us = 0,
            refunded = 0, refunding = 0, cancel_until_us = 0, discount_minor = 0, delivered_us = 0,
            dispute = 0, disputed_minor = 0;

    v1::Order order() const {
        v1::Order order;
        order.set_id(id);
        order.set_show_id(show_id);
        order.set_hold_id(hold_id);
        order.set_buyer_id(buyer_id);
        order.set_buyer_name(buyer_name);
        order.set_email(email);
        *order.mutable_subtotal() = money_message(total_minor + discount_minor, currency);
        *order.mutable_discount() = money_message(discount_minor, currency);
        *order.mutable_total() = money_message(total_minor, currency);
        order.set_coupon_code(coupon_code);
        order.set_state(static_cast<v1::OrderState>(state));
        order.set_problem(problem);
        if (!ship_to.empty())
            VITRINE_CHECK(order.mutable_ship_to()->ParseFromString(store::from_text(ship_to)));
        order.set_created_us(created_us);
        order.set_authorised_us(authorised_us);
        order.set_paid_us(paid_us);
        order.set_cancel_until_us(cancel_until_us);
        set_money_back(order, refunded, refunding);
        order.set_attempt(static_cast<int32_t>(attempt));
        order.set_delivered_us(delivered_us);
        order.set_dispute(static_cast<v1::DisputeState>(dispute));
        *order.mutable_disputed() = money_message(disputed_minor, currency);
        return order;
    }
};

void read_lines(store::Session& sql, v1::Order& order) {
    std::string variant_id, product_id, title, hold_id, base_currency;
    int64_t quantity = 0, price = 0, discount = 0, refunded = 0, restocked = 0, refunded_minor = 0,
            rate_e9 = 0;
    sql.each(
        "SELECT variant_id, product_id, title, quantity, unit_price_minor, discount_minor, "
        "refunded_quantity, restocked_quantity, refunded_minor, hold_id, rate_e9, base_currency "
        "FROM order_line WHERE order_id = :id ORDER BY position",
        [&] {
            v1::OrderLine* line = order.add_lines();
            line->set_variant_id(variant_id);
            line->set_hold_id(hold_id);
            line->set_product_id(product_id);
            line->set_title(title);
            line->set_quantity(quantity);
            *line->mutable_unit_price() = money_message(price, order.total().currency());
            *line->mutable_discount() = money_message(discount, order.total().currency());
            line->set_refunded_quantity(refunded);
            line->set_restocked_quantity(restocked);
            *line->mutable_refunded() = money_message(refunded_minor, order.total().currency());
            line->set_rate_e9(rate_e9);
            line->set_base_currency(base_currency);
        },
        soci::into(variant_id), soci::into(product_id), soci::into(title), soci::into(quantity),
        soci::into(price), soci::into(discount), soci::into(refunded), soci::into(restocked),
        soci::into(refunded_minor), soci::into(hold_id), soci::into(rate_e9), soci::into(base_currency),
        soci::use(order.id()));
}

template <class... Exchange>
std::vector<v1::Order> read(store::Session& sql, const std::string& where, const Exchange&... exchange) {
    std::vector<v1::Order> found;
    Columns c;
    sql.each(
        "SELECT id, show_id, hold_id, buyer_id, buyer_name, email, currency, problem, total_minor, state, "
        "attempt, created_us, authorised_us, paid_us, refunded_minor, refunding_minor, cancel_until_us, "
        "discount_minor, coupon_code, ship_to, delivered_us, dispute, disputed_minor FROM orders WHERE " +
            where,
        [&] { found.push_back(c.order()); }, soci::into(c.id), soci::into(c.show_id), soci::into(c.hold_id),
        soci::into(c.buyer_id), soci::into(c.buyer_name), soci::into(c.email), soci::into(c.currency),
        soci::into(c.problem), soci::into(c.total_minor), soci::into(c.state), soci::into(c.attempt),
        soci::into(c.created_us), soci::into(c.authorised_us), soci::into(c.paid_us), soci::into(c.refunded),
        soci::into(c.refunding), soci::into(c.cancel_until_us), soci::into(c.discount_minor),
        soci::into(c.coupon_code), soci::into(c.ship_to), soci::into(c.delivered_us), soci::into(c.dispute),
        soci::into(c.disputed_minor), exchange...);
    for (v1::Order& order : found) read_lines(sql, order);
    return found;
}

}  // namespace

OrderFacts facts(const v1::Order& order) {
    const int64_t back = order.refunded().minor() + order.refunding().minor();
    return {order.state(), order.attempt(), Instant{order.cancel_until_us()}, back == order.total().minor()};
}

void set_money_back(v1::Order& order, int64_t refunded_minor, int64_t refunding_minor) {
    order.mutable_refunded()->set_minor(refunded_minor);
    order.mutable_refunded()->set_currency(order.total().currency());
    order.mutable_refunding()->set_minor(refunding_minor);
    order.mutable_refunding()->set_currency(order.total().currency());
}

std::optional<v1::Order> find(store::Session& sql, const std::string& order_id) {
    std::vector<v1::Order> found = read(sql, "id = :id", soci::use(order_id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<v1::Order> of_show(store::Session& sql, const std::string& show_id, int64_t before_us,
                               int64_t most) {
    const int64_t before = before_us == 0 ? std::numeric_limits<int64_t>::max() : before_us;
    std::vector<v1::Order> page =
        read(sql, "show_id = :show AND created_us < :before ORDER BY created_us DESC, id DESC LIMIT :most",
             soci::use(show_id), soci::use(before), soci::use(most));
    if (static_cast<int64_t>(page.size()) < most) return page;
    const int64_t instant = page.back().created_us();
    for (v1::Order& order :
         read(sql, "show_id = :show AND created_us = :instant AND id < :last ORDER BY id DESC",
              soci::use(show_id), soci::use(instant), soci::use(page.back().id()))) {
        page.push_back(std::move(order));
    }
    return page;
}

std::vector<v1::Order> of_buyer(store::Session& sql, const std::string& show_id, const std::string& buyer_id,
                                int64_t most) {
    return read(sql, "buyer_id = :buyer AND show_id = :show ORDER BY created_us DESC, id DESC LIMIT :most",
                soci::use(buyer_id), soci::use(show_id), soci::use(most));
}

std::vector<v1::Order> of_person(store::Session& sql, const std::string& buyer_id, int64_t before_us,
                                 int64_t most) {
    const int64_t before = before_us == 0 ? std::numeric_limits<int64_t>::max() : before_us;
    std::vector<v1::Order> page =
        read(sql, "buyer_id = :buyer AND created_us < :before ORDER BY created_us DESC, id DESC LIMIT :most",
             soci::use(buyer_id), soci::use(before), soci::use(most));
    if (static_cast<int64_t>(page.size()) < most) return page;
    const int64_t instant = page.back().created_us();
    for (v1::Order& order :
         read(sql, "buyer_id = :buyer AND created_us = :instant AND id < :last ORDER BY id DESC",
              soci::use(buyer_id), soci::use(instant), soci::use(page.back().id()))) {
        page.push_back(std::move(order));
    }
    return page;
}

v1::OrderTotals totals(store::Session& sql, const std::string& show_id) {
    v1::OrderTotals totals;
    std::string currency;
    int64_t orders = 0, paid = 0, minor = 0;
    // Sold, whether the money is reserved yet or taken: is_sold() in order_rules.h.
    sql.each(
        "SELECT currency, COUNT(*), COUNT(CASE WHEN state IN (3, 7, 8) THEN 1 END), "
        "COALESCE(SUM(CASE WHEN state IN (3, 7, 8) THEN total_minor - refunded_minor END), 0) "
        "FROM orders WHERE show_id = :show GROUP BY currency ORDER BY currency",
        [&] {
            totals.set_orders(totals.orders() + orders);
            totals.set_paid(totals.paid() + paid);
            if (paid == 0) return;
            v1::Money* sum = totals.add_paid_money();
            sum->set_minor(minor);
            sum->set_currency(currency);
        },
        soci::into(currency), soci::into(orders), soci::into(paid), soci::into(minor), soci::use(show_id));
    return totals;
}

bool bought_since(store::Session& sql, const v1::Order& order) {
    const int64_t created_us = order.created_us();
    int64_t found = 0;
    // States: paying, needs confirmation, paid, authorised, paid and given back in part.
    sql.run(
        "SELECT COUNT(*) FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.buyer_id = :buyer AND "
        "o.created_us >= :created AND o.id <> :id AND o.show_id = :show AND o.state IN (1, 2, 3, 7, 8) AND "
        "l.variant_id IN (SELECT own.variant_id FROM order_line own WHERE own.order_id = :same)",
        soci::into(found), soci::use(order.buyer_id()), soci::use(created_us), soci::use(order.id()),
        soci::use(order.show_id()), soci::use(order.id()));
    return found > 0;
}

void add(store::Unit& unit, const v1::Order& order) {
    const int64_t total = order.total().minor();
    const int64_t state = order.state();
    const int64_t attempt = order.attempt();
    const int64_t created_us = order.created_us();
    const int64_t discount = order.discount().minor();
    const std::string ship_to =
        order.has_ship_to() ? store::to_text(order.ship_to().SerializeAsString()) : "";
    unit.sql().run(
        "INSERT INTO orders (id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, "
        "state, problem, attempt, created_us, authorised_us, paid_us, refunded_minor, refunding_minor, "
        "cancel_until_us, discount_minor, coupon_code, ship_to) VALUES (:id, :show, :hold, :buyer, :name, "
        ":email, :total, :currency, :state, '', :attempt, :at, 0, 0, 0, 0, 0, :discount, :coupon, :ship_to)",
        soci::use(order.id()), soci::use(order.show_id()), soci::use(order.hold_id()),
        soci::use(order.buyer_id()), soci::use(order.buyer_name()), soci::use(order.email()),
        soci::use(total), soci::use(order.total().currency()), soci::use(state), soci::use(attempt),
        soci::use(created_us), soci::use(discount), soci::use(order.coupon_code()), soci::use(ship_to));
    int64_t position = 0;
    for (const v1::OrderLine& line : order.lines()) {
        const int64_t quantity = line.quantity();
        const int64_t price = line.unit_price().minor();
        const int64_t line_discount = line.discount().minor();
        const int64_t rate_e9 = line.rate_e9();
        unit.sql().run(
            "INSERT INTO order_line (order_id, position, variant_id, product_id, title, quantity, "
            "unit_price_minor, discount_minor, refunded_quantity, restocked_quantity, refunded_minor, "
            "hold_id, rate_e9, base_currency) VALUES (:id, :position, :variant, :product, :title, :q, "
            ":price, :discount, 0, 0, 0, :hold, :rate, :base)",
            soci::use(order.id()), soci::use(position), soci::use(line.variant_id()),
            soci::use(line.product_id()), soci::use(line.title()), soci::use(quantity), soci::use(price),
            soci::use(line_discount), soci::use(line.hold_id()), soci::use(rate_e9),
            soci::use(line.base_currency()));
        ++position;
    }
    tell(unit, order);
}

void change(store::Unit& unit, const v1::Order& order) {
    const int64_t state = order.state();
    const int64_t attempt = order.attempt();
    const int64_t authorised_us = order.authorised_us(), paid_us = order.paid_us(),
                  cancel_until_us = order.cancel_until_us();
    const int64_t refunded = order.refunded().minor(), refunding = order.refunding().minor();
    const int64_t delivered_us = order.delivered_us(), dispute = order.dispute(),
                  disputed = order.disputed().minor();
    if (unit.sql().change(
            "UPDATE orders SET state = :state, problem = :problem, attempt = :attempt, email = :email, "
            "authorised_us = :authorised, paid_us = :paid, refunded_minor = :refunded, refunding_minor = "
            ":refunding, cancel_until_us = :until, delivered_us = :delivered, dispute = :dispute, "
            "disputed_minor = :disputed WHERE id = :id",
            soci::use(state), soci::use(order.problem()), soci::use(attempt), soci::use(order.email()),
            soci::use(authorised_us), soci::use(paid_us), soci::use(refunded), soci::use(refunding),
            soci::use(cancel_until_us), soci::use(delivered_us), soci::use(dispute), soci::use(disputed),
            soci::use(order.id())) != 1) {
        throw std::logic_error("order " + order.id() + " is gone");
    }
    tell(unit, order);
}

void change_line(store::Unit& unit, const v1::Order& order, int32_t line) {
    const int64_t position = line;
    const int64_t refunded = order.lines(line).refunded_quantity(),
                  refunded_minor = order.lines(line).refunded().minor(),
                  restocked = order.lines(line).restocked_quantity();
    if (unit.sql().change("UPDATE order_line SET refunded_quantity = :refunded, refunded_minor = :minor, "
                          "restocked_quantity = :restocked WHERE order_id = :id AND position = :position",
                          soci::use(refunded), soci::use(refunded_minor), soci::use(restocked),
                          soci::use(order.id()), soci::use(position)) != 1) {
        throw std::logic_error("order " + order.id() + " has no line " + std::to_string(line));
    }
}

void tell_sale(store::Unit& unit, const v1::Order& order) {
    for (const v1::OrderLine& line : order.lines()) {
        v1::ShowEvent event;
        event.set_show_id(order.show_id());
        event.set_audience(v1::AUDIENCE_EVERYONE);
        event.mutable_sale()->set_product_id(line.product_id());
        event.mutable_sale()->set_quantity(line.quantity());
        unit.emit(std::move(event));
    }
}

}  // namespace vitrine::shop::orders
