// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/one_hold.h"

namespace vitrine::shop {

Result<v1::Hold> reserve_one(store::Unit& unit, const Caller& caller, const v1::HoldRequest& request,
                             const SaleTerms& terms) {
    const HoldWish wish{caller, request};
    const HoldWish* const wishes[] = {&wish};
    return std::move(reserve(unit, wishes, terms).front());
}

void add_hold(store::Unit& unit, const holds::Row& row) { holds::add(unit, {&row, 1}); }

HoldsOfPerson holds_of_person(store::Unit& unit, const std::string& person_id,
                              const std::string& variant_id) {
    HoldsOfPerson mine;
    for (const holds::OfPerson& one : holds::active_of(unit, {&person_id})) {
        ++mine.holds;
        if (one.variant_id == variant_id) mine.units_of_variant += one.quantity;
    }
    return mine;
}

}  // namespace vitrine::shop
