// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/postgresql.h"

#include <stdexcept>

#include <soci/postgresql/soci-postgresql.h>

#include "server/domain/clock.h"
#include "server/store/epoch.h"
#include "server/store/faults.h"
#include "server/store/migrations.h"
#include "server/store/postgresql_address.h"

namespace vitrine::store {
namespace {

// The first thing every writing transaction locks, whichever server it belongs to: so all rows are locked in
// one order, by one at a time, and READ COMMITTED sees all that was written before.
constexpr int64_t kWritersTurn = 0x76697472696e65;  // "vitrine"

class PostgresqlDialect final : public Dialect {
  public:
    DialectName name() const override { return DialectName::postgresql; }
    std::string begin_write(Session& session) const override {
        session.run("BEGIN");
        std::string nothing, name;
        session.run("SELECT pg_advisory_xact_lock(:turn), CAST(pg_current_xact_id() AS TEXT)",
                    soci::use(kWritersTurn), soci::into(nothing), soci::into(name));
        return name;
    }
    void begin_read(Session& session) const override {
        session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    // The turn is free only once the server has ended that transaction, one way or the other.
    bool was_committed(Session& session, const std::string& transaction) const override {
        begin_write(session);
        std::string status;
        session.run("SELECT COALESCE(pg_xact_status(CAST(:name AS xid8)), '')", soci::use(transaction),
                    soci::into(status));
        session.rollback();
        return status == "committed";
    }
    bool keeps_failed_statements() const override { return true; }
};

class PostgresqlDatabase final : public Database {
  public:
    PostgresqlDatabase(const std::string& url, const std::vector<Migration>& steps)
        : address_(complete_postgresql_address(url)) {
        const auto session = connect(false);
        migrate(*session, steps, SystemClock().now());
        epoch_ = stored_epoch(*session);
    }

    std::unique_ptr<Session> connect(bool read_only) override {
        auto session = open();
        // Whatever the server's own settings say: an answered commit survives a power failure.
        *session << "SET synchronous_commit = on";
        *session << "SET lock_timeout = '5s'";
        // Kept statements keep their plans, and many are planned while their tables are still small, when
        // reading all of one looks cheap: 256 look-ups by key then read the table four times.
        *session << "SET enable_seqscan = off";
        if (read_only) {
            *session << "SET default_transaction_read_only = on";
            *session << "SET statement_timeout = '30s'";
        }
        return session;
    }

    const std::string& epoch() const override { return epoch_; }

  private:
    // SOCI throws its plainest error when there is no connection to be had.
    std::unique_ptr<Session> open() {
        try {
            return std::make_unique<Session>(soci::postgresql, address_, dialect_);
        } catch (const soci::soci_error& error) {
            throw DatabaseGone(error.what());
        }
    }

    const PostgresqlDialect dialect_;
    const std::string address_;
    std::string epoch_;
};

}  // namespace

std::unique_ptr<Database> open_postgresql(const std::string& url, const std::vector<Migration>& steps) {
    try {
        return std::make_unique<PostgresqlDatabase>(url, steps);
    } catch (const DatabaseGone& gone) {
        throw std::runtime_error(std::string("The PostgreSQL database cannot be reached. ") + gone.what() +
                                 "Check that the server runs, that the database exists, and the address.");
    } catch (const soci::soci_error& error) {
        throw std::runtime_error(std::string("The PostgreSQL database cannot be used: ") + error.what() +
                                 ". Check that its user may make tables there.");
    }
}

}  // namespace vitrine::store
