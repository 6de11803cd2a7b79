// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/coupons.h"

#include "server/domain/id.h"
#include "server/shop/coupon_rows.h"
#include "server/shop/holds.h"
#include "server/shop/money_message.h"
#include "server/shop/redemption.h"

namespace vitrine::shop {
namespace {

constexpr int kMostHoldsChecked = 100;

Error not_a_seller() {
    return {Code::permission_denied, "Only the creator and the retailer may change coupons."};
}

Error changed_by_another() {
    return {
        Code::conflict,
        "Somebody else has changed this coupon since you opened it. Open it again and repeat your change."};
}

Result<Done> may_become(const v1::Coupon& stored, const v1::Coupon& coupon) {
    if (stored.uses() == 0) return Done{};
    if (coupon.currency() != stored.currency()) {
        return Error{Code::precondition, "This coupon is in use: its currency stays. Make a new coupon."};
    }
    if ((coupon.most_uses() > 0 && coupon.most_uses() < stored.uses()) ||
        (coupon.budget_minor() > 0 && coupon.budget_minor() < stored.given_minor())) {
        return Error{Code::precondition,
                     "More than that is used already. Archive the coupon to end it at once."};
    }
    return Done{};
}

Result<v1::Coupon> save_coupon(store::Unit& unit, v1::Coupon coupon) {
    if (auto good = check_coupon(coupon); !good.ok()) return good.error();
    coupon.set_code(*coupon_code(coupon.code()));
    const auto same_code = coupon_rows::find_code(unit.sql(), coupon.code());
    if (same_code && same_code->id() != coupon.id()) {
        return Error{Code::conflict, "There is a coupon with this code already. Choose another code."};
    }
    if (coupon.id().empty()) {
        coupon.set_id(make_id(unit.now()));
        coupon_rows::add(unit, coupon);
        return *coupon_rows::find(unit.sql(), coupon.id());
    }
    const auto stored = coupon_rows::find(unit.sql(), coupon.id());
    if (!stored) return Error{Code::not_found, "There is no such coupon."};
    if (auto may = may_become(*stored, coupon); !may.ok()) return may.error();
    coupon.set_archived(false);
    if (!coupon_rows::change(unit, coupon)) return changed_by_another();
    return *coupon_rows::find(unit.sql(), coupon.id());
}

Result<v1::Coupon> archive_coupon(store::Unit& unit, const std::string& coupon_id) {
    auto coupon = coupon_rows::find(unit.sql(), coupon_id);
    if (!coupon) return Error{Code::not_found, "There is no such coupon."};
    if (coupon->archived()) return *coupon;
    coupon->set_archived(true);
    if (!coupon_rows::change(unit, *coupon)) return changed_by_another();
    return *coupon_rows::find(unit.sql(), coupon_id);
}

// What he holds of it, in one currency.
struct Basket {
    std::vector<BillItem> items;
    std::string currency;
};

Result<Basket> basket_of(store::Session& sql, const Caller& caller, const v1::CheckCouponRequest& request) {
    if (request.hold_ids_size() > kMostHoldsChecked)
        return Error{Code::too_large, "These are too many things for one order."};
    Basket basket;
    for (const std::string& id : request.hold_ids()) {
        const auto row = holds::find(sql, id);
        if (!row || row->person_id != caller.id)
            return Error{Code::not_found, "You hold no such thing. Choose it again."};
        const v1::Money& price = row->hold.unit_price();
        if (!basket.currency.empty() && basket.currency != price.currency()) {
            return Error{Code::precondition,
                         "These are priced in different currencies; pay them one by one."};
        }
        basket.currency = price.currency();
        basket.items.push_back({row->hold.quantity(), price.minor()});
    }
    return basket;
}

Result<v1::CouponCheck> check_for(store::Session& sql, const Caller& caller,
                                  const v1::CheckCouponRequest& request, Instant now) {
    const Result<Basket> basket = basket_of(sql, caller, request);
    if (!basket.ok()) return basket.error();
    const Result<int64_t> subtotal = subtotal_of(basket->items);
    if (!subtotal.ok()) return subtotal.error();
    const Result<Currency> currency = Currency::parse(basket->currency);
    if (!currency.ok()) return currency.error();
    const auto redeemed = redemption::quote(sql, request.code(), {caller.id, request.email()},
                                            Money{*subtotal, *currency}, now);
    if (!redeemed.ok()) return redeemed.error();
    const int64_t discount = discount_of(redeemed->rebate, *subtotal);
    v1::CouponCheck check;
    check.set_code(redeemed->code);
    *check.mutable_subtotal() = money_message(*subtotal, basket->currency);
    *check.mutable_discount() = money_message(discount, basket->currency);
    *check.mutable_total() = money_message(*subtotal - discount, basket->currency);
    return check;
}

}  // namespace

Coupons::Coupons(store::Committer& committer, store::Readers& readers)
    : committer_(committer), readers_(readers) {}

void Coupons::save(const Caller& caller, const v1::SaveCouponRequest& request, Reply<v1::Coupon> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::Coupon>(
        "coupon.save:" + caller.id, request,
        [coupon = request.coupon()](store::Unit& unit) { return save_coupon(unit, coupon); },
        std::move(reply));
}

void Coupons::archive(const Caller& caller, const v1::ArchiveCouponRequest& request,
                      Reply<v1::Coupon> reply) {
    if (!caller.sells()) return reply(not_a_seller());
    committer_.submit_once<v1::Coupon>(
        "coupon.archive:" + caller.id, request,
        [id = request.coupon_id()](store::Unit& unit) { return archive_coupon(unit, id); }, std::move(reply));
}

void Coupons::list(const Caller& caller, const v1::ListCouponsRequest& request,
                   Reply<v1::ListCouponsResponse> reply) {
    if (!caller.staff())
        return reply(Error{Code::permission_denied, "Only the people who run the shop see its coupons."});
    readers_.run<v1::ListCouponsResponse>(
        [archived = request.with_archived()](store::Session& sql) -> Result<v1::ListCouponsResponse> {
            v1::ListCouponsResponse response;
            for (v1::Coupon& coupon : coupon_rows::all(sql, archived))
                *response.add_coupons() = std::move(coupon);
            return response;
        },
        std::move(reply));
}

void Coupons::check(const Caller& caller, const v1::CheckCouponRequest& request,
                    Reply<v1::CouponCheck> reply) {
    if (!caller.known())
        return reply(Error{Code::unauthenticated, "Say your name first; then you can use a coupon."});
    readers_.run<v1::CouponCheck>([caller, request, now = committer_.clock().now()](
                                      store::Session& sql) { return check_for(sql, caller, request, now); },
                                  std::move(reply));
}

}  // namespace vitrine::shop
