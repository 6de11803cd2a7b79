// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/caller.h"
#include "server/shop/hold_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/stock.pb.h"

// Units that belong to one show, so that two shows never sell each other's. Committer's thread, inside the
// command's transaction.
namespace vitrine::shop {

// not_found, precondition (ended show, more than is free in the pool), invalid_argument.
Result<v1::StockLevel> allocate(store::Unit&, const Caller&, const v1::AllocateStockRequest&,
                                const SaleTerms&);
// All that is free goes back; what buyers hold follows when their holds end. Twice is no error.
Result<v1::StockLevel> return_to_pool(store::Unit&, const Caller&, const v1::ReturnStockRequest&,
                                      const SaleTerms&);
// The same for all that shows still have which have ended; answers of how many variants.
int64_t return_from_ended_shows(store::Unit&, const SaleTerms&);

}  // namespace vitrine::shop
