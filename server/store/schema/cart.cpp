// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

// Step 8. What a buyer keeps with the shop, orders of several things, and mail that waits to be sent.
constexpr std::string_view kStatements[] = {
    // Each line of an order was one hold, and each hold is one order's: before, an order had one line.
    R"sql(ALTER TABLE order_line ADD COLUMN hold_id TEXT NOT NULL DEFAULT '')sql",
    R"sql(UPDATE order_line SET hold_id = (SELECT o.hold_id FROM orders o WHERE o.id = order_line.order_id))sql",
    R"sql(CREATE UNIQUE INDEX order_line_of_hold ON order_line (hold_id) WHERE hold_id <> '')sql",

    // ship_to: the contract's Address as it was; '' for none.
    R"sql(ALTER TABLE orders ADD COLUMN ship_to TEXT NOT NULL DEFAULT '')sql",
    R"sql(CREATE INDEX orders_of_buyer ON orders (buyer_id, created_us))sql",

    // What stays in a cart when its hold has run out. Holds alone are in it too, as long as they last.
    R"sql(CREATE TABLE cart_line (
        hold_id   TEXT PRIMARY KEY REFERENCES hold (id),
        person_id TEXT NOT NULL CHECK (person_id <> ''),
        show_id   TEXT NOT NULL,
        added_us  BIGINT NOT NULL
    ))sql",
    R"sql(CREATE INDEX cart_line_of_person ON cart_line (person_id, show_id))sql",

    // address: the contract's Address.
    R"sql(CREATE TABLE buyer_address (
        id         TEXT PRIMARY KEY,
        person_id  TEXT NOT NULL CHECK (person_id <> ''),
        address    TEXT NOT NULL CHECK (address <> ''),
        standard   BIGINT NOT NULL CHECK (standard IN (0, 1)),
        created_us BIGINT NOT NULL
    ))sql",
    R"sql(CREATE INDEX buyer_address_of_person ON buyer_address (person_id))sql",
    R"sql(CREATE UNIQUE INDEX buyer_address_standard_once ON buyer_address (person_id) WHERE standard = 1)sql",

    // A card that is kept at a gateway, under the gateway's own token. usable: 0 until a payment with it has
    // gone through. face: the contract's CardFace.
    R"sql(CREATE TABLE saved_method (
        id         TEXT PRIMARY KEY,
        person_id  TEXT NOT NULL CHECK (person_id <> ''),
        gateway    TEXT NOT NULL CHECK (gateway <> ''),
        token      TEXT NOT NULL CHECK (token <> ''),
        face       TEXT NOT NULL,
        order_id   TEXT NOT NULL REFERENCES orders (id),
        attempt    BIGINT NOT NULL CHECK (attempt > 0),
        usable     BIGINT NOT NULL CHECK (usable IN (0, 1)),
        used_us    BIGINT NOT NULL
    ))sql",
    R"sql(CREATE INDEX saved_method_of_person ON saved_method (person_id))sql",
    R"sql(CREATE INDEX saved_method_of_order ON saved_method (order_id) WHERE usable = 0)sql",

    // Who has the token of one of these sees the order; it lies nowhere but in the buyer's mail box.
    R"sql(CREATE TABLE order_link (
        token_hash TEXT PRIMARY KEY,
        order_id   TEXT NOT NULL REFERENCES orders (id),
        made_us    BIGINT NOT NULL
    ))sql",
    R"sql(CREATE INDEX order_link_of_order ON order_link (order_id))sql",

    // Mail to be sent, without its words: they are made when it goes out, for what is secret in them is kept
    // nowhere. kind says by whom. due_us 0: given up.
    R"sql(CREATE TABLE mail (
        id         TEXT PRIMARY KEY,
        kind       TEXT NOT NULL CHECK (kind <> ''),
        subject_id TEXT NOT NULL,
        tries      BIGINT NOT NULL CHECK (tries >= 0),
        due_us     BIGINT NOT NULL CHECK (due_us >= 0),
        problem    TEXT NOT NULL,
        created_us BIGINT NOT NULL
    ))sql",
    R"sql(CREATE INDEX mail_due ON mail (due_us) WHERE due_us > 0)sql",
    R"sql(CREATE INDEX mail_of_kind ON mail (kind) WHERE due_us > 0)sql",
    R"sql(CREATE INDEX mail_by_age ON mail (created_us))sql",

    // A code that opens an account by its mail box. code_hash '' until it is sent.
    R"sql(CREATE TABLE sign_in_code (
        id         TEXT PRIMARY KEY,
        email      TEXT NOT NULL CHECK (email <> ''),
        code_hash  TEXT NOT NULL,
        tries      BIGINT NOT NULL CHECK (tries >= 0),
        asked_us   BIGINT NOT NULL,
        expires_us BIGINT NOT NULL CHECK (expires_us > asked_us)
    ))sql",
    R"sql(CREATE INDEX sign_in_code_of_email ON sign_in_code (email))sql",
    R"sql(CREATE INDEX sign_in_code_by_age ON sign_in_code (asked_us))sql",
};

}  // namespace

std::span<const std::string_view> cart() { return kStatements; }

}  // namespace vitrine::store::schema
