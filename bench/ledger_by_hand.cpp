// SPDX-License-Identifier: GPL-3.0-or-later
// What a transfer costs without the shop: the row and the two balances, over SQLite's own C interface.
#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>

#include "bench/ledger_round.h"
#include "bench/raw_sqlite.h"
#include "server/store/database.h"

namespace vitrine::bench {
namespace {

using shop::ledger::Transfer;

class ByHand {
  public:
    explicit ByHand(const std::string& path) : sqlite_(path) {}

    void open(const shop::ledger::Party& party) {
        const std::string id = shop::ledger::account_id(party, euro_);
        bind(open_, 1, id);
        sqlite3_bind_int64(open_, 2, static_cast<int64_t>(party.kind));
        bind(open_, 3, party.owner);
        sqlite3_bind_int64(open_, 4, static_cast<int64_t>(shop::ledger::bound_of(party.kind)));
        write(open_);
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
        write(add_);
        sqlite3_bind_int64(debit_, 1, transfer.amount.minor);
        bind(debit_, 2, debit);
        write(debit_);
        sqlite3_bind_int64(credit_, 1, transfer.amount.minor);
        bind(credit_, 2, credit);
        write(credit_);
    }

    void begin() { sqlite_.run("BEGIN IMMEDIATE"); }
    void commit() { sqlite_.run("COMMIT"); }

  private:
    void write(sqlite3_stmt* statement) {
        if (sqlite_.step(statement) != 1) throw std::runtime_error("SQLite changed no row.");
    }

    const Currency euro_ = *Currency::parse("EUR");
    RawSqlite sqlite_;
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
