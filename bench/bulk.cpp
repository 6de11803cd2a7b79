// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bulk.h"

namespace vitrine::bench {
namespace {

constexpr const char* kHurry[] = {
    "PRAGMA foreign_keys = OFF",       // a look-up for each; tests/bench checks them in a small shop
    "PRAGMA journal_mode = OFF",       // what fails half-way is thrown away,
    "PRAGMA synchronous = OFF",        // and so is what a power failure leaves
    "PRAGMA cache_size = -1000000",    // KiB
    "PRAGMA locking_mode = EXCLUSIVE"  // until the session ends
};

}  // namespace

std::string id_of(Kind kind, const std::string& number) {
    return std::string("'0190000") + static_cast<char>(kind) +
           "-0000-7000-8000-' || substr(CAST(1000000000000 + " + number + " AS TEXT), 2)";
}

Bulk::Bulk(store::Session& sql) : sql_(sql) {
    if (sql_.dialect() == store::DialectName::sqlite) {
        for (const char* pragma : kHurry) sql_ << pragma;
    }
    sql_.begin_write();
    take_indexes_away();
}

void Bulk::take_indexes_away() {
    const bool sqlite = sql_.dialect() == store::DialectName::sqlite;
    std::vector<std::string> names;
    std::string name, statement;
    sql_.each(
        sqlite ? "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
               : "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE "
                 "'CREATE INDEX%'",
        [&] {
            names.push_back(name);
            indexes_.push_back(statement);
        },
        soci::into(name), soci::into(statement));
    for (const std::string& one : names) run("DROP INDEX " + one);
}

void Bulk::insert(int64_t count, const std::string& into, const std::string& select) {
    if (count == 0) return;
    run("WITH RECURSIVE numbers (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i "
        "< " +
        std::to_string(count) + ") INSERT INTO " + into + " SELECT " + select + " FROM numbers");
}

void Bulk::run(const std::string& statement) { sql_ << statement; }

void Bulk::finish() {
    for (const std::string& statement : indexes_) run(statement);
    sql_.commit();
    if (sql_.dialect() == store::DialectName::postgresql) run("ANALYZE");
}

}  // namespace vitrine::bench
