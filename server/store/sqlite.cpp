// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlite.h"

#include <stdexcept>

#include <soci/sqlite3/soci-sqlite3.h>

#include "server/domain/clock.h"
#include "server/store/epoch.h"
#include "server/store/migrations.h"

namespace vitrine::store {
namespace {

// A session is used by one thread at a time and needs no locks of its own, and nobody asks how much memory
// SQLite uses. Only before the first use of SQLite in the process; later it is refused, and slower is all
// that happens.
void leave_out_locks() {
    static const bool done = [] {
        return sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK &&
               sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
    }();
    static_cast<void>(done);
}

class SqliteDialect final : public Dialect {
  public:
    DialectName name() const override { return DialectName::sqlite; }
    std::string begin_write(Session& session) const override {
        session.run("BEGIN IMMEDIATE");
        return {};
    }
    void begin_read(Session& session) const override { session.run("BEGIN"); }
    // There is no connection that could break between the commit and its answer.
    bool was_committed(Session&, const std::string&) const override { return false; }
    // A statement that was left half-read holds its snapshot until it is gone.
    bool keeps_failed_statements() const override { return false; }
};

class SqliteDatabase final : public Database {
  public:
    SqliteDatabase(const std::string& path, const std::vector<Migration>& steps)
        : connect_string_("db=\"" + path + "\" timeout=5") {
        const auto session = connect(false);
        migrate(*session, steps, SystemClock().now());
        epoch_ = stored_epoch(*session);
    }

    std::unique_ptr<Session> connect(bool read_only) override {
        auto session = std::make_unique<Session>(soci::sqlite3, connect_string_, dialect_);
        // WAL: readers never wait for the writer. FULL: an answered commit survives a power failure.
        *session << "PRAGMA journal_mode = WAL";
        *session << "PRAGMA synchronous = FULL";
        *session << "PRAGMA foreign_keys = ON";
        *session << "PRAGMA cache_size = -32000";  // KiB
        *session << "PRAGMA temp_store = MEMORY";
        *session << "PRAGMA journal_size_limit = 67108864";  // bytes; a burst's log does not stay on the disk
        if (read_only) *session << "PRAGMA query_only = ON";
        return session;
    }

    const std::string& epoch() const override { return epoch_; }

  private:
    const SqliteDialect dialect_;
    std::string connect_string_;
    std::string epoch_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const std::vector<Migration>& steps) {
    if (path.empty() || path.find('"') != std::string::npos) {
        throw std::runtime_error(
            "The database's path is empty or holds a quotation mark. Give the path of a file.");
    }
    leave_out_locks();
    try {
        return std::make_unique<SqliteDatabase>(path, steps);
    } catch (const soci::sqlite3_soci_error& error) {
        const int code = error.result() & 0xff;
        if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
            throw std::runtime_error(
                "The file " + path +
                " is damaged or is not a Vitrine database. Put back a copy of it, or give another path.");
        }
        throw std::runtime_error(
            "The database " + path + " cannot be opened: " + error.what() +
            ". Check that its folder exists and can be written to, and that the disk is not full.");
    }
}

}  // namespace vitrine::store
