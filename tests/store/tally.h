// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/committer.h"
#include "server/store/database.h"

namespace vitrine::tests {

// A table for tests of the store itself, which knows nothing of shows and stock.
inline void make_tally(store::Database& database) {
    database.connect(false)->run(
        "CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, count BIGINT NOT NULL CHECK (count >= 0))");
}

inline void insert(store::Unit& unit, const std::string& name) {
    unit.sql().run("INSERT INTO tally (name, count) VALUES (:name, 1)", soci::use(name));
}

inline v1::ShowEvent sale(const std::string& show_id, int64_t quantity,
                          v1::Audience audience = v1::AUDIENCE_EVERYONE) {
    v1::ShowEvent event;
    event.set_show_id(show_id);
    event.set_audience(audience);
    event.mutable_sale()->set_quantity(quantity);
    return event;
}

}  // namespace vitrine::tests
