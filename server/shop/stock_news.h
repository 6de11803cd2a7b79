// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/store/committer.h"
#include "vitrine/v1/catalog.pb.h"

namespace vitrine::shop {

// Notes that what a pool has left of a variant may have changed. At the end of the group, ONE StockChanged
// with the final values goes to EVERYONE in each show that has not ended, has the product in its line-up and
// sells from this pool, and in show_id if given (a replay sells too): 256 holds of one article make one
// event, not 256. Each show is told what IT can sell. Committer's thread.
void stock_changed(store::Unit&, const std::string& show_id, const std::string& variant_id,
                   const std::string& pool);

// The product as it is now, to EVERYONE in each show that has not ended and has it in its line-up: with the
// units and the price of that show.
void product_changed(store::Unit&, const std::string& product_id);
// The same when it was taken off sale; then their line-ups, which are without it now.
void product_archived(store::Unit&, const std::string& product_id);

}  // namespace vitrine::shop
