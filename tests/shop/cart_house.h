// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/carts.h"
#include "tests/shop/till.h"

namespace vitrine::tests {

inline Caller account(const std::string& name) { return {"account-" + name, name, v1::ROLE_VIEWER, false}; }

// A shop with a till, and its buyers' carts.
struct CartHouse : Till {
    explicit CartHouse(shop::SaleTerms sale_terms = {}) : Till(sale_terms) {}
    // What is under way answers through the carts.
    ~CartHouse() { close(); }

    v1::SetCartLineRequest wish(const Sale& sale, int64_t quantity) const {
        v1::SetCartLineRequest request;
        request.set_command_id(new_id());
        request.set_show_id(sale.show_id);
        request.set_variant_id(sale.variant_id);
        request.set_quantity(quantity);
        return request;
    }
    Result<v1::Cart> put(const Caller& who, const v1::SetCartLineRequest& request) {
        return await<v1::Cart>([&](auto reply) { carts.set_line(who, request, reply); });
    }
    Result<v1::Cart> put(const Caller& who, const Sale& sale, int64_t quantity) {
        return put(who, wish(sale, quantity));
    }
    Result<v1::Cart> renew(const Caller& who, const std::string& hold_id) {
        v1::RenewCartLineRequest request;
        request.set_command_id(new_id());
        request.set_hold_id(hold_id);
        return await<v1::Cart>([&](auto reply) { carts.renew(who, request, reply); });
    }
    Result<v1::MergeCartResponse> merge(const Caller& who, const Caller& from) {
        v1::MergeCartRequest request;
        request.set_command_id(new_id());
        return await<v1::MergeCartResponse>([&](auto reply) { carts.merge(who, from, request, reply); });
    }
    v1::Cart cart(const Caller& who, const Sale& sale) {
        return *await<v1::Cart>([&](auto reply) { carts.cart(who, sale.show_id, reply); });
    }
    v1::Profile profile(const Caller& who) {
        return *await<v1::Profile>([&](auto reply) { carts.profile(who, reply); });
    }
    v1::PayRequest paying(const std::vector<std::string>& hold_ids,
                          const std::string& card = "sandbox_approve") const {
        v1::PayRequest request;
        request.set_command_id(new_id());
        for (const std::string& id : hold_ids) request.add_hold_ids(id);
        request.set_email("buyer@example.org");
        request.set_payment_token(card);
        return request;
    }
    Result<v1::Order> pay_all_of(const Caller& who, const v1::PayRequest& request) {
        return await<v1::Order>([&](auto reply) { sales->pay(who, request, reply); });
    }

    shop::Carts carts{*committer, *readers, terms};
};

// Two things in one show.
struct Shelf {
    explicit Shelf(CartHouse& house, int64_t mugs = 10, int64_t bowls = 10) {
        const v1::Product mug_made = house.add_product(mugs, 2400, "Mug");
        const v1::Product bowl_made = house.add_product(bowls, 3900, "Bowl");
        const std::string show = house.live_show({mug_made.id(), bowl_made.id()});
        mug = {show, mug_made.id(), mug_made.variants(0).id()};
        bowl = {show, bowl_made.id(), bowl_made.variants(0).id()};
    }
    ShopHouse::Sale mug, bowl;
};

}  // namespace vitrine::tests
