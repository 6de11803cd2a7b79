// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

// Step 7. What the shop had so far lies in its first location, and is sold by every show.
constexpr std::string_view kStatements[] = {
    // Where units lie. Buyers are served from the location of the lowest position first. Exactly one is
    // standard: goods whose place nobody names come and go there.
    R"sql(CREATE TABLE location (
        id       TEXT PRIMARY KEY,
        name     TEXT NOT NULL CHECK (name <> ''),
        position BIGINT NOT NULL CHECK (position >= 0),
        standard BIGINT NOT NULL CHECK (standard IN (0, 1)),
        archived BIGINT NOT NULL CHECK (archived IN (0, 1)),
        CHECK (standard = 0 OR archived = 0)
    ))sql",
    R"sql(CREATE UNIQUE INDEX location_standard_once ON location (standard) WHERE standard = 1)sql",
    R"sql(CREATE UNIQUE INDEX location_name ON location (name) WHERE archived = 0)sql",
    R"sql(INSERT INTO location (id, name, position, standard, archived) VALUES ('main', 'Stock room', 0, 1, 0))sql",

    // A bucket: the units of a variant in one place, for one show; show_id '' is the pool, from which every
    // show sells that was given nothing of its own. The checks are the last line of defence, as before.
    R"sql(CREATE TABLE stock_bucket (
        variant_id  TEXT NOT NULL REFERENCES variant (id),
        show_id     TEXT NOT NULL,
        location_id TEXT NOT NULL REFERENCES location (id),
        on_hand     BIGINT NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000000),
        held        BIGINT NOT NULL CHECK (held BETWEEN 0 AND on_hand),
        sold        BIGINT NOT NULL CHECK (sold >= 0),
        PRIMARY KEY (variant_id, show_id, location_id)
    ))sql",
    R"sql(INSERT INTO stock_bucket (variant_id, show_id, location_id, on_hand, held, sold)
        SELECT variant_id, '', 'main', on_hand, held, sold FROM stock)sql",
    R"sql(DROP TABLE stock)sql",
    R"sql(ALTER TABLE stock_bucket RENAME TO stock)sql",

    // The journal; rows are added, never changed. kind: 1 received, 2 adjusted, 3 sold, 4 moved to another
    // location, 5 allocated to a show, 6 given back by it, 7 brought back by a buyer. The deltas of a bucket
    // add up to its on_hand; those of 4, 5 and 6 come in pairs that add up to nothing. What came back was
    // written as a sale with the sign turned round before.
    R"sql(CREATE TABLE bucket_movement (
        variant_id    TEXT NOT NULL REFERENCES variant (id),
        number        BIGINT NOT NULL CHECK (number > 0),
        show_id       TEXT NOT NULL,
        location_id   TEXT NOT NULL REFERENCES location (id),
        kind          BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 7),
        delta         BIGINT NOT NULL CHECK (delta <> 0),
        on_hand_after BIGINT NOT NULL CHECK (on_hand_after >= 0),
        reason        TEXT NOT NULL,
        person_id     TEXT NOT NULL,
        reference     TEXT NOT NULL,
        at_us         BIGINT NOT NULL,
        PRIMARY KEY (variant_id, number),
        CHECK (kind NOT IN (1, 7) OR delta > 0),
        CHECK (kind <> 3 OR delta < 0)
    ))sql",
    R"sql(INSERT INTO bucket_movement (variant_id, number, show_id, location_id, kind, delta, on_hand_after, reason,
        person_id, reference, at_us)
        SELECT variant_id, number, '', 'main', CASE WHEN kind = 3 AND delta > 0 THEN 7 ELSE kind END, delta,
        on_hand_after, reason, person_id, reference, at_us
        FROM stock_movement)sql",
    R"sql(DROP TABLE stock_movement)sql",
    R"sql(ALTER TABLE bucket_movement RENAME TO stock_movement)sql",

    // A hold remembers its bucket, and the rate that made its price: units of its currency for 10^9 of the
    // shop's.
    R"sql(ALTER TABLE hold ADD COLUMN location_id TEXT NOT NULL DEFAULT 'main')sql",
    R"sql(ALTER TABLE hold ADD COLUMN bucket_show TEXT NOT NULL DEFAULT '')sql",
    R"sql(ALTER TABLE hold ADD COLUMN rate_e9 BIGINT NOT NULL DEFAULT 1000000000 CHECK (rate_e9 > 0))sql",

    // The most one buyer may hold and have bought: of a variant in all shows, of anything in one show. 0:
    // any number.
    R"sql(ALTER TABLE variant ADD COLUMN limit_per_buyer BIGINT NOT NULL DEFAULT 0
        CHECK (limit_per_buyer BETWEEN 0 AND 1000000000))sql",
    R"sql(ALTER TABLE show ADD COLUMN limit_per_buyer BIGINT NOT NULL DEFAULT 0
        CHECK (limit_per_buyer BETWEEN 0 AND 1000000000))sql",

    // What is special about a variant in a show; no row: nothing. allocated: the show sells from buckets of
    // its own and from no other. drop_id: it is being drawn. flash_minor: the price until flash_until_us.
    R"sql(CREATE TABLE show_variant (
        variant_id     TEXT NOT NULL REFERENCES variant (id),
        show_id        TEXT NOT NULL REFERENCES show (id),
        allocated      BIGINT NOT NULL CHECK (allocated IN (0, 1)),
        drop_id        TEXT NOT NULL,
        flash_minor    BIGINT NOT NULL CHECK (flash_minor >= 0),
        flash_from_us  BIGINT NOT NULL,
        flash_until_us BIGINT NOT NULL,
        PRIMARY KEY (variant_id, show_id),
        CHECK ((flash_minor = 0) = (flash_until_us = 0)),
        CHECK (flash_until_us >= flash_from_us)
    ))sql",
    R"sql(CREATE INDEX show_variant_allocated ON show_variant (show_id) WHERE allocated = 1)sql",
    R"sql(CREATE INDEX show_variant_flash ON show_variant (flash_until_us) WHERE flash_until_us > 0)sql",

    // Prices the retailer has set in other currencies than the variant's own; where there is none, the rate
    // makes one. show_id '': always, else the flash price in that show.
    R"sql(CREATE TABLE variant_price (
        variant_id  TEXT NOT NULL REFERENCES variant (id),
        show_id     TEXT NOT NULL,
        currency    TEXT NOT NULL CHECK (currency <> ''),
        price_minor BIGINT NOT NULL CHECK (price_minor > 0),
        PRIMARY KEY (variant_id, show_id, currency)
    ))sql",
    R"sql(CREATE TABLE exchange_rate (
        base      TEXT NOT NULL CHECK (base <> ''),
        quote     TEXT NOT NULL CHECK (quote <> '' AND quote <> base),
        rate_e9   BIGINT NOT NULL CHECK (rate_e9 BETWEEN 1 AND 1000000000000000),
        person_id TEXT NOT NULL,
        set_us    BIGINT NOT NULL,
        PRIMARY KEY (base, quote)
    ))sql",
    R"sql(CREATE TABLE buyer_currency (
        person_id TEXT PRIMARY KEY,
        currency  TEXT NOT NULL CHECK (currency <> '')
    ))sql",

    // One place in the line of a variant and show: shows with units of their own have lines of their own.
    R"sql(CREATE TABLE waiting_by_show (
        variant_id TEXT NOT NULL REFERENCES variant (id),
        number     BIGINT NOT NULL CHECK (number > 0),
        show_id    TEXT NOT NULL,
        person_id  TEXT NOT NULL CHECK (person_id <> ''),
        joined_us  BIGINT NOT NULL,
        PRIMARY KEY (variant_id, number),
        UNIQUE (variant_id, person_id, show_id)
    ))sql",
    R"sql(INSERT INTO waiting_by_show (variant_id, number, show_id, person_id, joined_us)
        SELECT variant_id, number, show_id, person_id, joined_us FROM waiting)sql",
    R"sql(DROP TABLE waiting)sql",
    R"sql(ALTER TABLE waiting_by_show RENAME TO waiting)sql",
    R"sql(CREATE INDEX waiting_of_person ON waiting (person_id))sql",
    R"sql(CREATE INDEX waiting_by_age ON waiting (joined_us))sql",

    // percent_e2: hundredths of a percent. currency '': it says nothing about money. uses and given_minor
    // count what is reserved and what is spent; 0 as a limit: none.
    R"sql(CREATE TABLE coupon (
        id           TEXT PRIMARY KEY,
        code         TEXT NOT NULL UNIQUE CHECK (code <> ''),
        revision     BIGINT NOT NULL CHECK (revision > 0),
        percent_e2   BIGINT NOT NULL CHECK (percent_e2 BETWEEN 0 AND 9900),
        amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
        currency     TEXT NOT NULL,
        minimum_minor BIGINT NOT NULL CHECK (minimum_minor >= 0),
        per_person   BIGINT NOT NULL CHECK (per_person >= 0),
        most_uses    BIGINT NOT NULL CHECK (most_uses >= 0),
        budget_minor BIGINT NOT NULL CHECK (budget_minor >= 0),
        starts_us    BIGINT NOT NULL,
        ends_us      BIGINT NOT NULL,
        archived     BIGINT NOT NULL CHECK (archived IN (0, 1)),
        uses         BIGINT NOT NULL CHECK (uses >= 0),
        given_minor  BIGINT NOT NULL CHECK (given_minor >= 0),
        CHECK ((percent_e2 = 0) <> (amount_minor = 0)),
        CHECK (currency <> '' OR (amount_minor = 0 AND minimum_minor = 0 AND budget_minor = 0)),
        CHECK (most_uses = 0 OR uses <= most_uses),
        CHECK (budget_minor = 0 OR given_minor <= budget_minor)
    ))sql",
    // state: 1 reserved by an order, 2 spent with it, 3 given back.
    R"sql(CREATE TABLE coupon_use (
        order_id       TEXT PRIMARY KEY,
        coupon_id      TEXT NOT NULL REFERENCES coupon (id),
        person_id      TEXT NOT NULL CHECK (person_id <> ''),
        email          TEXT NOT NULL,
        discount_minor BIGINT NOT NULL CHECK (discount_minor > 0),
        state          BIGINT NOT NULL CHECK (state IN (1, 2, 3)),
        at_us          BIGINT NOT NULL
    ))sql",
    R"sql(CREATE INDEX coupon_use_of_person ON coupon_use (coupon_id, person_id))sql",
    R"sql(CREATE INDEX coupon_use_of_email ON coupon_use (coupon_id, email))sql",

    // What an order's total is made of.
    R"sql(ALTER TABLE orders ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (discount_minor >= 0))sql",
    R"sql(ALTER TABLE orders ADD COLUMN coupon_code TEXT NOT NULL DEFAULT '')sql",
    R"sql(ALTER TABLE order_line ADD COLUMN rate_e9 BIGINT NOT NULL DEFAULT 1000000000 CHECK (rate_e9 > 0))sql",
    R"sql(ALTER TABLE order_line ADD COLUMN base_currency TEXT NOT NULL DEFAULT '')sql",
    R"sql(UPDATE order_line SET base_currency = (SELECT o.currency FROM orders o WHERE o.id = order_line.order_id))sql",
    R"sql(ALTER TABLE order_line ADD COLUMN discount_minor BIGINT NOT NULL DEFAULT 0 CHECK (discount_minor >= 0))sql",
    // Units of a discounted line do not all cost the same to the last minor unit: what went back is kept.
    R"sql(ALTER TABLE order_line ADD COLUMN refunded_minor BIGINT NOT NULL DEFAULT 0
        CHECK (refunded_minor BETWEEN 0 AND quantity * unit_price_minor - discount_minor))sql",
    R"sql(UPDATE order_line SET refunded_minor = refunded_quantity * unit_price_minor)sql",
    R"sql(ALTER TABLE refund_line ADD COLUMN amount_minor BIGINT NOT NULL DEFAULT 0 CHECK (amount_minor >= 0))sql",
    R"sql(UPDATE refund_line SET amount_minor = quantity * (SELECT l.unit_price_minor FROM refund r
        JOIN order_line l ON l.order_id = r.order_id AND l.position = refund_line.position
        WHERE r.id = refund_line.refund_id))sql",

    // state: 1 open, 2 being drawn, 3 drawn, 4 called off. commitment: the hash of the seed, told when the
    // drop opens; the seed is told when it is drawn.
    R"sql(CREATE TABLE product_drop (
        id         TEXT PRIMARY KEY,
        show_id    TEXT NOT NULL REFERENCES show (id),
        variant_id TEXT NOT NULL REFERENCES variant (id),
        quantity   BIGINT NOT NULL CHECK (quantity > 0),
        state      BIGINT NOT NULL CHECK (state BETWEEN 1 AND 4),
        entries    BIGINT NOT NULL CHECK (entries >= 0),
        commitment TEXT NOT NULL CHECK (commitment <> ''),
        seed       TEXT NOT NULL CHECK (seed <> ''),
        opens_us   BIGINT NOT NULL,
        closes_us  BIGINT NOT NULL,
        ended_us   BIGINT NOT NULL,
        person_id  TEXT NOT NULL,
        CHECK (closes_us > opens_us),
        CHECK ((state IN (3, 4)) = (ended_us <> 0))
    ))sql",
    R"sql(CREATE INDEX product_drop_under_way ON product_drop (closes_us) WHERE state IN (1, 2))sql",
    R"sql(CREATE UNIQUE INDEX product_drop_once ON product_drop (variant_id, show_id) WHERE state IN (1, 2))sql",
    R"sql(CREATE INDEX product_drop_of_show ON product_drop (show_id))sql",

    // The units a drop keeps for its winners; they are part of their bucket's held.
    R"sql(CREATE TABLE drop_units (
        drop_id     TEXT NOT NULL REFERENCES product_drop (id),
        bucket_show TEXT NOT NULL,
        location_id TEXT NOT NULL REFERENCES location (id),
        quantity    BIGINT NOT NULL CHECK (quantity >= 0),
        PRIMARY KEY (drop_id, bucket_show, location_id)
    ))sql",

    // outcome: 0 not drawn yet, 1 won, 2 on the waiting list, 3 called off. place: in the draw, from 1.
    R"sql(CREATE TABLE drop_entry (
        drop_id   TEXT NOT NULL REFERENCES product_drop (id),
        id        TEXT NOT NULL,
        person_id TEXT NOT NULL CHECK (person_id <> ''),
        outcome   BIGINT NOT NULL CHECK (outcome BETWEEN 0 AND 3),
        place     BIGINT NOT NULL CHECK (place >= 0),
        hold_id   TEXT NOT NULL,
        at_us     BIGINT NOT NULL,
        PRIMARY KEY (drop_id, id),
        UNIQUE (drop_id, person_id),
        CHECK ((outcome IN (1, 2)) = (place > 0)),
        CHECK (outcome = 1 OR hold_id = '')
    ))sql",
    R"sql(CREATE INDEX drop_entry_of_person ON drop_entry (person_id))sql",
};

}  // namespace

std::span<const std::string_view> stock_and_prices() { return kStatements; }

}  // namespace vitrine::store::schema
