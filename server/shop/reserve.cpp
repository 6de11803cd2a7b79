// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/reserve.h"

#include "server/shop/cart_rows.h"
#include "server/shop/money_message.h"
#include "server/shop/order_making.h"
#include "server/shop/orders.h"
#include "server/shop/redemption.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {

Result<Done> within_buyer_limits(store::Session& sql, const std::string& person_id,
                                 const std::string& show_id, const std::string& variant_id, int64_t quantity,
                                 const BuyerLimits& limits) {
    if (!limits.any()) return Done{};
    return check_buyer_limits(holds::taken_by(sql, person_id, variant_id, show_id), quantity, limits);
}

Result<Done> take_units_again(store::Unit& unit, holds::Row& row, const Offer& offer) {
    const v1::Hold& hold = row.hold;
    if (auto allowed = within_buyer_limits(unit.sql(), row.person_id, hold.show_id(), hold.variant_id(),
                                           hold.quantity(), offer.limits);
        !allowed.ok()) {
        return allowed;
    }
    const Result<Bucket> bucket =
        stock::hold(unit, hold.show_id(), hold.variant_id(), offer.pool, hold.quantity());
    if (!bucket.ok()) return bucket.error();
    row.bucket = *bucket;
    row.hold.set_state(v1::HOLD_STATE_ACTIVE);
    return Done{};
}

Result<Done> take_units(store::Unit& unit, holds::Row& row, const Offer& offer) {
    if (auto taken = take_units_again(unit, row, offer); !taken.ok()) return taken;
    row.rate_e9 = offer.rate_e9;
    *row.hold.mutable_unit_price() = money_message(offer.price);
    return Done{};
}

Result<Done> take_paid_units(store::Unit& unit, holds::Row& row) {
    const Result<Offer> offer =
        offer_to_promised(unit.sql(), row.hold.show_id(), row.hold.variant_id(), "", unit.now());
    if (!offer.ok()) return offer.error();
    return take_units_again(unit, row, *offer);
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
        give_up_declined(unit, *order, "You gave it back. Nothing was charged.", row->hold.id());
    }
    end_unpaid(unit, *row, v1::HOLD_STATE_RELEASED, terms);
    return row->hold;
}

Result<v1::WaitlistPlace> join_waitlist(store::Unit& unit, const Caller& caller,
                                        const v1::JoinWaitlistRequest& request) {
    const Result<Offer> offer =
        offer_in_show(unit.sql(), request.show_id(), request.variant_id(), "", unit.now());
    if (!offer.ok()) return offer.error();
    if (auto allowed = within_buyer_limits(unit.sql(), caller.id, request.show_id(), request.variant_id(), 1,
                                           offer->limits);
        !allowed.ok()) {
        return allowed.error();
    }
    if (stock::available(unit.sql(), request.variant_id(), offer->pool) > 0) {
        return Error{Code::precondition, "There is one again. Buy it now instead of waiting."};
    }
    return waiting_list::join(unit, request.show_id(), request.variant_id(), caller.id);
}

void end_unpaid(store::Unit& unit, holds::Row& row, v1::HoldState state, const SaleTerms& terms) {
    row.hold.set_state(state);
    row.in_payment = 0;
    holds::change(unit, row);
    if (!row.hold.order_id().empty()) redemption::give_back(unit, row.hold.order_id());
    if (state == v1::HOLD_STATE_RELEASED) cart_rows::remove(unit.sql(), row.hold.id());
    stock::release(unit, row.hold.show_id(), row.bucket, row.hold.quantity());
    waiting_list::offer_units(unit, row.hold.variant_id(), terms);
}

}  // namespace vitrine::shop
