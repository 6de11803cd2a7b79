// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <string>
#include <vector>

namespace vitrine::bench {

// SQLite's own C interface with the settings of the shop's store: what a measurement is held against. One
// thread at a time. Throws std::runtime_error with what SQLite says.
class RawSqlite {
  public:
    explicit RawSqlite(const std::string& path);
    ~RawSqlite();
    RawSqlite(const RawSqlite&) = delete;
    RawSqlite& operator=(const RawSqlite&) = delete;

    void run(const std::string& text);
    // Owned by this object.
    sqlite3_stmt* prepare(const std::string& text);
    // Executes a statement that writes; how many rows it changed.
    int step(sqlite3_stmt*);

  private:
    void check(int code);
    [[noreturn]] void fail();

    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
};

// The text must live until the statement was executed.
void bind(sqlite3_stmt*, int position, const std::string& text);

}  // namespace vitrine::bench
