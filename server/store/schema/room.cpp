// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

constexpr std::string_view kStatements[] = {
    // number counts the lines of a show from 1 without gaps; a removed line keeps its number and loses its
    // text.
    R"sql(CREATE TABLE chat_line (
        show_id           TEXT NOT NULL REFERENCES show (id),
        number            BIGINT NOT NULL CHECK (number > 0),
        id                TEXT NOT NULL,
        sender_id         TEXT NOT NULL,
        sender_name       TEXT NOT NULL,
        sender_role       BIGINT NOT NULL,
        text              TEXT NOT NULL,
        at_us             BIGINT NOT NULL,
        programme_time_us BIGINT NOT NULL,
        removed           BIGINT NOT NULL CHECK (removed IN (0, 1)),
        PRIMARY KEY (show_id, number),
        UNIQUE (show_id, id),
        CHECK ((removed = 1) = (text = ''))
    ))sql",
};

}  // namespace

std::span<const std::string_view> room() { return kStatements; }

}  // namespace vitrine::store::schema
