// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// Who waits for a unit of a variant that is sold out: first come, first served, one unit each. There is one
// line for each pool that shows sell from: shows without units of their own share one. A unit that comes back
// is held for the first in line in the same transaction, so nobody overtakes him.
namespace vitrine::shop::waiting_list {

// Position 1 is next; 1000 stands for that and all behind. Joining again, from another show of the same pool
// too, keeps the place. Committer's thread.
v1::WaitlistPlace join(store::Unit&, const std::string& show_id, const std::string& variant_id,
                       const std::string& person_id);
bool anybody(store::Session&, const std::string& variant_id, const std::string& pool);
std::vector<v1::WaitlistPlace> places(store::Session&, const std::string& show_id,
                                      const std::string& person_id);

// Many at once, in their order, behind everybody else: those whom a drop left without. Who is in line already
// keeps his place. Answers each one's position. Committer's thread.
std::vector<int64_t> join_all(store::Unit&, const std::string& show_id, const std::string& variant_id,
                              const std::vector<std::string>& person_ids);

// The places of one who signs in become those of his account; of two the better one stays.
void hand_over(store::Unit&, const std::string& from, const std::string& to);

// Drops places in shows that ended a day ago and longer, some at a time; answers how many. Who waited there
// would keep a unit from those who are watching now.
int64_t forget_ended(store::Unit&);

// Makes holds for those who wait, as far as units are free in their pool; they get the Hold and a place of 0,
// the next ones their new places. Who has as many as one buyer may have by now loses his place, and is told.
// To be called whenever units may have come back. Committer's thread.
void offer_units(store::Unit&, const std::string& variant_id, const SaleTerms&);

}  // namespace vitrine::shop::waiting_list
