// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/domain/clock.h"
#include "server/store/session.h"

namespace vitrine::store {

// One step forward. Published steps are never changed: what must change comes as another step.
struct Migration {
    int64_t version;  // rises; gaps are allowed
    std::string name;
    std::vector<std::string_view> statements = {};
    // What has no words that both databases understand: text search.
    std::vector<std::string_view> sqlite = {};
    std::vector<std::string_view> postgresql = {};
};

// All steps from an empty database to what this program expects, in order.
std::vector<Migration> migrations();

// Applies the missing steps in one transaction under the writer's lock: all or none.
// Throws std::runtime_error when the database is newer than the last step.
void migrate(Session&, const std::vector<Migration>&, Instant now);

}  // namespace vitrine::store
