// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/reserve.h"

#include "server/shop/orders.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::shop {
namespace {

// Why a variant cannot be bought in a show, after it was not found on sale there.
Error not_on_sale(store::Session& sql, const std::string& show_id, const std::string& variant_id) {
    int64_t found = 0;
    if (!sql.run("SELECT 1 FROM show WHERE id = :id", soci::into(found), soci::use(show_id))) {
        return {Code::not_found, "There is no such show."};
    }
    if (!sql.run("SELECT 1 FROM variant WHERE id = :id", soci::into(found), soci::use(variant_id))) {
        return {Code::not_found, "There is no such product."};
    }
    return {Code::precondition, "This is not on sale in this show any more."};
}

}  // namespace

Result<v1::Money> price_in_show(store::Session& sql, const std::string& show_id,
                                const std::string& variant_id) {
    int64_t price_minor = 0, show_state = 0;
    std::string currency;
    if (!sql.run(
            "SELECT v.price_minor, v.currency, s.state FROM variant v JOIN product p ON p.id = v.product_id "
            "JOIN lineup l ON l.product_id = v.product_id JOIN show s ON s.id = l.show_id "
            "WHERE v.id = :variant AND l.show_id = :show AND v.archived = 0 AND p.archived = 0",
            soci::into(price_minor), soci::into(currency), soci::into(show_state), soci::use(variant_id),
            soci::use(show_id))) {
        return not_on_sale(sql, show_id, variant_id);
    }
    if (show_state == v1::SHOW_STATE_SCHEDULED) {
        return Error{Code::precondition, "The sale begins when the show does. Come back then."};
    }
    v1::Money price;
    price.set_minor(price_minor);
    price.set_currency(currency);
    return price;
}

Result<holds::Row> own_hold(store::Session& sql, const Caller& caller, const std::string& hold_id) {
    std::optional<holds::Row> row = holds::find(sql, hold_id);
    if (!row || row->person_id != caller.id)
        return Error{Code::not_found, "You hold no such thing. Choose it again."};
    return std::move(*row);
}

Result<v1::Hold> give_back(store::Unit& unit, const Caller& caller, const v1::ReleaseHoldRequest& request,
                           const SaleTerms& terms) {
    Result<holds::Row> row = own_hold(unit.sql(), caller, request.hold_id());
    if (!row.ok()) return row.error();
    const Result<ReleaseStep> step = plan_release(row->facts());
    if (!step.ok()) return step.error();
    if (*step == ReleaseStep::nothing_to_do) return row->hold;
    if (!row->hold.order_id().empty()) {  // a card was refused before: nobody will pay this order any more
        std::optional<v1::Order> order = orders::find(unit.sql(), row->hold.order_id());
        VITRINE_CHECK(order.has_value());
        order->set_state(v1::ORDER_STATE_CANCELLED);
        order->set_problem("You gave it back. Nothing was charged.");
        orders::change(unit, *order);
    }
    end_unpaid(unit, *row, v1::HOLD_STATE_RELEASED, terms);
    return row->hold;
}

Result<v1::WaitlistPlace> join_waitlist(store::Unit& unit, const Caller& caller,
                                        const v1::JoinWaitlistRequest& request) {
    const Result<v1::Money> price = price_in_show(unit.sql(), request.show_id(), request.variant_id());
    if (!price.ok()) return price.error();
    const std::optional<Stock> level = stock::level(unit.sql(), request.variant_id());
    if (level && level->available() > 0) {
        return Error{Code::precondition, "There is one again. Buy it now instead of waiting."};
    }
    return waiting_list::join(unit, request.show_id(), request.variant_id(), caller.id);
}

void end_unpaid(store::Unit& unit, holds::Row& row, v1::HoldState state, const SaleTerms& terms) {
    row.hold.set_state(state);
    row.in_payment = 0;
    holds::change(unit, row);
    stock::release(unit, row.hold.show_id(), row.hold.variant_id(), row.hold.quantity());
    waiting_list::offer_units(unit, row.hold.variant_id(), terms);
}

}  // namespace vitrine::shop
