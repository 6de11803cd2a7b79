// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/identity/stored_account.h"

#include <sodium.h>

#include "server/store/message_text.h"

namespace vitrine::identity {
namespace {

constexpr int64_t kRefreshTtl_s = 30 * 24 * 3600;
constexpr char kBuyer[] = "mail:";

struct AccountRow {
    std::string id, login, display_name, password_hash;
    int64_t role = 0;

    v1::Account message() const {
        v1::Account account;
        account.set_id(id);
        account.set_login(login.starts_with(kBuyer) ? login.substr(sizeof kBuyer - 1) : login);
        account.set_display_name(display_name);
        account.set_role(static_cast<v1::Role>(role));
        return account;
    }
};

}  // namespace

int64_t count_accounts(store::Session& session) {
    int64_t count = 0;
    session.run("SELECT COUNT(*) FROM account WHERE role > 1", soci::into(count));
    return count;
}

std::optional<StoredAccount> find_by_login(store::Session& session, const std::string& folded_login) {
    AccountRow row;
    if (!session.run("SELECT id, login, display_name, role, password_hash FROM account WHERE login = :login",
                     soci::use(folded_login), soci::into(row.id), soci::into(row.login),
                     soci::into(row.display_name), soci::into(row.role), soci::into(row.password_hash))) {
        return std::nullopt;
    }
    return StoredAccount{row.message(), row.password_hash};
}

std::optional<v1::Account> find_account(store::Session& session, const std::string& id) {
    AccountRow row;
    if (!session.run("SELECT id, login, display_name, role FROM account WHERE id = :id", soci::use(id),
                     soci::into(row.id), soci::into(row.login), soci::into(row.display_name),
                     soci::into(row.role))) {
        return std::nullopt;
    }
    return row.message();
}

void insert_account(store::Session& session, const StoredAccount& stored, Instant now) {
    const int64_t role = stored.account.role();
    session.run(
        "INSERT INTO account (id, login, display_name, role, password_hash, created_us) "
        "VALUES (:id, :login, :display_name, :role, :password_hash, :created_us)",
        soci::use(stored.account.id()), soci::use(stored.account.login()),
        soci::use(stored.account.display_name()), soci::use(role), soci::use(stored.password_hash),
        soci::use(now.us));
}

std::string buyers_login(const std::string& email) { return kBuyer + email; }

std::optional<std::string> folded(const std::string& login) {
    if (login.empty() || login.size() > 64) return std::nullopt;
    std::string folded;
    for (const char c : login) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool good = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                          std::string_view("._-+@").find(lower) != std::string_view::npos;
        if (!good) return std::nullopt;
        folded.push_back(lower);
    }
    return folded;
}

std::string issue_refresh_token(store::Session& session, const std::string& family,
                                const std::string& account_id, Instant now) {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    const std::string token = store::to_text(bytes);
    const std::string token_hash = store::hash_text(token);
    const int64_t expires_us = now.plus_s(kRefreshTtl_s).us;
    session.run(
        "INSERT INTO refresh_token (token_hash, family, account_id, issued_us, expires_us, spent) "
        "VALUES (:token_hash, :family, :account_id, :issued_us, :expires_us, 0)",
        soci::use(token_hash), soci::use(family), soci::use(account_id), soci::use(now.us),
        soci::use(expires_us));
    return token;
}

std::optional<RefreshToken> find_refresh_token(store::Session& session, const std::string& token) {
    const std::string token_hash = store::hash_text(token);
    RefreshToken found;
    int64_t spent = 0;
    if (!session.run(
            "SELECT family, account_id, expires_us, spent FROM refresh_token WHERE token_hash = :token_hash",
            soci::use(token_hash), soci::into(found.family), soci::into(found.account_id),
            soci::into(found.expires_us), soci::into(spent))) {
        return std::nullopt;
    }
    found.spent = spent != 0;
    return found;
}

void spend_refresh_token(store::Session& session, const std::string& token) {
    const std::string token_hash = store::hash_text(token);
    session.run("UPDATE refresh_token SET spent = 1 WHERE token_hash = :token_hash", soci::use(token_hash));
}

void end_family(store::Session& session, const std::string& family) {
    session.run("DELETE FROM refresh_token WHERE family = :family", soci::use(family));
}

void drop_expired_tokens(store::Session& session, const std::string& account_id, Instant now) {
    session.run("DELETE FROM refresh_token WHERE account_id = :account_id AND expires_us <= :now_us",
                soci::use(account_id), soci::use(now.us));
}

}  // namespace vitrine::identity
