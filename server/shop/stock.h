// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/domain/result.h"
#include "server/shop/stock_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/stock.pb.h"

// The units of variants, as statements. Every change is conditional, so that the database itself refuses to
// oversell, and is told to the shows at the end of the group. All on the committer's thread, inside the
// command's transaction.
namespace vitrine::shop::stock {

// Why units came or went; the numbers are the schema's.
enum class Movement { received = 1, adjusted = 2, sold = 3 };

struct Cause {
    Movement kind = Movement::adjusted;
    std::string reason;     // for a person who reads the journal
    std::string person_id;  // who did it
    std::string reference;  // order or command
};

std::optional<Stock> level(store::Session&, const std::string& variant_id);
v1::StockLevel message(const std::string& variant_id, const Stock&);

// sold_out when fewer than quantity are free. show_id: the show it happens in.
Result<Done> hold(store::Unit&, const std::string& show_id, const std::string& variant_id, int64_t quantity);
// These two undo or complete a hold; a variant that does not hold so many is a fault: std::logic_error.
void release(store::Unit&, const std::string& show_id, const std::string& variant_id, int64_t quantity);
void sell(store::Unit&, const std::string& variant_id, int64_t quantity, const Cause&);

// Sold units that are back on the shelf: a sale with the sign turned round. To be offered to who waits.
void take_back(store::Unit&, const std::string& show_id, const std::string& variant_id, int64_t quantity,
               const Cause&);

// The first stock of a new variant (0 too), and later deliveries, counts, damage.
void receive(store::Unit&, const std::string& variant_id, int64_t quantity, const Cause&);
Result<Stock> adjust(store::Unit&, const std::string& variant_id, int64_t delta, const Cause&);

}  // namespace vitrine::shop::stock
