// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/cart_lines.h"

#include <algorithm>

#include "server/shop/cart_rows.h"
#include "server/shop/one_hold.h"
#include "server/shop/order_making.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop {
namespace {

constexpr size_t kMostLapsed = 20;

// What is kept of a variant, and lines of it that ran out.
struct Line {
    std::vector<holds::Row> held, lapsed;

    int64_t quantity() const {
        int64_t sum = 0;
        for (const holds::Row& row : held) sum += row.hold.quantity();
        return sum;
    }
    Instant held_until() const {
        int64_t latest = 0;
        for (const holds::Row& row : held) latest = std::max(latest, row.hold.expires_us());
        return {latest};
    }
    bool same_price() const {
        return std::all_of(held.begin(), held.end(), [&](const holds::Row& row) {
            return row.hold.unit_price().minor() == held.front().hold.unit_price().minor() &&
                   row.hold.unit_price().currency() == held.front().hold.unit_price().currency() &&
                   row.rate_e9 == held.front().rate_e9;
        });
    }
};

Line line_of(store::Session& sql, const std::string& person_id, const std::string& show_id,
             const std::string& variant_id) {
    Line line;
    for (const v1::Hold& hold : holds::active(sql, show_id, person_id)) {
        if (hold.variant_id() != variant_id) continue;
        std::optional<holds::Row> row = holds::find(sql, hold.id());
        VITRINE_CHECK(row.has_value());
        if (row->in_payment == holds::kFree) line.held.push_back(std::move(*row));
    }
    for (holds::Row& row : cart_rows::lapsed(sql, person_id, show_id)) {
        if (row.hold.variant_id() == variant_id) line.lapsed.push_back(std::move(row));
    }
    return line;
}

bool somebody_waits(store::Session& sql, const std::string& show_id, const std::string& variant_id) {
    return waiting_list::anybody(sql, variant_id, stock::pool_of(sql, variant_id, show_id));
}

// Nobody keeps units from those who wait by touching his cart again and again.
Instant held_until(store::Unit& unit, const Line& line, const v1::SetCartLineRequest& request,
                   const SaleTerms& terms) {
    const Instant fresh = unit.now().plus_s(terms.hold_ttl_s);
    if (line.held.empty()) return fresh;
    return somebody_waits(unit.sql(), request.show_id(), request.variant_id()) ? line.held_until() : fresh;
}

// Back into stock, but not yet offered to anybody.
void let_go(store::Unit& unit, Line& line) {
    for (holds::Row& row : line.held) {
        row.hold.set_state(v1::HOLD_STATE_RELEASED);
        holds::change(unit, row);
        stock::release(unit, row.hold.show_id(), row.bucket, row.hold.quantity());
    }
}

// The new hold lies in the cart where the line lay.
void take_place(store::Unit& unit, const Line& line, const holds::Row* fresh) {
    bool placed = fresh == nullptr;
    for (const auto* rows : {&line.lapsed, &line.held}) {
        for (const holds::Row& row : *rows) {
            if (!placed && cart_rows::replace(unit.sql(), row.hold.id(), fresh->hold.id())) {
                placed = true;
            } else {
                cart_rows::remove(unit.sql(), row.hold.id());
            }
        }
    }
    if (!placed) cart_rows::keep(unit.sql(), *fresh, unit.now());
}

// Today's price; for no more than he holds, the price that he holds it at, whatever the line-up says by now.
Result<Offer> offer_of(store::Unit& unit, const Line& line, const v1::SetCartLineRequest& request) {
    const std::string own = line.held.empty() ? "" : line.held.front().hold.unit_price().currency();
    const std::string currency = request.currency().empty() ? own : request.currency();
    if (line.held.empty() || !line.same_price() || currency != own || request.quantity() > line.quantity())
        return offer_in_show(unit.sql(), request.show_id(), request.variant_id(), currency, unit.now());
    const holds::Row& kept = line.held.front();
    Result<Offer> offer =
        offer_to_promised(unit.sql(), request.show_id(), request.variant_id(), "", unit.now());
    if (!offer.ok()) return offer;
    offer->price = {kept.hold.unit_price().minor(), *Currency::parse(own)};
    offer->rate_e9 = kept.rate_e9;
    return offer;
}

Result<holds::Row> hold_anew(store::Unit& unit, const Caller& caller, const v1::SetCartLineRequest& request,
                             const Offer& offer, Instant until, const SaleTerms& terms) {
    if (holds::find(unit.sql(), request.command_id()))
        return Error{Code::conflict, "This command id was used for something else."};
    const HoldsOfPerson mine = holds_of_person(unit, caller.id, request.variant_id());
    if (auto limits = check_limits(mine, request.quantity(), terms); !limits.ok()) return limits.error();
    holds::Row row;
    row.person_id = caller.id;
    row.hold.set_id(request.command_id());
    row.hold.set_show_id(request.show_id());
    row.hold.set_variant_id(request.variant_id());
    row.hold.set_quantity(request.quantity());
    row.hold.set_expires_us(until.us);
    if (auto taken = take_units(unit, row, offer); !taken.ok()) return taken.error();
    add_hold(unit, row);
    return row;
}

bool as_wanted(const Line& line, const v1::SetCartLineRequest& request, Instant now) {
    if (line.held.size() != 1 || !line.lapsed.empty() || line.quantity() != request.quantity()) return false;
    const holds::Row& row = line.held.front();
    return !lapsed(row.facts(), now) &&
           (request.currency().empty() || request.currency() == row.hold.unit_price().currency());
}

// sold_out when no bucket has so many with all that he holds himself: who asks for too many is refused before
// anything is written.
Result<Done> check_there_is(store::Session& sql, const Line& line, const v1::SetCartLineRequest& request,
                            const Offer& offer) {
    int64_t left = 0, together = 0;
    for (const auto& [bucket, stock] : stock::buckets(sql, request.variant_id(), offer.pool)) {
        left += stock.available();
        together = std::max(together, stock.available());
    }
    if (together + line.quantity() >= request.quantity()) return Done{};
    return too_few(left, together);
}

// What ran out long ago makes room.
void forget_oldest(store::Unit& unit, const std::string& person_id, const std::string& show_id) {
    const std::vector<holds::Row> rows = cart_rows::lapsed(unit.sql(), person_id, show_id);
    for (size_t i = 0; i + kMostLapsed < rows.size(); ++i) cart_rows::remove(unit.sql(), rows[i].hold.id());
}

}  // namespace

