// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

constexpr std::string_view kStatements[] = {
    // number: in the order they were added.
    R"sql(CREATE TABLE product (
        id          TEXT PRIMARY KEY,
        number      BIGINT NOT NULL UNIQUE,
        title       TEXT NOT NULL CHECK (title <> ''),
        description TEXT NOT NULL,
        picture     TEXT NOT NULL,
        revision    BIGINT NOT NULL CHECK (revision > 0),
        archived    BIGINT NOT NULL CHECK (archived IN (0, 1)),
        created_us  BIGINT NOT NULL,
        updated_us  BIGINT NOT NULL
    ))sql",

    // A variant is never deleted, because orders speak of it; one that is taken off sale is archived.
    R"sql(CREATE TABLE variant (
        id          TEXT PRIMARY KEY,
        product_id  TEXT NOT NULL REFERENCES product (id),
        position    BIGINT NOT NULL CHECK (position >= 0),
        sku         TEXT NOT NULL,
        name        TEXT NOT NULL,
        price_minor BIGINT NOT NULL CHECK (price_minor > 0),
        currency    TEXT NOT NULL CHECK (currency <> ''),
        archived    BIGINT NOT NULL CHECK (archived IN (0, 1))
    ))sql",
    R"sql(CREATE INDEX variant_by_product ON variant (product_id, position))sql",

    // The checks are the last line of defence: whatever a program does, more than there is can be neither
    // held nor sold.
    R"sql(CREATE TABLE stock (
        variant_id TEXT PRIMARY KEY REFERENCES variant (id),
        on_hand    BIGINT NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000000),
        held       BIGINT NOT NULL CHECK (held BETWEEN 0 AND on_hand),
        sold       BIGINT NOT NULL CHECK (sold >= 0)
    ))sql",

    // The journal of what came and went; rows are added, never changed. kind: 1 received, 2 adjusted, 3 sold.
    // The deltas of a variant add up to its on_hand. reference: the order of a sale, the command of an
    // adjustment.
    R"sql(CREATE TABLE stock_movement (
        variant_id    TEXT NOT NULL REFERENCES variant (id),
        number        BIGINT NOT NULL CHECK (number > 0),
        kind          BIGINT NOT NULL CHECK (kind IN (1, 2, 3)),
        delta         BIGINT NOT NULL CHECK (delta <> 0),
        on_hand_after BIGINT NOT NULL CHECK (on_hand_after >= 0),
        reason        TEXT NOT NULL,
        person_id     TEXT NOT NULL,
        reference     TEXT NOT NULL,
        at_us         BIGINT NOT NULL,
        PRIMARY KEY (variant_id, number)
    ))sql",

    // state is the contract's HoldState. in_payment: 1 an attempt is under way and time does not end the
    // hold, 2 the buyer must confirm with his bank by expires_us. id is the command that made it, and so the
    // memory of its answer.
    R"sql(CREATE TABLE hold (
        id               TEXT PRIMARY KEY,
        show_id          TEXT NOT NULL,
        variant_id       TEXT NOT NULL REFERENCES variant (id),
        person_id        TEXT NOT NULL CHECK (person_id <> ''),
        quantity         BIGINT NOT NULL CHECK (quantity > 0),
        unit_price_minor BIGINT NOT NULL CHECK (unit_price_minor > 0),
        currency         TEXT NOT NULL,
        state            BIGINT NOT NULL CHECK (state BETWEEN 1 AND 4),
        in_payment       BIGINT NOT NULL CHECK (in_payment IN (0, 1, 2)),
        created_us       BIGINT NOT NULL,
        first_expires_us BIGINT NOT NULL,
        expires_us       BIGINT NOT NULL,
        order_id         TEXT NOT NULL,
        CHECK (in_payment = 0 OR (state = 1 AND order_id <> '')),
        CHECK (state <> 4 OR order_id <> '')
    ))sql",
    R"sql(CREATE INDEX hold_ending ON hold (expires_us) WHERE state = 1 AND in_payment <> 1)sql",
    R"sql(CREATE INDEX hold_of_person ON hold (person_id) WHERE state = 1)sql",

    // state is the contract's OrderState. One hold has at most one order, whatever is sent how often.
    R"sql(CREATE TABLE orders (
        id          TEXT PRIMARY KEY,
        show_id     TEXT NOT NULL,
        hold_id     TEXT NOT NULL UNIQUE REFERENCES hold (id),
        buyer_id    TEXT NOT NULL CHECK (buyer_id <> ''),
        buyer_name  TEXT NOT NULL,
        email       TEXT NOT NULL CHECK (email <> ''),
        total_minor BIGINT NOT NULL CHECK (total_minor > 0),
        currency    TEXT NOT NULL,
        state       BIGINT NOT NULL CHECK (state BETWEEN 1 AND 6),
        problem     TEXT NOT NULL,
        attempt     BIGINT NOT NULL CHECK (attempt > 0),
        created_us  BIGINT NOT NULL,
        paid_us     BIGINT NOT NULL,
        CHECK ((state IN (3, 6)) = (paid_us <> 0))
    ))sql",
    R"sql(CREATE INDEX orders_by_show ON orders (show_id, created_us))sql",
    R"sql(CREATE INDEX orders_by_buyer ON orders (buyer_id, show_id, created_us))sql",

    R"sql(CREATE TABLE order_line (
        order_id         TEXT NOT NULL REFERENCES orders (id),
        position         BIGINT NOT NULL CHECK (position >= 0),
        variant_id       TEXT NOT NULL REFERENCES variant (id),
        product_id       TEXT NOT NULL REFERENCES product (id),
        title            TEXT NOT NULL,
        quantity         BIGINT NOT NULL CHECK (quantity > 0),
        unit_price_minor BIGINT NOT NULL CHECK (unit_price_minor > 0),
        PRIMARY KEY (order_id, position)
    ))sql",

    // One attempt to pay an order, and at once the outbox of the payment worker: a row with due_us > 0 waits
    // for it until the outcome is committed. task: 1 pay, 2 confirm, 3 withdraw. state: 0 not known, 1
    // captured, 2 declined, 3 needs confirmation. The token is forgotten once it is of no more use.
    R"sql(CREATE TABLE payment (
        order_id          TEXT NOT NULL REFERENCES orders (id),
        attempt           BIGINT NOT NULL CHECK (attempt > 0),
        amount_minor      BIGINT NOT NULL CHECK (amount_minor > 0),
        currency          TEXT NOT NULL,
        token             TEXT NOT NULL,
        state             BIGINT NOT NULL CHECK (state BETWEEN 0 AND 3),
        task              BIGINT NOT NULL CHECK (task BETWEEN 0 AND 3),
        tries             BIGINT NOT NULL CHECK (tries >= 0),
        due_us            BIGINT NOT NULL CHECK (due_us >= 0),
        gateway_reference TEXT NOT NULL,
        problem           TEXT NOT NULL,
        created_us        BIGINT NOT NULL,
        settled_us        BIGINT NOT NULL,
        PRIMARY KEY (order_id, attempt),
        CHECK ((task = 0) = (due_us = 0)),
        CHECK ((state IN (1, 2)) = (settled_us <> 0)),
        CHECK (settled_us = 0 OR (task = 0 AND token = ''))
    ))sql",
    R"sql(CREATE INDEX payment_due ON payment (due_us) WHERE due_us > 0)sql",
    R"sql(CREATE UNIQUE INDEX payment_captured_once ON payment (order_id) WHERE state = 1)sql",
    R"sql(CREATE UNIQUE INDEX payment_open_once ON payment (order_id) WHERE settled_us = 0)sql",

    // Who waits for one unit of a variant; number tells who came first. A row goes when its unit is offered.
    R"sql(CREATE TABLE waiting (
        variant_id TEXT NOT NULL REFERENCES variant (id),
        number     BIGINT NOT NULL CHECK (number > 0),
        show_id    TEXT NOT NULL,
        person_id  TEXT NOT NULL CHECK (person_id <> ''),
        joined_us  BIGINT NOT NULL,
        PRIMARY KEY (variant_id, number),
        UNIQUE (variant_id, person_id)
    ))sql",
    R"sql(CREATE INDEX waiting_of_person ON waiting (person_id))sql",
};

}  // namespace

std::span<const std::string_view> shop() { return kStatements; }

}  // namespace vitrine::store::schema
