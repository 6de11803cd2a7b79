// SPDX-License-Identifier: GPL-3.0-or-later
// What a transfer costs without the shop: the row and the two balances, over SQLite's own C interface.
#include <sqlite3.h>

#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>

#include "bench/ledger_round.h"
#include "server/store/database.h"

namespace vitrine::bench {
namespace {

using shop::ledger::Transfer;

class Sqlite {
  public:
    explicit Sqlite(const std::string& path) {
        check(sqlite3_open(path.c_str(), &db_));
        for (const char* setting : {"journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON",
                                    "cache_size = -32000", "temp_store = MEMORY"})
            run(std::string("PRAGMA ") + setting);
    }
    ~Sqlite() {
        for (sqlite3_stmt* statement : statements_) sqlite3_finalize(statement);
        sqlite3_close(db_);
    }
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;

    void run(const std::string& text) { check(sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr)); }
    sqlite3_stmt* prepare(const char* text) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(db_, text, -1, &statement, nullptr));
        statements_.push_back(statement);
        return statement;
    }
    void step(sqlite3_stmt* statement) {
        if (sqlite3_step(statement) != SQLITE_DONE) fail();
        sqlite3_reset(statement);
        if (sqlite3_changes(db_) != 1) throw std::runtime_error("SQLite changed no row.");
    }

  private:
    void check(int code) {
        if (code != SQLITE_OK) fail();
    }
    [[noreturn]] void fail() { throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(db_)); }

    sqlite3* db_ = nullptr;
    std::vector<sqlite3_stmt*> statements_;
};

void bind(sqlite3_stmt* statement, int position, const std::string& text) {
    sqlite3_bind_text(statement, position, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

class ByHand {
  public:
    explicit ByHand(const std::string& path) : sqlite_(path) {}

    void open(const shop::ledger::Party& party) {
        const std::string id = shop::ledger::account_id(party, euro_);
        bind(open_, 1, id);
        sqlite3_bind_int64(open_, 2, static_cast<int64_t>(party.kind));
        bind(open_, 3, party.owner);
        sqlite3_bind_int64(open_, 4, static_cast<int64_t>(shop::ledger::bound_of(party.kind)));
        sqlite_.step(open_);
    }

    void book(const Transfer& transfer) {
        const std::string debit = shop::ledger::account_id(transfer.debit, euro_);
        const std::string credit = shop::ledger::account_id(transfer.credit, euro_);
        bind(add_, 1, transfer.id);
        bind(add_, 2, debit);
        bind(add_, 3, credit);
        sqlite3_bind_int64(add_, 4, transfer.amount.minor);
        sqlite3_bind_int64(add_, 5, static_cast<int64_t>(transfer.reason));
        bind(add_, 6, transfer.reference);
        sqlite_.step(add_);
        sqlite3_bind_int64(debit_, 1, transfer.amount.minor);
        bind(debit_, 2, debit);
        sqlite_.step(debit_);
        sqlite3_bind_int64(credit_, 1, transfer.amount.minor);
        bind(credit_, 2, credit);
        sqlite_.step(credit_);
    }

    void begin() { sqlite_.run("BEGIN IMMEDIATE"); }
    void commit() { sqlite_.run("COMMIT"); }

  private:
    const Currency euro_ = *Currency::parse("EUR");
    Sqlite sqlite_;
    sqlite3_stmt* const open_ = sqlite_.prepare(
        "INSERT INTO ledger_account (id, kind, owner, currency, bound, debits_pending, debits_posted, "
        "credits_pending, credits_posted, opened_us) VALUES (?1, ?2, ?3, 'EUR', ?4, 0, 0, 0, 0, 1)");
    sqlite3_stmt* const add_ = sqlite_.prepare(
        "INSERT INTO ledger_transfer (id, phase, pending_id, debit_account, credit_account, amount_minor, "
        "currency, reason, reference, external_key, at_us, expires_us) "
        "VALUES (?1, 1, '', ?2, ?3, ?4, 'EUR', ?5, ?6, '', 1, 0)");
    sqlite3_stmt* const debit_ = sqlite_.prepare(
        "UPDATE ledger_account SET debits_posted = debits_posted + ?1 WHERE id = ?2 AND (bound <> 1 OR "
        "debits_pending + debits_posted + ?1 <= credits_posted)");
    sqlite3_stmt* const credit_ =
        sqlite_.prepare("UPDATE ledger_account SET credits_posted = credits_posted + ?1 WHERE id = ?2");
};

}  // namespace

double book_by_hand_in_sqlite(const std::string& url, const LedgerWork& work, size_t group) {
    store::Database::open(url);  // makes the tables
    ByHand books(url.substr(std::string_view("sqlite://").size()));
    books.begin();
    books.open(work.fill.front().debit);
    books.open(work.pay.front().credit);
    for (const Transfer& transfer : work.fill) {
        books.open(transfer.credit);
        books.book(transfer);
    }
    books.commit();
    const auto began = std::chrono::steady_clock::now();
    for (size_t i = 0; i < work.pay.size(); i += group) {
        books.begin();
        for (size_t k = i; k < std::min(i + group, work.pay.size()); ++k) books.book(work.pay[k]);
        books.commit();
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace vitrine::bench
