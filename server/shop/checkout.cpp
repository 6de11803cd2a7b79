// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/checkout.h"

#include "server/shop/bill_rules.h"
#include "server/shop/input_rules.h"
#include "server/shop/money_message.h"
#include "server/shop/order_rules.h"
#include "server/shop/orders.h"
#include "server/shop/payments.h"
#include "server/shop/redemption.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

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

// The bill of what is held, less the coupon, which is this order's from here on.
Result<Bill> bill_for(store::Unit& unit, const v1::Hold& hold, const Currency& currency, v1::Order& order) {
    const std::vector<BillItem> items{{hold.quantity(), hold.unit_price().minor()}};
    Rebate rebate;
    if (!order.coupon_code().empty()) {
        const Result<int64_t> subtotal = subtotal_of(items);
        if (!subtotal.ok()) return subtotal.error();
        const auto redeemed =
            redemption::reserve(unit, order.coupon_code(), {order.buyer_id(), order.email()}, order.id(),
                                Money{*subtotal, currency});
        if (!redeemed.ok()) return redeemed.error();
        order.set_coupon_code(redeemed->code);
        rebate = redeemed->rebate;
    }
    return make_bill({currency, items, rebate});
}

Result<v1::Order> new_order(store::Unit& unit, const Caller& caller, const v1::PayRequest& request,
                            const holds::Row& row, const Article& article) {
    const v1::Hold& hold = row.hold;
    const Result<Currency> currency = Currency::parse(hold.unit_price().currency());
    if (!currency.ok()) return currency.error();
    v1::Order order;
    order.set_id(request.command_id());
    order.set_show_id(hold.show_id());
    order.set_hold_id(hold.id());
    order.set_buyer_id(caller.id);
    order.set_buyer_name(caller.name);
    order.set_email(request.email());
    order.set_coupon_code(request.coupon_code());
    const Result<Bill> bill = bill_for(unit, hold, *currency, order);
    if (!bill.ok()) return bill.error();
    v1::OrderLine* line = order.add_lines();
    line->set_variant_id(hold.variant_id());
    line->set_product_id(article.product_id);
    line->set_title(article.title);
    line->set_quantity(hold.quantity());
    *line->mutable_unit_price() = hold.unit_price();
    *line->mutable_discount() = money_message({bill->lines[0].discount, *currency});
    *order.mutable_subtotal() = money_message({bill->subtotal, *currency});
    *order.mutable_discount() = money_message({bill->discount, *currency});
    *order.mutable_total() = money_message({bill->total, *currency});
    order.set_rate_e9(row.rate_e9);
    order.set_base_currency(article.currency);
    return order;
}

void give_task(store::Unit& unit, v1::Order& order, holds::Row& row, PaymentTask task) {
    std::optional<payments::Attempt> attempt = payments::find(unit.sql(), order.id(), order.attempt());
    VITRINE_CHECK(attempt.has_value());
    attempt->give(task, unit.now());
    payments::change(unit, *attempt);
    order.set_state(v1::ORDER_STATE_PAYING);
    orders::change(unit, order);
    row.in_payment = holds::kWithWorker;
    holds::change(unit, row);
}

}  // namespace

Result<v1::Order> begin_payment(store::Unit& unit, const Caller& caller, const v1::PayRequest& request,
                                const SaleTerms& terms) {
    if (auto email = check_email(request.email()); !email.ok()) return email.error();
    if (auto token = check_payment_token(request.payment_token()); !token.ok()) return token.error();
    Result<holds::Row> row = own_hold(unit.sql(), caller, request.hold_id());
    if (!row.ok()) return row.error();
    std::optional<v1::Order> order;
    std::optional<OrderFacts> facts;
    if (!row->hold.order_id().empty()) {
        order = orders::find(unit.sql(), row->hold.order_id());
        VITRINE_CHECK(order.has_value());
        facts = orders::facts(*order);
    }
    const Result<PayPlan> plan = plan_payment(row->facts(), facts, unit.now(), terms);
    if (!plan.ok()) return plan.error();
    if (plan->step == PayStep::stands) return *order;

    const Article article = article_of(unit.sql(), row->hold.variant_id());
    if (plan->hold_again) {
        if (auto again = hold_again(unit, *row, terms); !again.ok()) return again.error();
        if (order) {
            if (auto again = redemption::reserve_again(unit, order->id()); !again.ok()) return again.error();
        }
    }
    const bool first = plan->step == PayStep::first_attempt;
    if (first) {
        if (orders::find(unit.sql(), request.command_id())) {
            return Error{Code::conflict, "This command id was used for something else."};
        }
        Result<v1::Order> made = new_order(unit, caller, request, *row, article);
        if (!made.ok()) return made.error();
        order = std::move(*made);
        order->set_created_us(unit.now().us);
    }
    order->set_state(v1::ORDER_STATE_PAYING);
    order->set_email(request.email());
    order->clear_problem();
    order->set_attempt(order->attempt() + 1);
    first ? orders::add(unit, *order) : orders::change(unit, *order);
    payments::add(unit, *order, std::string(terms.gateway), request.payment_token());
    row->hold.set_order_id(order->id());
    row->in_payment = holds::kWithWorker;
    holds::change(unit, *row);
    return *order;
}

Result<v1::Order> confirm_payment(store::Unit& unit, const Caller& caller,
                                  const v1::ConfirmPaymentRequest& request) {
    std::optional<v1::Order> order = orders::find(unit.sql(), request.order_id());
    if (!order || order->buyer_id() != caller.id) return Error{Code::not_found, "You have no such order."};
    const Result<ConfirmStep> step = plan_confirmation(orders::facts(*order), request.approve());
    if (!step.ok()) return step.error();
    if (*step == ConfirmStep::stands) return *order;
    std::optional<holds::Row> row = holds::find(unit.sql(), order->hold_id());
    VITRINE_CHECK(row.has_value());
    give_task(unit, *order, *row, *step == ConfirmStep::go_on ? PaymentTask::confirm : PaymentTask::withdraw);
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
        give_task(unit, *order, *row, PaymentTask::withdraw);
        return;
    }
    end_unpaid(unit, *row, v1::HOLD_STATE_EXPIRED, terms);
}

}  // namespace vitrine::shop
