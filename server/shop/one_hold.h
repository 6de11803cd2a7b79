// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/shop/holds.h"
#include "server/shop/reserve_together.h"

// For one buyer what holds.h and reserve_together.h do for many at once. Committer's thread.
namespace vitrine::shop {

Result<v1::Hold> reserve_one(store::Unit&, const Caller&, const v1::HoldRequest&, const SaleTerms&);

// Adds a row and tells its person. The units must have been taken, or are those of holds that end.
void add_hold(store::Unit&, const holds::Row&);

// What a person holds by now, for the limits.
HoldsOfPerson holds_of_person(store::Unit&, const std::string& person_id, const std::string& variant_id);

}  // namespace vitrine::shop
