// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

constexpr std::string_view kStatements[] = {
    // id is kind/currency/owner. bound: 1 the account is never overdrawn, 2 it never gets back more than it
    // gave. The balances are the sums of its transfers, for those who ask every second.
    R"sql(CREATE TABLE ledger_account (
        id              TEXT PRIMARY KEY,
        kind            BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 10),
        owner           TEXT NOT NULL,
        currency        TEXT NOT NULL CHECK (currency <> ''),
        bound           BIGINT NOT NULL CHECK (bound IN (0, 1, 2)),
        debits_pending  BIGINT NOT NULL CHECK (debits_pending BETWEEN 0 AND 4000000000000000000),
        debits_posted   BIGINT NOT NULL CHECK (debits_posted BETWEEN 0 AND 4000000000000000000),
        credits_pending BIGINT NOT NULL CHECK (credits_pending BETWEEN 0 AND 4000000000000000000),
        credits_posted  BIGINT NOT NULL CHECK (credits_posted BETWEEN 0 AND 4000000000000000000),
        opened_us       BIGINT NOT NULL,
        UNIQUE (kind, currency, owner),
        CHECK (bound <> 1 OR debits_pending + debits_posted <= credits_posted),
        CHECK (bound <> 2 OR credits_pending + credits_posted <= debits_posted)
    ))sql",

    // The journal; rows are added, never changed. phase: 1 at once, 2 reserved; 3 posts, 4 voids, 5 ends for
    // want of time what pending_id names. expires_us 0: never. external_key: how a gateway's report names it.
    R"sql(CREATE TABLE ledger_transfer (
        id             TEXT PRIMARY KEY,
        phase          BIGINT NOT NULL CHECK (phase BETWEEN 1 AND 5),
        pending_id     TEXT NOT NULL,
        debit_account  TEXT NOT NULL REFERENCES ledger_account (id),
        credit_account TEXT NOT NULL REFERENCES ledger_account (id),
        amount_minor   BIGINT NOT NULL CHECK (amount_minor BETWEEN 1 AND 1000000000000000),
        currency       TEXT NOT NULL,
        reason         BIGINT NOT NULL CHECK (reason > 0),
        reference      TEXT NOT NULL,
        external_key   TEXT NOT NULL,
        at_us          BIGINT NOT NULL,
        expires_us     BIGINT NOT NULL,
        CHECK (debit_account <> credit_account),
        CHECK ((phase IN (1, 2)) = (pending_id = '')),
        CHECK (expires_us = 0 OR (phase = 2 AND expires_us > at_us))
    ))sql",
    // What was reserved is resolved once, whoever comes first.
    R"sql(CREATE UNIQUE INDEX ledger_resolved_once ON ledger_transfer (pending_id) WHERE pending_id <> '')sql",
    R"sql(CREATE INDEX ledger_by_reference ON ledger_transfer (reference, at_us) WHERE reference <> '')sql",

    // Reservations that end by themselves, until they are resolved.
    R"sql(CREATE TABLE ledger_expiry (
        transfer_id TEXT PRIMARY KEY REFERENCES ledger_transfer (id),
        expires_us  BIGINT NOT NULL CHECK (expires_us > 0)
    ))sql",
    R"sql(CREATE INDEX ledger_expiry_due ON ledger_expiry (expires_us))sql",

    // Orders whose money waits in escrow, and for whom; the row goes when it is released or refunded.
    R"sql(CREATE TABLE escrow (
        order_id   TEXT PRIMARY KEY,
        currency   TEXT NOT NULL CHECK (currency <> ''),
        seller_id  TEXT NOT NULL CHECK (seller_id <> ''),
        creator_id TEXT NOT NULL,
        due_us     BIGINT NOT NULL CHECK (due_us > 0)
    ))sql",
    R"sql(CREATE INDEX escrow_due ON escrow (due_us))sql",

    // What sellers sold in a month (counted from year 0), by what left escrow; refunds count against it.
    R"sql(CREATE TABLE seller_volume (
        seller_id    TEXT NOT NULL,
        currency     TEXT NOT NULL,
        month        BIGINT NOT NULL,
        volume_minor BIGINT NOT NULL,
        PRIMARY KEY (seller_id, currency, month)
    ))sql",

    // What was paid before there were books, to the gateway that there was.
    R"sql(INSERT INTO ledger_account (id, kind, owner, currency, bound, debits_pending, debits_posted,
            credits_pending, credits_posted, opened_us)
        SELECT 'gateway/' || currency || '/sandbox', 1, 'sandbox', currency, 0, 0, SUM(amount_minor), 0, 0,
            MIN(settled_us)
        FROM payment WHERE state = 1 GROUP BY currency)sql",
    R"sql(INSERT INTO ledger_account (id, kind, owner, currency, bound, debits_pending, debits_posted,
            credits_pending, credits_posted, opened_us)
        SELECT 'escrow/' || currency || '/', 2, '', currency, 1, 0, 0, 0, SUM(amount_minor), MIN(settled_us)
        FROM payment WHERE state = 1 GROUP BY currency)sql",
    R"sql(INSERT INTO ledger_transfer (id, phase, pending_id, debit_account, credit_account, amount_minor,
            currency, reason, reference, external_key, at_us, expires_us)
        SELECT order_id || '/' || CAST(attempt AS TEXT) || ':captured', 1, '',
            'gateway/' || currency || '/sandbox', 'escrow/' || currency || '/', amount_minor, currency, 2,
            order_id, order_id || '/' || CAST(attempt AS TEXT), settled_us, 0
        FROM payment WHERE state = 1)sql",
    // 14 days after they were paid.
    R"sql(INSERT INTO escrow (order_id, currency, seller_id, creator_id, due_us)
        SELECT o.id, o.currency, 'shop', COALESCE(s.host_id, ''), o.paid_us + 1209600000000
        FROM orders o LEFT JOIN show s ON s.id = o.show_id WHERE o.state = 3)sql",
};

}  // namespace

std::span<const std::string_view> ledger() { return kStatements; }

}  // namespace vitrine::store::schema
