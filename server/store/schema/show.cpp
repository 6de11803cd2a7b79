// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

constexpr std::string_view kStatements[] = {
    // state: 1 scheduled, 2 live, 3 ended. picture: a publisher is connected; replay: a recording can be
    // watched.
    // The stream key is shown to the creator again, so it is stored; it is found by its hash and then
    // compared in
    // constant time.
    R"sql(CREATE TABLE show (
        id              TEXT PRIMARY KEY,
        slug            TEXT NOT NULL UNIQUE CHECK (slug <> ''),
        title           TEXT NOT NULL CHECK (title <> ''),
        state           BIGINT NOT NULL CHECK (state BETWEEN 1 AND 3),
        host_id         TEXT NOT NULL,
        host_name       TEXT NOT NULL,
        stream_key      TEXT NOT NULL,
        stream_key_hash TEXT NOT NULL UNIQUE,
        created_us      BIGINT NOT NULL,
        started_us      BIGINT NOT NULL,
        ended_us        BIGINT NOT NULL,
        picture         BIGINT NOT NULL CHECK (picture IN (0, 1)),
        replay          BIGINT NOT NULL CHECK (replay IN (0, 1)),
        CHECK ((state = 1) = (started_us = 0)),
        CHECK ((state = 3) = (ended_us <> 0))
    ))sql",
    R"sql(CREATE INDEX show_by_creation ON show (created_us))sql",

    // The products of a show in the order the host will speak of them, from 0.
    R"sql(CREATE TABLE lineup (
        show_id    TEXT NOT NULL REFERENCES show (id),
        position   BIGINT NOT NULL CHECK (position >= 0),
        product_id TEXT NOT NULL REFERENCES product (id),
        PRIMARY KEY (show_id, position),
        UNIQUE (show_id, product_id)
    ))sql",
    R"sql(CREATE INDEX lineup_by_product ON lineup (product_id))sql",

    // An empty product_id: nothing is pinned from then on. number tells which came later when the times are
    // equal.
    R"sql(CREATE TABLE pin (
        show_id           TEXT NOT NULL REFERENCES show (id),
        number            BIGINT NOT NULL CHECK (number > 0),
        id                TEXT NOT NULL,
        product_id        TEXT NOT NULL,
        programme_time_us BIGINT NOT NULL,
        PRIMARY KEY (show_id, number),
        UNIQUE (show_id, id)
    ))sql",
};

}  // namespace

std::span<const std::string_view> show() { return kStatements; }

}  // namespace vitrine::store::schema
