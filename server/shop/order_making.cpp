// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/order_making.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <set>

#include "server/domain/id.h"
#include "server/shop/address_book.h"
#include "server/shop/bill_rules.h"
#include "server/shop/cart_rows.h"
#include "server/shop/coupon_rules.h"
#include "server/shop/money_message.h"
#include "server/shop/one_hold.h"
#include "server/shop/orders.h"
#include "server/shop/redemption.h"
#include "server/shop/reserve.h"

namespace vitrine::shop {
namespace {

constexpr int kMostLines = 20;  // as many as one person may hold

struct Article {
    std::string product_id, title, currency;
};

Article article_of(store::Session& sql, const std::string& variant_id) {
    Article article;
    std::string title, name;
    VITRINE_CHECK(
        sql.run("SELECT v.product_id, p.title, v.name, v.currency FROM variant v "
                "JOIN product p ON p.id = v.product_id WHERE v.id = :variant",
                soci::into(article.product_id), soci::into(title), soci::into(name),
                soci::into(article.currency), soci::use(variant_id)));
    article.title = name.empty() ? title : title + " — " + name;
    return article;
}

void add_line(store::Session& sql, v1::Order& order, const holds::Row& row, const Money& discount) {
    const v1::Hold& hold = row.hold;
    const Article article = article_of(sql, hold.variant_id());
    v1::OrderLine* line = order.add_lines();
    line->set_hold_id(hold.id());
    line->set_variant_id(hold.variant_id());
    line->set_product_id(article.product_id);
    line->set_title(article.title);
    line->set_quantity(hold.quantity());
    *line->mutable_unit_price() = hold.unit_price();
    *line->mutable_discount() = money_message(discount);
    line->set_rate_e9(row.rate_e9);
    line->set_base_currency(article.currency);
}

// The bill of what is held, less the coupon, which is this order's from here on.
Result<Bill> bill_for(store::Unit& unit, const std::vector<holds::Row>& rows, const Currency& currency,
                      v1::Order& order) {
    BillTerms terms{currency, {}, {}};
    for (const holds::Row& row : rows)
        terms.items.push_back({row.hold.quantity(), row.hold.unit_price().minor()});
    if (!order.coupon_code().empty()) {
        const Result<int64_t> subtotal = subtotal_of(terms.items);
        if (!subtotal.ok()) return subtotal.error();
        const auto redeemed =
            redemption::reserve(unit, order.coupon_code(), {order.buyer_id(), order.email()}, order.id(),
                                Money{*subtotal, currency});
        if (!redeemed.ok()) return redeemed.error();
        order.set_coupon_code(redeemed->code);
        terms.rebate = redeemed->rebate;
    }
    return make_bill(terms);
}

// The same units for the same time, as if it had just been made.
holds::Row reissue(store::Unit& unit, holds::Row row) {
    holds::Row fresh = row;
    fresh.hold.set_id(make_id(unit.now()));
    fresh.hold.clear_order_id();
    fresh.in_payment = holds::kFree;
    fresh.hold.set_state(v1::HOLD_STATE_ACTIVE);
    const bool ran_out = row.hold.state() == v1::HOLD_STATE_EXPIRED;
    if (!ran_out) {
        row.hold.set_state(v1::HOLD_STATE_RELEASED);
        holds::change(unit, row);
    }
    add_hold(unit, fresh);
    if (ran_out) {
        fresh.hold.set_state(v1::HOLD_STATE_EXPIRED);
        holds::change(unit, fresh);
    }
    cart_rows::replace(unit.sql(), row.hold.id(), fresh.hold.id());
    return fresh;
}

}  // namespace

Result<std::vector<holds::Row>> holds_to_pay(store::Session& sql, const Caller& caller,
                                             const v1::PayRequest& request) {
    std::vector<std::string> ids(request.hold_ids().begin(), request.hold_ids().end());
    if (ids.empty()) ids.push_back(request.hold_id());
    if (ids.size() > kMostLines)
        return Error{Code::too_large,
                     "At most " + std::to_string(kMostLines) + " things fit into one order."};
    if (std::set<std::string>(ids.begin(), ids.end()).size() != ids.size())
        return Error{Code::invalid_argument, "The same thing stands in this order twice."};
    std::vector<holds::Row> rows;
    for (const std::string& id : ids) {
        Result<holds::Row> row = own_hold(sql, caller, id);
        if (!row.ok()) return row.error();
        if (row->hold.show_id() != (rows.empty() ? *row : rows.front()).hold.show_id())
            return Error{Code::invalid_argument,
                         "One order is of one show. Pay for the others by themselves."};
        if (row->hold.unit_price().currency() !=
            (rows.empty() ? *row : rows.front()).hold.unit_price().currency())
            return Error{Code::invalid_argument,
                         "One order is paid in one currency. Pay for the others by themselves."};
        rows.push_back(std::move(*row));
    }
    return rows;
}

std::optional<v1::Order> order_of(store::Session& sql, const std::vector<holds::Row>& rows) {
    const std::string& id = rows.front().hold.order_id();
    if (id.empty()) return std::nullopt;
    const auto of_it = [&](const holds::Row& row) { return row.hold.order_id() == id; };
    if (!std::all_of(rows.begin(), rows.end(), of_it)) return std::nullopt;
    std::optional<v1::Order> order = orders::find(sql, id);
    VITRINE_CHECK(order.has_value());
    if (static_cast<size_t>(order->lines_size()) != rows.size()) return std::nullopt;
    return order;
}

bool same_terms(store::Session& sql, const Caller& caller, const v1::PayRequest& request,
                const v1::Order& order) {
    const Result<std::string> code = coupon_code(request.coupon_code());
    if (!request.coupon_code().empty() && (!code.ok() || *code != order.coupon_code())) return false;
    if (request.address_id().empty()) return true;
    const Result<v1::Address> address = address_book::find(sql, caller.id, request.address_id());
    return address.ok() && order.has_ship_to() &&
           google::protobuf::util::MessageDifferencer::Equals(*address, order.ship_to());
}

Result<Done> not_above(const v1::PayRequest& request, const v1::Order& order) {
    if (!request.has_most()) return Done{};
    const v1::Money& total = order.total();
    if (request.most().currency() == total.currency() && total.minor() <= request.most().minor())
        return Done{};
    return Error{Code::precondition, "The price has changed. Look at it again; nothing was charged."};
}

Result<v1::Order> new_order(store::Unit& unit, const Caller& caller, const v1::PayRequest& request,
                            const std::vector<holds::Row>& rows) {
    const v1::Hold& first = rows.front().hold;
    const Result<Currency> currency = Currency::parse(first.unit_price().currency());
    if (!currency.ok()) return currency.error();
    v1::Order order;
    order.set_id(request.command_id());
    order.set_show_id(first.show_id());
    order.set_hold_id(first.id());
    order.set_buyer_id(caller.id);
    order.set_buyer_name(caller.name);
    order.set_email(request.email());
    order.set_coupon_code(request.coupon_code());
    const Result<Bill> bill = bill_for(unit, rows, *currency, order);
    if (!bill.ok()) return bill.error();
    for (size_t i = 0; i < rows.size(); ++i)
        add_line(unit.sql(), order, rows[i], {bill->lines[i].discount, *currency});
    *order.mutable_subtotal() = money_message({bill->subtotal, *currency});
    *order.mutable_discount() = money_message({bill->discount, *currency});
    *order.mutable_total() = money_message({bill->total, *currency});
    if (request.address_id().empty()) return order;
    Result<v1::Address> address = address_book::find(unit.sql(), caller.id, request.address_id());
    if (!address.ok()) return address.error();
    *order.mutable_ship_to() = std::move(*address);
    return order;
}

std::map<std::string, holds::Row> give_up_declined(store::Unit& unit, v1::Order& order,
                                                   const std::string& problem,
                                                   const std::string& but_hold_id) {
    order.set_state(v1::ORDER_STATE_CANCELLED);
    order.set_problem(problem);
    orders::change(unit, order);
    redemption::give_back(unit, order.id());
    std::map<std::string, holds::Row> moved;
    for (holds::Row& row : holds::of_order(unit.sql(), order)) {
        const std::string id = row.hold.id();
        const bool alive =
            row.hold.state() == v1::HOLD_STATE_ACTIVE || row.hold.state() == v1::HOLD_STATE_EXPIRED;
        if (alive && id != but_hold_id) moved.emplace(id, reissue(unit, std::move(row)));
    }
    return moved;
}

void forget_declined_orders(store::Unit& unit, const std::vector<holds::Row>& rows) {
    for (const holds::Row& row : rows) {
        if (row.hold.order_id().empty()) continue;
        std::optional<v1::Order> order = orders::find(unit.sql(), row.hold.order_id());
        VITRINE_CHECK(order.has_value());
        if (order->state() != v1::ORDER_STATE_DECLINED) continue;
        give_up_declined(unit, *order, "You chose it again. Nothing was charged.", row.hold.id());
    }
}

Result<Done> leave_declined_orders(store::Unit& unit, std::vector<holds::Row>& rows) {
    std::set<std::string> ids;
    for (const holds::Row& row : rows) {
        if (!row.hold.order_id().empty()) ids.insert(row.hold.order_id());
    }
    for (const std::string& id : ids) {
        std::optional<v1::Order> order = orders::find(unit.sql(), id);
        VITRINE_CHECK(order.has_value());
        if (order->state() != v1::ORDER_STATE_DECLINED) {
            return Error{Code::precondition,
                         "A part of this is being paid, or was. Choose it again to buy it."};
        }
        const auto moved =
            give_up_declined(unit, *order, "You went on with another order. Nothing was charged.");
        for (holds::Row& row : rows) {
            if (const auto fresh = moved.find(row.hold.id()); fresh != moved.end()) row = fresh->second;
        }
    }
    return Done{};
}

}  // namespace vitrine::shop