Result<v1::Cart> set_cart_line(store::Unit& unit, const Caller& caller, const v1::SetCartLineRequest& request,
                               const SaleTerms& terms) {
    if (request.quantity() != 0) {
        if (auto good = check_quantity(request.quantity(), terms); !good.ok()) return good.error();
    }
    Line line = line_of(unit.sql(), caller.id, request.show_id(), request.variant_id());
    if (as_wanted(line, request, unit.now())) {
        cart_rows::keep(unit.sql(), line.held.front(), unit.now());
        return cart_rows::load(unit.sql(), caller.id, request.show_id());
    }
    if (auto left = leave_declined_orders(unit, line.held); !left.ok()) return left.error();
    forget_declined_orders(unit, line.lapsed);
    const Instant until = held_until(unit, line, request, terms);
    if (request.quantity() == 0) {
        let_go(unit, line);
        take_place(unit, line, nullptr);
    } else {
        const Result<Offer> offer = offer_of(unit, line, request);
        if (!offer.ok()) return offer.error();
        if (auto enough = check_there_is(unit.sql(), line, request, *offer); !enough.ok())
            return enough.error();
        let_go(unit, line);
        const Result<holds::Row> row = hold_anew(unit, caller, request, *offer, until, terms);
        if (!row.ok()) return row.error();
        take_place(unit, line, &*row);
        forget_oldest(unit, caller.id, request.show_id());
    }
    waiting_list::offer_units(unit, request.variant_id(), terms);
    return cart_rows::load(unit.sql(), caller.id, request.show_id());
}

Result<v1::Cart> renew_cart_line(store::Unit& unit, const Caller& caller,
                                 const v1::RenewCartLineRequest& request, const SaleTerms& terms) {
    Result<holds::Row> row = own_hold(unit.sql(), caller, request.hold_id());
    if (!row.ok()) return row.error();
    const v1::Hold& hold = row->hold;
    if (hold.state() != v1::HOLD_STATE_ACTIVE && hold.state() != v1::HOLD_STATE_EXPIRED)
        return Error{Code::precondition, "This is not in your cart any more. Choose it again."};
    if (row->in_payment != holds::kFree)
        return Error{Code::precondition, "This is being paid right now. Wait a moment for the answer."};
    if (hold.state() == v1::HOLD_STATE_EXPIRED || lapsed(row->facts(), unit.now())) {
        if (hold.state() == v1::HOLD_STATE_ACTIVE) end_unpaid(unit, *row, v1::HOLD_STATE_EXPIRED, terms);
        v1::SetCartLineRequest again;
        again.set_command_id(request.command_id());
        again.set_show_id(hold.show_id());
        again.set_variant_id(hold.variant_id());
        again.set_currency(hold.unit_price().currency());
        again.set_quantity(hold.quantity() +
                           line_of(unit.sql(), caller.id, hold.show_id(), hold.variant_id()).quantity());
        return set_cart_line(unit, caller, again, terms);
    }
    if (somebody_waits(unit.sql(), hold.show_id(), hold.variant_id()))
        return Error{Code::precondition,
                     "Others wait for this. It is yours until its time is over; pay for it now."};
    row->hold.set_expires_us(unit.now().plus_s(terms.hold_ttl_s).us);
    holds::change(unit, *row);
    return cart_rows::load(unit.sql(), caller.id, hold.show_id());
}

}  // namespace vitrine::shop
