// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/domain/clock.h"
#include "server/store/session.h"
#include "vitrine/v1/identity.pb.h"

namespace vitrine::identity {

// How accounts and their refresh tokens lie in the database. Each function works in its caller's transaction.

struct StoredAccount {
    v1::Account account;
    std::string password_hash;
};

// Of the people who run the shop: buyers make theirs themselves.
int64_t count_accounts(store::Session&);
std::optional<StoredAccount> find_by_login(store::Session&, const std::string& folded_login);
std::optional<v1::Account> find_account(store::Session&, const std::string& id);
void insert_account(store::Session&, const StoredAccount&, Instant now);

// Buyers sign in with their e-mail address. Their logins cannot be typed where a password is asked for, and
// never are those of the people who run the shop.
std::string buyers_login(const std::string& email);

// A login as it is stored: lower case. Nothing when it cannot be one: 1…64 of a–z 0–9 . _ - + @.
std::optional<std::string> folded(const std::string& login);

// Makes and stores a refresh token of a family; the token itself is returned and nowhere kept.
std::string issue_refresh_token(store::Session&, const std::string& family, const std::string& account_id,
                                Instant now);

struct RefreshToken {
    std::string family;
    std::string account_id;
    int64_t expires_us = 0;
    bool spent = false;
};
std::optional<RefreshToken> find_refresh_token(store::Session&, const std::string& token);
void spend_refresh_token(store::Session&, const std::string& token);
void end_family(store::Session&, const std::string& family);
void drop_expired_tokens(store::Session&, const std::string& account_id, Instant now);

}  // namespace vitrine::identity
