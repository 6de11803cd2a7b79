// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/ledger/commission_rules.h"
#include "server/store/committer.h"

// Orders whose money waits, and what sellers have sold: statements, on the committer's thread.
namespace vitrine::shop::ledger::escrow {

struct Waiting {
    std::string order_id;
    std::string currency;
    std::string seller_id;
    std::string creator_id;
};

// One that is there already keeps its time.
void put(store::Unit&, const Waiting&, Instant due);
void drop(store::Unit&, const std::string& order_id);
std::optional<Waiting> find(store::Session&, const std::string& order_id);
std::vector<std::string> due(store::Session&, Instant now, int64_t most);
void postpone(store::Unit&, const std::string& order_id, Instant due);

Volume volume(store::Session&, const std::string& seller_id, const std::string& currency, int64_t month);
void add_volume(store::Unit&, const std::string& seller_id, const std::string& currency, int64_t minor);

}  // namespace vitrine::shop::ledger::escrow
