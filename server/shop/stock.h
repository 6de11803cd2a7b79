// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/domain/result.h"
#include "server/shop/bucket.h"
#include "server/shop/stock_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/stock.pb.h"

// The units of variants, as statements. Every change is conditional, so that the database itself refuses to
// oversell, and is told to the shows that sell from the bucket at the end of the group. All that change are
// on the committer's thread, inside the command's transaction.
namespace vitrine::shop::stock {

// Why units came or went; the numbers are the schema's.
enum class Movement {
    received = 1,
    adjusted = 2,
    sold = 3,
    moved = 4,         // to another location
    allocated = 5,     // to a show
    given_back = 6,    // by a show, to the pool
    brought_back = 7,  // by a buyer
};

struct Cause {
    Movement kind = Movement::adjusted;
    std::string reason;     // for a person who reads the journal
    std::string person_id;  // who did it
    std::string reference;  // order or command
};

// What a show sells a variant from: its own buckets (their show_id) or the pool ('').
std::string pool_of(store::Session&, const std::string& variant_id, const std::string& show_id);
// What this pool has left of it, wherever it lies.
int64_t available(store::Session&, const std::string& variant_id, const std::string& pool);
// The buckets of a pool in the order in which they are sold from.
std::vector<std::pair<Bucket, Stock>> buckets(store::Session&, const std::string& variant_id,
                                              const std::string& pool);
// All of it, and bucket by bucket; not_found.
Result<v1::StockLevel> level(store::Session&, const std::string& variant_id);
std::vector<v1::StockLevel> all_levels(store::Session&);

// Takes from the first bucket of the pool that has all of them; answers which. sold_out when none has.
// show_id: the show it happens in.
Result<Bucket> hold(store::Unit&, const std::string& show_id, const std::string& variant_id,
                    const std::string& pool, int64_t quantity);
// From this bucket, which has so many: std::logic_error when it has not.
void hold_in(store::Unit&, const std::string& show_id, const Bucket&, int64_t quantity);
// These two undo or complete a hold; a bucket that does not hold so many is a fault: std::logic_error. What
// is released by a show that gave its units back goes to the pool.
void release(store::Unit&, const std::string& show_id, const Bucket&, int64_t quantity);
void sell(store::Unit&, const Bucket&, int64_t quantity, const Cause&);
// Sold units are on the shelf again. To be offered to who waits. too_large when there is no room for them;
// std::logic_error when the bucket did not sell so many.
Result<Done> take_back(store::Unit&, const Bucket&, int64_t quantity, const Cause&);

// The first stock of a new variant (0 too), and later deliveries, counts, damage.
void receive(store::Unit&, const std::string& variant_id, int64_t quantity, const Cause&);
// Precondition: variant and location exist.
Result<Done> adjust(store::Unit&, const Bucket&, int64_t delta, const Cause&);
// Both of one variant.
Result<Done> move(store::Unit&, const Bucket& from, const Bucket& to, int64_t quantity, const Cause&);

}  // namespace vitrine::shop::stock
