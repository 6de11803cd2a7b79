// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/redemption.h"

#include <algorithm>
#include <stdexcept>

#include "server/shop/coupon_rows.h"

namespace vitrine::shop::redemption {
namespace {

using coupon_rows::Use;
using coupon_rows::UseState;

struct Found {
    v1::Coupon coupon;
    int64_t discount = 0;
};

// ASCII is enough: check_email lets nothing else in.
std::string small_letters(std::string email) {
    std::transform(email.begin(), email.end(), email.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return email;
}

Result<Found> find(store::Session& sql, const std::string& typed, const Buyer& buyer, const Money& subtotal,
                   Instant now) {
    const Result<std::string> code = coupon_code(typed);
    if (!code.ok()) return code.error();
    const auto coupon = coupon_rows::find_code(sql, *code);
    if (!coupon) return Error{Code::not_found, "There is no such coupon. Check the code."};
    const CouponHistory history =
        coupon_rows::history(sql, coupon->id(), buyer.person_id, small_letters(buyer.email));
    const Result<int64_t> discount = redeem(*coupon, history, subtotal, now);
    if (!discount.ok()) return discount.error();
    return Found{*coupon, *discount};
}

}  // namespace

Result<Redeemed> quote(store::Session& sql, const std::string& code, const Buyer& buyer,
                       const Money& subtotal, Instant now) {
    const Result<Found> found = find(sql, code, buyer, subtotal, now);
    if (!found.ok()) return found.error();
    return Redeemed{found->coupon.code(), rebate_of(found->coupon)};
}

Result<Redeemed> reserve(store::Unit& unit, const std::string& code, const Buyer& buyer,
                         const std::string& order_id, const Money& subtotal) {
    const Result<Found> found = find(unit.sql(), code, buyer, subtotal, unit.now());
    if (!found.ok()) return found.error();
    if (!coupon_rows::count(unit, found->coupon.id(), 1, found->discount)) {
        return Error{Code::precondition, "This coupon is used up."};
    }
    coupon_rows::add_use(unit, order_id,
                         {found->coupon.id(), buyer.person_id, small_letters(buyer.email), found->discount,
                          UseState::reserved});
    return Redeemed{found->coupon.code(), rebate_of(found->coupon)};
}

void give_back(store::Unit& unit, const std::string& order_id) {
    const auto use = coupon_rows::find_use(unit.sql(), order_id);
    if (!use || use->state == UseState::given_back) return;
    if (!coupon_rows::count(unit, use->coupon_id, -1, -use->discount_minor)) {
        throw std::logic_error("coupon " + use->coupon_id + " is gone");
    }
    coupon_rows::set_use(unit, order_id, UseState::given_back);
}

void spend(store::Unit& unit, const std::string& order_id) {
    const auto use = coupon_rows::find_use(unit.sql(), order_id);
    if (use && use->state == UseState::reserved) coupon_rows::set_use(unit, order_id, UseState::spent);
}

// Only what others may have used up since is asked again: the discount was promised while the coupon was
// valid.
Result<Done> reserve_again(store::Unit& unit, const std::string& order_id) {
    const auto use = coupon_rows::find_use(unit.sql(), order_id);
    if (!use || use->state != UseState::given_back) return Done{};
    const auto coupon = coupon_rows::find(unit.sql(), use->coupon_id);
    const CouponHistory history =
        coupon_rows::history(unit.sql(), use->coupon_id, use->person_id, use->email);
    const bool his_turn =
        coupon && (coupon->per_person() == 0 || history.uses_of_person < coupon->per_person());
    if (!his_turn || !coupon_rows::count(unit, use->coupon_id, 1, use->discount_minor)) {
        return Error{Code::precondition,
                     "Your coupon has been used up since. Nothing was charged; choose the product again."};
    }
    coupon_rows::set_use(unit, order_id, UseState::reserved);
    return Done{};
}

}  // namespace vitrine::shop::redemption
