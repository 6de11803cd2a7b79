// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/drop_life.h"

#include <algorithm>

#include "server/domain/id.h"
#include "server/shop/drop_rows.h"
#include "server/shop/offer.h"
#include "server/shop/reserve.h"
#include "server/shop/stock.h"
#include "server/shop/waiting_list.h"
#include "server/show/stored_show.h"

namespace vitrine::shop::drop_life {
namespace {

void tell(store::Unit& unit, const std::string& drop_id, int64_t programme_time_us = 0) {
    const auto row = drop_rows::find(unit.sql(), drop_id);
    VITRINE_CHECK(row.has_value());
    v1::ShowEvent event;
    event.set_show_id(row->drop.show_id());
    event.set_audience(v1::AUDIENCE_EVERYONE);
    event.set_programme_time_us(programme_time_us);
    *event.mutable_drop() = row->drop;
    unit.emit(std::move(event));
}

Error no_such_drop() { return {Code::not_found, "There is no such drop."}; }

// From the buckets in the order in which they are sold from, as much of each as it needs.
Result<std::vector<drop_rows::Units>> keep_units(store::Unit& unit, const v1::Drop& drop,
                                                 const std::string& pool) {
    std::vector<drop_rows::Units> kept;
    int64_t wanted = drop.quantity();
    for (const auto& [bucket, stock] : stock::buckets(unit.sql(), drop.variant_id(), pool)) {
        const int64_t quantity = std::min(wanted, stock.available());
        if (quantity == 0) continue;
        stock::hold_in(unit, drop.show_id(), bucket, quantity);
        kept.push_back({bucket, quantity});
        wanted -= quantity;
    }
    if (wanted == 0) return kept;
    return Error{Code::sold_out, "Only " + std::to_string(drop.quantity() - wanted) +
                                     " units are free in this show. Choose a smaller drop."};
}

void release_units(store::Unit& unit, const v1::Drop& drop, const SaleTerms& terms) {
    for (const drop_rows::Units& units : drop_rows::units(unit.sql(), drop))
        stock::release(unit, drop.show_id(), units.bucket, units.quantity);
    drop_rows::clear_units(unit, drop.id());
    drop_rows::set_in_show(unit, drop, "");
    waiting_list::offer_units(unit, drop.variant_id(), terms);
}

v1::Drop drop_of(const v1::OpenDropRequest& request, const std::string& seed, Instant now) {
    v1::Drop drop;
    drop.set_id(request.command_id());
    drop.set_show_id(request.show_id());
    drop.set_variant_id(request.variant_id());
    drop.set_quantity(request.quantity());
    drop.set_state(v1::DROP_STATE_OPEN);
    drop.set_opens_us(now.us);
    drop.set_closes_us(now.plus_s(request.window_s()).us);
    drop.set_commitment(commitment_of(seed));
    return drop;
}

}  // namespace

Result<v1::Drop> open(store::Unit& unit, const Caller& caller, const v1::OpenDropRequest& request,
                      const std::string& seed, int64_t programme_time_us) {
    if (auto good = check_drop(request.quantity(), request.window_s()); !good.ok()) return good.error();
    if (drop_rows::find(unit.sql(), request.command_id())) {
        return Error{Code::conflict, "This command id was used for something else."};
    }
    // In a show that sells it, and not by another drop.
    const Result<Offer> offer =
        offer_in_show(unit.sql(), request.show_id(), request.variant_id(), "", unit.now());
    if (!offer.ok()) return offer.error();
    if (show::state_of(unit.sql(), request.show_id()) != v1::SHOW_STATE_LIVE) {
        return Error{Code::precondition, "A drop is for a show that is live. Start the show first."};
    }
    const v1::Drop drop = drop_of(request, seed, unit.now());
    const auto kept = keep_units(unit, drop, offer->pool);
    if (!kept.ok()) return kept.error();
    drop_rows::add(unit, {drop, seed}, caller.id);
    for (const drop_rows::Units& units : *kept) drop_rows::add_units(unit, drop.id(), units);
    drop_rows::set_in_show(unit, drop, drop.id());
    tell(unit, drop.id(), programme_time_us);
    return drop;
}

Result<v1::Drop> call_off(store::Unit& unit, const std::string& drop_id, const SaleTerms& terms) {
    const auto row = drop_rows::find(unit.sql(), drop_id);
    if (!row) return no_such_drop();
    if (row->drop.state() == v1::DROP_STATE_CALLED_OFF) return row->drop;
    if (row->drop.state() != v1::DROP_STATE_OPEN || unit.now().us >= row->drop.closes_us()) {
        return Error{Code::precondition, "This drop is being drawn already and cannot be called off."};
    }
    drop_rows::set_state(unit, row->drop, v1::DROP_STATE_CALLED_OFF);
    drop_rows::call_off_entries(unit, drop_id);
    release_units(unit, row->drop, terms);
    tell(unit, drop_id);
    return drop_rows::find(unit.sql(), drop_id)->drop;
}

Result<v1::DropEntry> enter(store::Unit& unit, const Caller& caller, const v1::EnterDropRequest& request) {
    if (!is_id(request.command_id()))
        return Error{Code::invalid_argument, "The command's id must be a UUID of version 7."};
    const auto row = drop_rows::find(unit.sql(), request.drop_id());
    if (!row) return no_such_drop();
    if (const auto before = drop_rows::entry_of(unit.sql(), request.drop_id(), caller.id))
        return before->entry;
    if (auto may = may_enter(row->drop, unit.now()); !may.ok()) return may.error();
    if (drop_rows::find_entry(unit.sql(), request.drop_id(), request.command_id())) {
        return Error{Code::conflict, "This command id was used for something else."};
    }
    const v1::Drop& drop = row->drop;
    const Result<Offer> offer =
        offer_to_promised(unit.sql(), drop.show_id(), drop.variant_id(), "", unit.now());
    if (!offer.ok()) return offer.error();
    if (auto allowed =
            within_buyer_limits(unit.sql(), caller.id, drop.show_id(), drop.variant_id(), 1, offer->limits);
        !allowed.ok()) {
        return allowed.error();
    }
    drop_rows::Entry entry;
    entry.entry.set_id(request.command_id());
    entry.entry.set_drop_id(drop.id());
    entry.person_id = caller.id;
    drop_rows::add_entry(unit, entry);
    return entry.entry;
}

std::vector<std::string> close_those_over(store::Unit& unit) {
    const std::vector<std::string> over = drop_rows::to_be_drawn(unit.sql(), unit.now());
    for (const std::string& drop_id : over) {
        const auto row = drop_rows::find(unit.sql(), drop_id);
        VITRINE_CHECK(row.has_value());
        if (row->drop.state() != v1::DROP_STATE_OPEN) continue;
        drop_rows::set_state(unit, row->drop, v1::DROP_STATE_DRAWING);
        tell(unit, drop_id);
    }
    return over;
}

void finish(store::Unit& unit, const std::string& drop_id, const SaleTerms& terms) {
    const auto row = drop_rows::find(unit.sql(), drop_id);
    if (!row || row->drop.state() != v1::DROP_STATE_DRAWING) return;
    drop_rows::set_state(unit, row->drop, v1::DROP_STATE_DRAWN);
    release_units(unit, row->drop, terms);
    tell(unit, drop_id);
}

}  // namespace vitrine::shop::drop_life
