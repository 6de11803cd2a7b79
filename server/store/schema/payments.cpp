// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

// Money is reserved, taken and given back in steps of their own. Tables whose checks widen are made new and
// filled from the old ones; what was paid before was taken at once, so it was authorised when it was paid.
constexpr std::string_view kStatements[] = {
    // state is the contract's OrderState. refunded: given back, or never taken of what was authorised;
    // refunding: on its way.
    R"sql(CREATE TABLE orders_3 (
        id              TEXT PRIMARY KEY,
        show_id         TEXT NOT NULL,
        hold_id         TEXT NOT NULL UNIQUE REFERENCES hold (id),
        buyer_id        TEXT NOT NULL CHECK (buyer_id <> ''),
        buyer_name      TEXT NOT NULL,
        email           TEXT NOT NULL CHECK (email <> ''),
        total_minor     BIGINT NOT NULL CHECK (total_minor > 0),
        currency        TEXT NOT NULL,
        state           BIGINT NOT NULL CHECK (state BETWEEN 1 AND 8),
        problem         TEXT NOT NULL,
        attempt         BIGINT NOT NULL CHECK (attempt > 0),
        created_us      BIGINT NOT NULL,
        authorised_us   BIGINT NOT NULL,
        paid_us         BIGINT NOT NULL,
        refunded_minor  BIGINT NOT NULL CHECK (refunded_minor >= 0),
        refunding_minor BIGINT NOT NULL CHECK (refunding_minor >= 0),
        cancel_until_us BIGINT NOT NULL CHECK (cancel_until_us >= 0),
        CHECK ((state IN (3, 6, 8)) = (paid_us <> 0)),
        CHECK (state NOT IN (3, 6, 7, 8) OR authorised_us <> 0),
        CHECK (state <> 6 OR refunded_minor = total_minor),
        CHECK (refunded_minor + refunding_minor <= total_minor)
    ))sql",
    R"sql(INSERT INTO orders_3 (id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, state,
              problem, attempt, created_us, authorised_us, paid_us, refunded_minor, refunding_minor,
              cancel_until_us)
          SELECT id, show_id, hold_id, buyer_id, buyer_name, email, total_minor, currency, state, problem,
              attempt, created_us, paid_us, paid_us, CASE WHEN state = 6 THEN total_minor ELSE 0 END, 0,
              0
          FROM orders)sql",

    // refunded: units whose money was given back or is on its way; restocked: those of them that are back on
    // the shelf.
    R"sql(CREATE TABLE order_line_3 (
        order_id           TEXT NOT NULL REFERENCES orders_3 (id),
        position           BIGINT NOT NULL CHECK (position >= 0),
        variant_id         TEXT NOT NULL REFERENCES variant (id),
        product_id         TEXT NOT NULL REFERENCES product (id),
        title              TEXT NOT NULL,
        quantity           BIGINT NOT NULL CHECK (quantity > 0),
        unit_price_minor   BIGINT NOT NULL CHECK (unit_price_minor > 0),
        refunded_quantity  BIGINT NOT NULL CHECK (refunded_quantity BETWEEN 0 AND quantity),
        restocked_quantity BIGINT NOT NULL CHECK (restocked_quantity BETWEEN 0 AND quantity),
        PRIMARY KEY (order_id, position)
    ))sql",
    R"sql(INSERT INTO order_line_3 (order_id, position, variant_id, product_id, title, quantity,
              unit_price_minor, refunded_quantity, restocked_quantity)
          SELECT l.order_id, l.position, l.variant_id, l.product_id, l.title, l.quantity, l.unit_price_minor,
              CASE WHEN o.state = 6 THEN l.quantity ELSE 0 END, 0
          FROM order_line l JOIN orders o ON o.id = l.order_id)sql",

    // One attempt to pay an order, and at once the outbox of the payment worker: a row with due_us > 0 waits
    // for it until the outcome is committed. task: 1 authorise, 2 confirm, 3 withdraw, 4 capture, 5 look up.
    // state: 0 not known, 1 captured, 2 declined, 3 needs confirmation, 4 authorised, 5 voided. The token is
    // forgotten once it is of no more use. capture: what is to be taken of the amount; captured: what was
    // taken; refunded: what of that was given back or is on its way.
    R"sql(CREATE TABLE payment_3 (
        order_id          TEXT NOT NULL REFERENCES orders_3 (id),
        attempt           BIGINT NOT NULL CHECK (attempt > 0),
        gateway           TEXT NOT NULL CHECK (gateway <> ''),
        amount_minor      BIGINT NOT NULL CHECK (amount_minor > 0),
        currency          TEXT NOT NULL,
        token             TEXT NOT NULL,
        state             BIGINT NOT NULL CHECK (state BETWEEN 0 AND 5),
        task              BIGINT NOT NULL CHECK (task BETWEEN 0 AND 5),
        tries             BIGINT NOT NULL CHECK (tries >= 0),
        due_us            BIGINT NOT NULL CHECK (due_us >= 0),
        gateway_reference TEXT NOT NULL,
        client_secret     TEXT NOT NULL,
        problem           TEXT NOT NULL,
        capture_minor     BIGINT NOT NULL CHECK (capture_minor BETWEEN 0 AND amount_minor),
        captured_minor    BIGINT NOT NULL CHECK (captured_minor >= 0),
        refunded_minor    BIGINT NOT NULL CHECK (refunded_minor BETWEEN 0 AND captured_minor),
        created_us        BIGINT NOT NULL,
        settled_us        BIGINT NOT NULL,
        PRIMARY KEY (order_id, attempt),
        CHECK ((task = 0) = (due_us = 0)),
        CHECK ((state IN (1, 2, 5)) = (settled_us <> 0)),
        CHECK (state <> 1 OR captured_minor > 0),
        CHECK (task <> 4 OR state = 4),
        CHECK (settled_us = 0 OR (task IN (0, 3, 5) AND token = '' AND client_secret = ''))
    ))sql",
    R"sql(INSERT INTO payment_3 (order_id, attempt, gateway, amount_minor, currency, token, state, task, tries,
              due_us, gateway_reference, client_secret, problem, capture_minor, captured_minor, refunded_minor,
              created_us, settled_us)
          SELECT order_id, attempt, 'sandbox', amount_minor, currency, token, state, task, tries, due_us,
              gateway_reference, '', problem, amount_minor, CASE WHEN state = 1 THEN amount_minor ELSE 0 END, 0,
              created_us, settled_us
          FROM payment)sql",

    R"sql(DROP TABLE payment)sql",
    R"sql(DROP TABLE order_line)sql",
    R"sql(DROP TABLE orders)sql",
    R"sql(ALTER TABLE orders_3 RENAME TO orders)sql",
    R"sql(ALTER TABLE order_line_3 RENAME TO order_line)sql",
    R"sql(ALTER TABLE payment_3 RENAME TO payment)sql",
    R"sql(CREATE INDEX orders_by_show ON orders (show_id, created_us))sql",
    R"sql(CREATE INDEX orders_by_buyer ON orders (buyer_id, show_id, created_us))sql",
    R"sql(CREATE INDEX payment_due ON payment (gateway, due_us) WHERE due_us > 0)sql",
    R"sql(CREATE INDEX payment_by_reference ON payment (gateway_reference) WHERE gateway_reference <> '')sql",
    // An order's money is reserved or taken once, and one card at a time is asked.
    R"sql(CREATE UNIQUE INDEX payment_taken_once ON payment (order_id) WHERE state IN (1, 4))sql",
    R"sql(CREATE UNIQUE INDEX payment_open_once ON payment (order_id) WHERE settled_us = 0)sql",

    // What goes back to the buyer. kind: 1 of the order's money, 2 of the order's money before it was taken
    // (so that less was taken), 3 money that nothing was sold for. state: 0 asked for, 1 done, 2 refused by
    // the gateway. With due_us > 0 it is in the outbox too: to be asked for, or looked at again once done,
    // for a
    // bank may send it back.
    R"sql(CREATE TABLE refund (
        id                TEXT PRIMARY KEY,
        order_id          TEXT NOT NULL,
        attempt           BIGINT NOT NULL,
        kind              BIGINT NOT NULL CHECK (kind IN (1, 2, 3)),
        gateway           TEXT NOT NULL CHECK (gateway <> ''),
        amount_minor      BIGINT NOT NULL CHECK (amount_minor > 0),
        reason            TEXT NOT NULL,
        person_id         TEXT NOT NULL,
        restock           BIGINT NOT NULL CHECK (restock IN (0, 1)),
        state             BIGINT NOT NULL CHECK (state BETWEEN 0 AND 2),
        tries             BIGINT NOT NULL CHECK (tries >= 0),
        due_us            BIGINT NOT NULL CHECK (due_us >= 0),
        gateway_reference TEXT NOT NULL,
        problem           TEXT NOT NULL,
        created_us        BIGINT NOT NULL,
        settled_us        BIGINT NOT NULL,
        FOREIGN KEY (order_id, attempt) REFERENCES payment (order_id, attempt),
        CHECK ((state = 0) = (settled_us = 0)),
        CHECK (state <> 0 OR due_us > 0),
        CHECK (state <> 2 OR due_us = 0),
        CHECK (kind <> 2 OR state = 1)
    ))sql",
    R"sql(CREATE INDEX refund_due ON refund (gateway, due_us) WHERE due_us > 0)sql",
    R"sql(CREATE INDEX refund_of_order ON refund (order_id))sql",

    R"sql(CREATE TABLE refund_line (
        refund_id TEXT NOT NULL REFERENCES refund (id),
        position  BIGINT NOT NULL CHECK (position >= 0),
        quantity  BIGINT NOT NULL CHECK (quantity > 0),
        PRIMARY KEY (refund_id, position)
    ))sql",

    // Events of gateways that were taken note of: they come again for days.
    R"sql(CREATE TABLE gateway_event (
        gateway     TEXT NOT NULL,
        id          TEXT NOT NULL,
        type        TEXT NOT NULL,
        received_us BIGINT NOT NULL,
        PRIMARY KEY (gateway, id)
    ))sql",
    R"sql(CREATE INDEX gateway_event_by_age ON gateway_event (received_us))sql",
};

}  // namespace

std::span<const std::string_view> payments() { return kStatements; }

}  // namespace vitrine::store::schema
