// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// Who waits for a unit of a variant that is sold out: first come, first served, one unit each, one line per
// variant whatever the show. A unit that comes back is held for the first in line in the same transaction, so
// nobody overtakes him.
namespace vitrine::shop::waiting_list {

// Position 1 is next. Joining again keeps the place. Committer's thread.
v1::WaitlistPlace join(store::Unit&, const std::string& show_id, const std::string& variant_id,
                       const std::string& person_id);
std::vector<v1::WaitlistPlace> places(store::Session&, const std::string& show_id,
                                      const std::string& person_id);

// Makes holds for those who wait, as far as units are free; they get the Hold and a place of 0, the next ones
// their new places. To be called whenever units may have come back. Committer's thread.
void offer_units(store::Unit&, const std::string& variant_id, const SaleTerms&);

}  // namespace vitrine::shop::waiting_list
