// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

constexpr std::string_view kStatements[] = {
    // Facts about this database as a whole: its epoch.
    R"sql(CREATE TABLE installation (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ))sql",

    // First answers of client commands, for at least 24 h: the same id again returns the same answer.
    R"sql(CREATE TABLE command (
        scope     TEXT NOT NULL,
        id        TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        answer    TEXT NOT NULL,
        at_us     BIGINT NOT NULL,
        PRIMARY KEY (scope, id)
    ))sql",
    R"sql(CREATE INDEX command_by_age ON command (at_us))sql",

    // State events as they were published; body is the ShowEvent. audience is the contract's number.
    R"sql(CREATE TABLE event_log (
        show_id  TEXT NOT NULL,
        audience BIGINT NOT NULL CHECK (audience IN (1, 2)),
        seq      BIGINT NOT NULL CHECK (seq > 0),
        at_us    BIGINT NOT NULL,
        body     TEXT NOT NULL,
        PRIMARY KEY (show_id, audience, seq)
    ))sql",
};

}  // namespace

std::span<const std::string_view> core() { return kStatements; }

}  // namespace vitrine::store::schema
