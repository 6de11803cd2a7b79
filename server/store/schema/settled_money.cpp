// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

// Step 9: what becomes of money once it is taken.
constexpr std::string_view kStatements[] = {
    // When somebody confirmed that it has arrived; 0: nobody has.
    R"sql(ALTER TABLE orders ADD COLUMN delivered_us BIGINT NOT NULL DEFAULT 0
        CHECK (delivered_us = 0 OR (delivered_us > 0 AND paid_us > 0)))sql",

    // dispute: the contract's DisputeState, of all disputes about the order together.
    R"sql(ALTER TABLE orders ADD COLUMN dispute BIGINT NOT NULL DEFAULT 0 CHECK (dispute BETWEEN 0 AND 3))sql",
    R"sql(ALTER TABLE orders ADD COLUMN disputed_minor BIGINT NOT NULL DEFAULT 0
        CHECK (disputed_minor >= 0 AND (dispute IN (1, 3)) = (disputed_minor > 0)))sql",

    // A payment that the buyer's bank asks back; the outbox of the payment worker too, while due_us > 0: it
    // asks the
    // gateway. step: 0 heard of, 1 open, 2 won, 3 lost, 4 only a question. id: the gateway's.
    R"sql(CREATE TABLE dispute (
        gateway      TEXT NOT NULL CHECK (gateway <> ''),
        id           TEXT NOT NULL CHECK (id <> ''),
        order_id     TEXT NOT NULL,
        attempt      BIGINT NOT NULL,
        amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
        reason       TEXT NOT NULL,
        step         BIGINT NOT NULL CHECK (step BETWEEN 0 AND 4),
        tries        BIGINT NOT NULL CHECK (tries >= 0),
        due_us       BIGINT NOT NULL CHECK (due_us >= 0),
        created_us   BIGINT NOT NULL,
        settled_us   BIGINT NOT NULL,
        PRIMARY KEY (gateway, id),
        FOREIGN KEY (order_id, attempt) REFERENCES payment (order_id, attempt),
        CHECK ((step IN (2, 3)) = (settled_us <> 0)),
        CHECK ((step IN (1, 2, 3)) = (amount_minor > 0)),
        CHECK (step <> 0 OR due_us > 0),
        CHECK (settled_us = 0 OR due_us = 0)
    ))sql",
    R"sql(CREATE INDEX dispute_due ON dispute (gateway, due_us) WHERE due_us > 0)sql",
    R"sql(CREATE INDEX dispute_of_order ON dispute (order_id))sql",

    // What sellers (kind 4) and creators (5) asked to have paid out; the outbox of the payment worker too,
    // while
    // due_us > 0. state: 1 asked, 2 done, 3 refused.
    R"sql(CREATE TABLE payout (
        id                TEXT PRIMARY KEY,
        kind              BIGINT NOT NULL CHECK (kind IN (4, 5)),
        owner             TEXT NOT NULL CHECK (owner <> ''),
        gateway           TEXT NOT NULL CHECK (gateway <> ''),
        amount_minor      BIGINT NOT NULL CHECK (amount_minor > 0),
        currency          TEXT NOT NULL CHECK (currency <> ''),
        person_id         TEXT NOT NULL CHECK (person_id <> ''),
        state             BIGINT NOT NULL CHECK (state BETWEEN 1 AND 3),
        tries             BIGINT NOT NULL CHECK (tries >= 0),
        due_us            BIGINT NOT NULL CHECK (due_us >= 0),
        gateway_reference TEXT NOT NULL,
        problem           TEXT NOT NULL,
        created_us        BIGINT NOT NULL,
        settled_us        BIGINT NOT NULL,
        CHECK ((state = 1) = (due_us > 0)),
        CHECK ((state = 1) = (settled_us = 0))
    ))sql",
    R"sql(CREATE INDEX payout_due ON payout (gateway, due_us) WHERE due_us > 0)sql",
    R"sql(CREATE INDEX payout_of_party ON payout (kind, owner, created_us))sql",
};

}  // namespace

std::span<const std::string_view> settled_money() { return kStatements; }

}  // namespace vitrine::store::schema
