// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/drop.pb.h"

// What happens to drops, inside a command's transaction (committer's thread). A drop keeps its units from the
// moment it opens; while it is under way its show sells the variant in no other way.
namespace vitrine::shop::drop_life {

// In a live show. programme_time_us: when it belongs on the picture, 0: at once. not_found, precondition,
// sold_out, invalid_argument, too_large.
Result<v1::Drop> open(store::Unit&, const Caller&, const v1::OpenDropRequest&, const std::string& seed,
                      int64_t programme_time_us);
// While it is open; its units come free again. Twice is no error.
Result<v1::Drop> call_off(store::Unit&, const std::string& drop_id, const SaleTerms&);

// One entry a person: entering again answers the first. precondition, too_large (the buyer's limits).
Result<v1::DropEntry> enter(store::Unit&, const Caller&, const v1::EnterDropRequest&);

// Closes those whose window is over. Answers all that are to be drawn, the ones among them whose draw was
// begun and cut off too.
std::vector<std::string> close_those_over(store::Unit&);
// Tells the next entries, in the order of the draw, what became of them: winners get holds, the others places
// on the waiting list in that order. Answers where to go on. What was told already is left alone, so a draw
// may be begun again from the start.
size_t settle(store::Unit&, const std::string& drop_id, const std::vector<std::string>& order, size_t from,
              const SaleTerms&);
// Tells the seed. Units that no winner took come free.
void finish(store::Unit&, const std::string& drop_id, const SaleTerms&);

}  // namespace vitrine::shop::drop_life
