// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/shop/bucket.h"
#include "server/store/committer.h"
#include "vitrine/v1/stock.pb.h"

// Where units lie. Those that change are on the committer's thread, inside the command's transaction.
namespace vitrine::shop {

namespace locations {

std::vector<v1::Location> all(store::Session&, bool with_archived);
// An empty id makes a new one. A name nobody else has; exactly one is standard, and it stays until another
// takes its place. invalid_argument, too_large, conflict (name), not_found, precondition.
Result<v1::Location> save(store::Unit&, v1::Location);
// Twice is no error. precondition while units lie there, or it is the standard one.
Result<v1::Location> archive(store::Unit&, const std::string& location_id);

}  // namespace locations

// The bucket somebody speaks of: in the standard location unless he names one, of the pool unless he names a
// show, which must sell from units of its own. not_found, precondition.
Result<Bucket> named_bucket(store::Session&, const std::string& variant_id, const std::string& show_id,
                            const std::string& location_id);

}  // namespace vitrine::shop
