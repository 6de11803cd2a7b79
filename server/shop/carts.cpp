// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/carts.h"

#include <algorithm>

#include "server/shop/address_book.h"
#include "server/shop/cart_lines.h"
#include "server/shop/cart_rows.h"
#include "server/shop/one_tap.h"
#include "server/shop/order_links.h"
#include "server/shop/orders.h"
#include "server/shop/payments.h"
#include "server/shop/saved_methods.h"

namespace vitrine::shop {
namespace {

constexpr int64_t kOrdersPerPage = 20, kMostOrdersPerPage = 100;

Error say_who_you_are() { return {Code::unauthenticated, "Say your name first; then you can buy."}; }
Error no_such_order() {
    return {Code::not_found, "There is no order behind this link. Open the newest letter about it."};
}

v1::Profile profile_of(store::Session& sql, const Caller& caller, const SaleTerms& terms) {
    v1::Profile profile;
    profile.set_sign_in_by_mail(terms.sends_mail);
    profile.set_keeps_cards(saved_methods::kept_at(terms.gateway));
    if (!caller.known()) return profile;
    profile.set_email(own_email(sql, caller));
    for (v1::Address& address : address_book::all(sql, caller.id))
        *profile.add_addresses() = std::move(address);
    for (v1::SavedMethod& method : saved_methods::all(sql, caller.id, terms.gateway))
        *profile.add_methods() = std::move(method);
    return profile;
}

}  // namespace

Carts::Carts(store::Committer& committer, store::Readers& readers, SaleTerms terms)
    : committer_(committer), readers_(readers), terms_(terms) {}

void Carts::cart(const Caller& caller, const std::string& show_id, Reply<v1::Cart> reply) {
    if (!caller.known()) return reply(v1::Cart());
    readers_.run<v1::Cart>(
        [id = caller.id, show_id](store::Session& sql) -> Result<v1::Cart> {
            return cart_rows::load(sql, id, show_id);
        },
        std::move(reply));
}

void Carts::set_line(const Caller& caller, const v1::SetCartLineRequest& request, Reply<v1::Cart> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Cart>(
        "cart:" + caller.id, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return set_cart_line(unit, caller, request, terms);
        },
        std::move(reply));
}

void Carts::renew(const Caller& caller, const v1::RenewCartLineRequest& request, Reply<v1::Cart> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Cart>(
        "renew:" + caller.id, request,
        [caller, request, terms = terms_](store::Unit& unit) {
            return renew_cart_line(unit, caller, request, terms);
        },
        std::move(reply));
}

void Carts::merge(const Caller& caller, const Caller& guest, const v1::MergeCartRequest& request,
                  Reply<v1::MergeCartResponse> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::MergeCartResponse>(
        "merge:" + caller.id, request,
        [caller, guest, terms = terms_](store::Unit& unit) {
            return merge_carts(unit, guest, caller, terms);
        },
        std::move(reply));
}

void Carts::profile(const Caller& caller, Reply<v1::Profile> reply) {
    readers_.run<v1::Profile>(
        [caller, terms = terms_](store::Session& sql) -> Result<v1::Profile> {
            return profile_of(sql, caller, terms);
        },
        std::move(reply));
}

template <class Request>
void Carts::change_profile(const char* scope, const Caller& caller, const Request& request,
                           std::function<Result<Done>(store::Unit&)> change, Reply<v1::Profile> reply) {
    if (!caller.known()) return reply(say_who_you_are());
    committer_.submit_once<v1::Profile>(
        scope + caller.id, request,
        [caller, change = std::move(change), terms = terms_](store::Unit& unit) -> Result<v1::Profile> {
            if (auto changed = change(unit); !changed.ok()) return changed.error();
            return profile_of(unit.sql(), caller, terms);
        },
        std::move(reply));
}

void Carts::save_address(const Caller& caller, const v1::SaveAddressRequest& request,
                         Reply<v1::Profile> reply) {
    change_profile(
        "address:", caller, request,
        [id = caller.id, request](store::Unit& unit) -> Result<Done> {
            const auto saved = address_book::save(unit, id, request);
            return saved.ok() ? Result<Done>(Done{}) : saved.error();
        },
        std::move(reply));
}

void Carts::delete_address(const Caller& caller, const v1::DeleteAddressRequest& request,
                           Reply<v1::Profile> reply) {
    change_profile(
        "delete-address:", caller, request,
        [id = caller.id, request](store::Unit& unit) -> Result<Done> {
            address_book::remove(unit, id, request.address_id());
            return Done{};
        },
        std::move(reply));
}

void Carts::forget_method(const Caller& caller, const v1::ForgetMethodRequest& request,
                          Reply<v1::Profile> reply) {
    change_profile(
        "forget-card:", caller, request,
        [id = caller.id, request](store::Unit& unit) -> Result<Done> {
            saved_methods::forget(unit, id, request.method_id());
            return Done{};
        },
        std::move(reply));
}

void Carts::orders(const Caller& caller, const v1::ListMyOrdersRequest& request, Reply<v1::MyOrders> reply) {
    if (!caller.known()) return reply(v1::MyOrders());
    if (request.limit() < 0 || request.before_us() < 0)
        return reply(Error{Code::invalid_argument, "The limit and the instant must not be negative."});
    const int64_t most =
        request.limit() == 0 ? kOrdersPerPage : std::min<int64_t>(request.limit(), kMostOrdersPerPage);
    readers_.run<v1::MyOrders>(
        [id = caller.id, before_us = request.before_us(), most](store::Session& sql) -> Result<v1::MyOrders> {
            v1::MyOrders mine;
            for (v1::Order& order : orders::of_person(sql, id, before_us, most)) {
                payments::add_confirmation(sql, order);
                *mine.add_orders() = std::move(order);
            }
            if (mine.orders_size() >= most)
                mine.set_before_us(mine.orders(mine.orders_size() - 1).created_us());
            return mine;
        },
        std::move(reply));
}

void Carts::order_by_link(const std::string& token, Reply<v1::Order> reply) {
    readers_.run<v1::Order>(
        [token, now = committer_.clock().now()](store::Session& sql) -> Result<v1::Order> {
            const std::optional<std::string> id = order_links::order_of(sql, token, now);
            if (!id) return no_such_order();
            std::optional<v1::Order> order = orders::find(sql, *id);
            if (!order) return no_such_order();
            return std::move(*order);
        },
        std::move(reply));
}

}  // namespace vitrine::shop
