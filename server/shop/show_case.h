// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/store/session.h"
#include "vitrine/v1/catalog.pb.h"
#include "vitrine/v1/event.pb.h"
#include "vitrine/v1/order.pb.h"

// What a show's page needs of the shop, read from a session of the caller's: inside one read transaction
// together with the rest of a snapshot, all of it tells of one moment. Any thread that owns the session.
namespace vitrine::shop {

// The line-up, in order; archived products and variants are left out.
std::vector<v1::Product> load_lineup(store::Session&, const std::string& show_id);

// What a person holds (active), has ordered (newest first, at most 20) and waits for in a show.
v1::BuyerState load_buyer_state(store::Session&, const std::string& show_id, const std::string& person_id);

// The shop's part of a show's snapshot: the line-up's products and, for a known caller, his buyer's state.
void add_to_snapshot(store::Session&, const Caller&, v1::ShowSnapshot&);

}  // namespace vitrine::shop
