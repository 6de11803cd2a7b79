// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/sandbox_book.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <stdexcept>

namespace vitrine::shop {
namespace {

constexpr const char* kTables[] = {
    "CREATE TABLE IF NOT EXISTS charge (idempotency_key TEXT PRIMARY KEY, amount_minor BIGINT NOT NULL, "
    "currency TEXT NOT NULL, state BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS refund (refund_key TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL, "
    "amount_minor BIGINT NOT NULL CHECK (amount_minor > 0))",
    // next_us: when its stage ends; 0: not known yet, -1: it is the last one. told: the stage we were told
    // of.
    "CREATE TABLE IF NOT EXISTS dispute (dispute_key TEXT PRIMARY KEY, idempotency_key TEXT NOT NULL, lost "
    "BIGINT "
    "NOT NULL, stage BIGINT NOT NULL, next_us BIGINT NOT NULL, told BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS payout (payout_key TEXT PRIMARY KEY, recipient TEXT NOT NULL, amount_minor "
    "BIGINT "
    "NOT NULL CHECK (amount_minor > 0), currency TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS refund_of_charge ON refund (idempotency_key)",
};

}  // namespace

SandboxRows::SandboxRows(soci::session& sql)
    : sql_(sql),
      find_((sql.prepare << "SELECT amount_minor, currency, state FROM charge WHERE idempotency_key = :key",
             soci::into(charge_.amount_minor), soci::into(charge_.currency), soci::into(charge_.state),
             soci::use(key_))),
      put_((sql.prepare << "INSERT INTO charge (idempotency_key, amount_minor, currency, state) VALUES "
                           "(:key, :amount, :currency, :state) ON CONFLICT (idempotency_key) DO UPDATE SET "
                           "state = excluded.state, amount_minor = excluded.amount_minor",
            soci::use(key_), soci::use(charge_.amount_minor), soci::use(charge_.currency),
            soci::use(charge_.state))) {}

std::optional<SandboxCharge> SandboxRows::find(const std::string& key) {
    key_ = key;
    if (!find_.execute(true)) return std::nullopt;
    SandboxCharge found = charge_;
    find_.fetch();  // to its end: a statement that is half-read keeps its snapshot
    return found;
}

void SandboxRows::put(const std::string& key, const SandboxCharge& charge) {
    key_ = key;
    charge_ = charge;
    put_.execute(true);
}

void SandboxRows::dispute_later(const std::string& key, bool lost) {
    const std::string name = "sandbox_dispute:" + key;
    const int64_t is_lost = lost;
    sql_ << "INSERT INTO dispute (dispute_key, idempotency_key, lost, stage, next_us, told) VALUES (:name, "
            ":key, "
            ":lost, 0, 0, 0)",
        soci::use(name), soci::use(key), soci::use(is_lost);
}

SandboxBook::SandboxBook(const std::string& file) {
    try {
        sql_ = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + file + "\" timeout=5");
        std::string mode;
        *sql_ << "PRAGMA journal_mode = WAL", soci::into(mode);
        *sql_ << "PRAGMA synchronous = FULL";
        for (const char* table : kTables) *sql_ << table;
        rows_ = std::make_unique<SandboxRows>(*sql_);
    } catch (const soci::soci_error& error) {
        throw std::runtime_error("The sandbox gateway cannot keep its book in " + file + ": " + error.what());
    }
}

SandboxBook::~SandboxBook() = default;

// Who comes while nobody commits, commits for all who came meanwhile.
void SandboxBook::with(const std::function<void(SandboxRows&)>& work) {
    Turn turn{work, false, nullptr};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&turn);
    turn_over_.wait(lock, [&] { return turn.done || !committing_; });
    if (!turn.done) {
        const std::vector<Turn*> group = std::exchange(waiting_, {});
        committing_ = true;
        lock.unlock();
        commit(group);
        lock.lock();
        committing_ = false;
        for (Turn* each : group) each->done = true;
        turn_over_.notify_all();
    }
    if (turn.fault) std::rethrow_exception(turn.fault);
}

void SandboxBook::commit(const std::vector<Turn*>& group) {
    try {
        soci::transaction together(*sql_);
        for (Turn* turn : group) {
            try {
                turn->work(*rows_);
            } catch (...) {
                turn->fault = std::current_exception();
            }
        }
        together.commit();
    } catch (...) {
        for (Turn* turn : group) turn->fault = std::current_exception();
    }
}

}  // namespace vitrine::shop
