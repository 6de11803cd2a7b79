// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema/schema.h"

namespace vitrine::store::schema {
namespace {

constexpr std::string_view kStatements[] = {
    // login is stored folded (lower case), so that no two accounts look alike.
    R"sql(CREATE TABLE account (
        id            TEXT PRIMARY KEY,
        login         TEXT NOT NULL UNIQUE CHECK (login <> ''),
        display_name  TEXT NOT NULL CHECK (display_name <> ''),
        role          BIGINT NOT NULL CHECK (role BETWEEN 1 AND 4),
        password_hash TEXT NOT NULL,
        created_us    BIGINT NOT NULL
    ))sql",

    // Every refresh token descends from one sign-in: its family. A spent one stays until it would have
    // expired, so
    // that its second use is noticed.
    R"sql(CREATE TABLE refresh_token (
        token_hash TEXT PRIMARY KEY,
        family     TEXT NOT NULL,
        account_id TEXT NOT NULL REFERENCES account (id),
        issued_us  BIGINT NOT NULL,
        expires_us BIGINT NOT NULL CHECK (expires_us > issued_us),
        spent      BIGINT NOT NULL CHECK (spent IN (0, 1))
    ))sql",
    R"sql(CREATE INDEX refresh_token_by_family ON refresh_token (family))sql",
    R"sql(CREATE INDEX refresh_token_by_account ON refresh_token (account_id))sql",
};

}  // namespace

std::span<const std::string_view> identity() { return kStatements; }

}  // namespace vitrine::store::schema
