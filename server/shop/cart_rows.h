// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/domain/clock.h"
#include "server/shop/holds.h"
#include "server/store/session.h"
#include "vitrine/v1/cart.pb.h"

// What stays in carts: which holds leave a line behind when their time is over. Statements only.
namespace vitrine::shop::cart_rows {

// Its line stays from now on.
void keep(store::Session&, const holds::Row&, Instant added);
void remove(store::Session&, const std::string& hold_id);
// Another hold takes its place in the cart; false: it had none.
bool replace(store::Session&, const std::string& old_hold_id, const std::string& new_hold_id);
// The places of all that is left of a person's lines become another's.
void hand_over(store::Session&, const std::string& from, const std::string& to);

// Holds that ran out and whose lines stayed, oldest first.
std::vector<holds::Row> lapsed(store::Session&, const std::string& person_id, const std::string& show_id);
// What is kept now and what is left of what was, oldest first.
v1::Cart load(store::Session&, const std::string& person_id, const std::string& show_id);

}  // namespace vitrine::shop::cart_rows
