// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/raw_sqlite.h"

#include <stdexcept>

namespace vitrine::bench {

RawSqlite::RawSqlite(const std::string& path) {
    check(sqlite3_open(path.c_str(), &db_));
    for (const char* setting : {"journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON",
                                "cache_size = -32000", "temp_store = MEMORY"})
        run(std::string("PRAGMA ") + setting);
}

RawSqlite::~RawSqlite() {
    for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(db_);
}

void RawSqlite::run(const std::string& text) {
    check(sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr));
}

sqlite3_stmt* RawSqlite::prepare(const std::string& text) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(db_, text.c_str(), -1, &statement, nullptr));
    statements_.push_back(statement);
    return statement;
}

int RawSqlite::step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail();
    sqlite3_reset(statement);
    return sqlite3_changes(db_);
}

void RawSqlite::check(int code) {
    if (code != SQLITE_OK) fail();
}

void RawSqlite::fail() { throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(db_)); }

void bind(sqlite3_stmt* statement, int position, const std::string& text) {
    sqlite3_bind_text(statement, position, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

}  // namespace vitrine::bench
