// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "server/domain/id.h"
#include "server/shop/buyer_currency.h"
#include "server/shop/drop_life.h"
#include "server/shop/drop_rows.h"
#include "server/shop/money_message.h"
#include "server/shop/reserve.h"
#include "server/shop/waiting_list.h"

namespace vitrine::shop::drop_life {
namespace {

// In one transaction with everybody else's commands: small, so that they need not wait for the whole draw.
constexpr size_t kAtOnce = 200;

void tell(store::Unit& unit, const v1::Drop& drop, const drop_rows::Entry& entry) {
    v1::ShowEvent event;
    event.set_show_id(drop.show_id());
    event.set_audience(v1::AUDIENCE_PERSON);
    event.set_recipient_id(entry.person_id);
    *event.mutable_drop_entry() = entry.entry;
    unit.emit(std::move(event));
}

std::optional<Offer> offer_for(store::Unit& unit, const v1::Drop& drop, const std::string& person_id) {
    for (const std::string& currency : {buyer_currency::of(unit.sql(), person_id), std::string()}) {
        const Result<Offer> offer =
            offer_to_promised(unit.sql(), drop.show_id(), drop.variant_id(), currency, unit.now());
        if (offer.ok()) return *offer;
    }
    return std::nullopt;
}

// One of the drop's units becomes his. False, and why in the entry, when he may not have it or it is off
// sale.
bool hold_for_winner(store::Unit& unit, const v1::Drop& drop, drop_rows::Entry& entry,
                     const SaleTerms& terms) {
    const std::optional<Offer> offer = offer_for(unit, drop, entry.person_id);
    if (!offer) {
        entry.entry.set_problem("This was taken off sale. You are on the waiting list, should it come back.");
        return false;
    }
    if (auto allowed = within_buyer_limits(unit.sql(), entry.person_id, drop.show_id(), drop.variant_id(), 1,
                                           offer->limits);
        !allowed.ok()) {
        entry.entry.set_problem(allowed.error().message);
        return false;
    }
    const std::optional<Bucket> bucket = drop_rows::take_unit(unit, drop);
    if (!bucket) throw std::logic_error("drop " + drop.id() + " has fewer units than winners");
    holds::Row row;
    row.person_id = entry.person_id;
    row.bucket = *bucket;
    row.rate_e9 = offer->rate_e9;
    row.hold.set_id(make_id(unit.now()));
    row.hold.set_show_id(drop.show_id());
    row.hold.set_variant_id(drop.variant_id());
    row.hold.set_quantity(1);
    *row.hold.mutable_unit_price() = money_message(offer->price);
    row.hold.set_expires_us(unit.now().plus_s(terms.hold_ttl_s).us);
    row.hold.set_state(v1::HOLD_STATE_ACTIVE);
    holds::add(unit, {&row, 1});
    entry.entry.set_hold_id(row.hold.id());
    return true;
}

}  // namespace

size_t settle(store::Unit& unit, const std::string& drop_id, const std::vector<std::string>& order,
              size_t from, const SaleTerms& terms) {
    const auto row = drop_rows::find(unit.sql(), drop_id);
    if (!row || row->drop.state() != v1::DROP_STATE_DRAWING) return order.size();
    const size_t until = std::min(order.size(), from + kAtOnce);
    std::vector<drop_rows::Entry> settled;
    std::vector<std::string> without;
    for (size_t i = from; i < until; ++i) {
        auto entry = drop_rows::find_entry(unit.sql(), drop_id, order[i]);
        VITRINE_CHECK(entry.has_value());
        if (entry->entry.outcome() != v1::DROP_OUTCOME_UNSPECIFIED) continue;
        const auto place = static_cast<int64_t>(i + 1);
        entry->entry.set_place(place);
        const bool won = place <= row->drop.quantity() && hold_for_winner(unit, row->drop, *entry, terms);
        entry->entry.set_outcome(won ? v1::DROP_OUTCOME_WON : v1::DROP_OUTCOME_WAITING);
        if (!won) without.push_back(entry->person_id);
        settled.push_back(std::move(*entry));
    }
    const std::vector<int64_t> positions =
        waiting_list::join_all(unit, row->drop.show_id(), row->drop.variant_id(), without);
    size_t next = 0;
    for (drop_rows::Entry& entry : settled) {
        if (entry.entry.outcome() == v1::DROP_OUTCOME_WAITING) entry.entry.set_waiting(positions[next++]);
        drop_rows::settle_entry(unit, entry.entry);
        tell(unit, row->drop, entry);
    }
    // There may be more units than the drop's.
    if (!without.empty()) waiting_list::offer_units(unit, row->drop.variant_id(), terms);
    return until;
}

}  // namespace vitrine::shop::drop_life
