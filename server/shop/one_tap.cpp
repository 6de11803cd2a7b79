// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/one_tap.h"

#include "server/identity/stored_account.h"
#include "server/shop/address_book.h"
#include "server/shop/checkout.h"
#include "server/shop/input_rules.h"
#include "server/shop/one_hold.h"
#include "server/shop/saved_methods.h"

namespace vitrine::shop {

std::string own_email(store::Session& sql, const Caller& caller) {
    if (caller.guest || caller.staff() || !caller.known()) return "";
    const auto account = identity::find_account(sql, caller.id);
    return account ? account->login() : "";
}

Result<v1::Order> buy_now(store::Unit& unit, const Caller& caller, const v1::BuyNowRequest& request,
                          const SaleTerms& terms) {
    if (request.saved_method_id().empty())
        return Error{Code::invalid_argument, "Choose the card to pay with first."};
    const std::string email = request.email().empty() ? own_email(unit.sql(), caller) : request.email();
    if (auto good = check_email(email); !good.ok()) return good.error();
    if (auto card = saved_methods::token(unit.sql(), caller.id, terms.gateway, request.saved_method_id());
        !card.ok())
        return card.error();
    v1::HoldRequest wish;
    wish.set_command_id(request.command_id());
    wish.set_show_id(request.show_id());
    wish.set_variant_id(request.variant_id());
    wish.set_quantity(request.quantity());
    wish.set_currency(request.currency());
    const Result<v1::Hold> hold = reserve_one(unit, caller, wish, terms);
    if (!hold.ok()) return hold.error();
    v1::PayRequest pay;
    pay.set_command_id(request.command_id());
    pay.set_hold_id(hold->id());
    pay.set_saved_method_id(request.saved_method_id());
    pay.set_email(email);
    pay.set_address_id(request.address_id());
    pay.set_coupon_code(request.coupon_code());
    if (request.has_most()) *pay.mutable_most() = request.most();
    if (pay.address_id().empty()) {
        const std::vector<v1::Address> book = address_book::all(unit.sql(), caller.id);
        if (!book.empty() && book.front().standard()) pay.set_address_id(book.front().id());
    }
    return begin_payment(unit, caller, pay, terms);
}

}  // namespace vitrine::shop
