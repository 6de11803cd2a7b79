// SPDX-License-Identifier: GPL-3.0-or-later
// Cart lines: what a guest has becomes the account's he signs in to.
#include <algorithm>

#include "server/domain/id.h"
#include "server/shop/address_book.h"
#include "server/shop/cart_lines.h"
#include "server/shop/cart_rows.h"
#include "server/shop/one_hold.h"
#include "server/shop/reserve.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

bool is_free(const holds::Row& row) { return row.in_payment == holds::kFree && row.hold.order_id().empty(); }

bool alike(const holds::Row& a, const holds::Row& b) {
    return a.hold.show_id() == b.hold.show_id() && a.bucket == b.bucket && a.rate_e9 == b.rate_e9 &&
           a.hold.unit_price().minor() == b.hold.unit_price().minor() &&
           a.hold.unit_price().currency() == b.hold.unit_price().currency();
}

// Two holds become one of all their units; stock does not change. Nobody keeps units from those who wait by
// signing in.
void join(store::Unit& unit, holds::Row own, holds::Row guests) {
    const bool somebody_waits = waiting_list::anybody(unit.sql(), own.hold.variant_id(), own.bucket.show_id);
    holds::Row both = own;
    both.hold.set_id(make_id(unit.now()));
    both.hold.set_quantity(own.hold.quantity() + guests.hold.quantity());
    both.hold.set_expires_us(somebody_waits ? std::min(own.hold.expires_us(), guests.hold.expires_us())
                                            : std::max(own.hold.expires_us(), guests.hold.expires_us()));
    for (holds::Row* row : {&own, &guests}) {
        row->hold.set_state(v1::HOLD_STATE_RELEASED);
        holds::change(unit, *row);
    }
    add_hold(unit, both);
    if (!cart_rows::replace(unit.sql(), own.hold.id(), both.hold.id()))
        cart_rows::replace(unit.sql(), guests.hold.id(), both.hold.id());
    cart_rows::remove(unit.sql(), guests.hold.id());
}

// The shop's limits, and the retailer's; what is off sale by now has none of his.
Result<Done> may_have(store::Unit& unit, const Caller& caller, const holds::Row& more,
                      const HoldsOfPerson& mine, const SaleTerms& terms) {
    const v1::Hold& hold = more.hold;
    if (auto limits = check_limits(mine, hold.quantity(), terms); !limits.ok()) return limits;
    const Result<Offer> offer =
        offer_to_promised(unit.sql(), hold.show_id(), hold.variant_id(), "", unit.now());
    if (!offer.ok()) return Done{};
    return within_buyer_limits(unit.sql(), caller.id, hold.show_id(), hold.variant_id(), hold.quantity(),
                               offer->limits);
}

// False: one person cannot have so much; it went back.
bool bring(store::Unit& unit, holds::Row row, const Caller& caller, const SaleTerms& terms) {
    if (!is_free(row)) {
        holds::hand_over(unit, row, caller.id);  // its payment goes on
        return true;
    }
    const HoldsOfPerson mine = holds_of_person(unit, caller.id, row.hold.variant_id());
    const std::vector<holds::Row> own = holds::all_active(unit.sql(), caller.id);
    const auto twin = std::find_if(own.begin(), own.end(), [&](const holds::Row& each) {
        return is_free(each) && alike(each, row) && !lapsed(each.facts(), unit.now()) &&
               !lapsed(row.facts(), unit.now());
    });
    const HoldsOfPerson without_twin{mine.holds - (twin == own.end() ? 0 : 1), mine.units_of_variant};
    if (!may_have(unit, caller, row, without_twin, terms).ok()) {
        cart_rows::remove(unit.sql(), row.hold.id());
        end_unpaid(unit, row, v1::HOLD_STATE_RELEASED, terms);
        return false;
    }
    twin == own.end() ? holds::hand_over(unit, row, caller.id) : join(unit, *twin, row);
    return true;
}

// His chances in drops, and the currency he sees: those of the account count, where it has them.
void bring_wishes(store::Session& sql, const std::string& from, const std::string& to) {
    sql.run(
        "UPDATE drop_entry SET person_id = :to WHERE person_id = :from AND NOT EXISTS (SELECT 1 FROM "
        "drop_entry own WHERE own.drop_id = drop_entry.drop_id AND own.person_id = :same)",
        soci::use(to), soci::use(from), soci::use(to));
    sql.run(
        "UPDATE hold SET person_id = :to WHERE person_id = :from AND id IN (SELECT hold_id FROM drop_entry "
        "WHERE person_id = :same AND hold_id <> '')",
        soci::use(to), soci::use(from), soci::use(to));
    sql.run(
        "UPDATE buyer_currency SET person_id = :to WHERE person_id = :from AND NOT EXISTS (SELECT 1 FROM "
        "buyer_currency own WHERE own.person_id = :same)",
        soci::use(to), soci::use(from), soci::use(to));
}

}  // namespace

Result<v1::MergeCartResponse> merge_carts(store::Unit& unit, const Caller& guest, const Caller& caller,
                                          const SaleTerms& terms) {
    if (!guest.guest || caller.guest || guest.id == caller.id)
        return Error{Code::invalid_argument, "Only a guest's cart can become the cart of an account."};
    v1::MergeCartResponse merged;
    for (holds::Row& row : holds::all_active(unit.sql(), guest.id)) {
        if (bring(unit, std::move(row), caller, terms)) merged.set_lines(merged.lines() + 1);
    }
    // What ran out, and what was bought.
    for (const char* which : {"SELECT hold_id FROM cart_line WHERE person_id = :from",
                              "SELECT l.hold_id FROM order_line l JOIN orders o ON o.id = l.order_id WHERE "
                              "o.buyer_id = :from"}) {
        unit.sql().run("UPDATE hold SET person_id = :to WHERE id IN (" + std::string(which) + ")",
                       soci::use(caller.id), soci::use(guest.id));
    }
    cart_rows::hand_over(unit.sql(), guest.id, caller.id);
    unit.sql().run(
        "UPDATE coupon_use SET person_id = :to WHERE order_id IN (SELECT id FROM orders WHERE buyer_id = "
        ":from)",
        soci::use(caller.id), soci::use(guest.id));
    merged.set_orders(unit.sql().change("UPDATE orders SET buyer_id = :to WHERE buyer_id = :from",
                                        soci::use(caller.id), soci::use(guest.id)));
    address_book::hand_over(unit, guest.id, caller.id);
    waiting_list::hand_over(unit, guest.id, caller.id);
    bring_wishes(unit.sql(), guest.id, caller.id);
    return merged;
}

}  // namespace vitrine::shop
