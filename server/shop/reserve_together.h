// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

namespace vitrine::shop {

struct HoldWish {
    Caller caller;
    v1::HoldRequest request;
};

// Reserves for all who stand in line, in their order, as if one came after the other: what the rules need is
// read once for all, each wish is decided in memory, and what was granted is written with few statements. A
// refused wish has written nothing. Committer's thread.
//
// A hold's id is its command's: sent again it gets its first answer again, sent with other contents or by
// another person a conflict. sold_out, precondition (not on sale in this show), too_large, not_found.
std::vector<Result<v1::Hold>> reserve(store::Unit&, std::span<const HoldWish* const>, const SaleTerms&);

}  // namespace vitrine::shop
