// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/identity/identity.h"

#include "server/domain/id.h"
#include "server/domain/text.h"
#include "server/identity/passwords.h"
#include "server/identity/stored_account.h"
#include "server/store/message_text.h"

namespace vitrine::identity {
namespace {

constexpr int64_t kAccessTtl_s = 600;
constexpr int64_t kGuestTtl_s = 24 * 3600;
constexpr int64_t kGuestReturns_s = 30 * 24 * 3600;
constexpr size_t kMostName = 40;
constexpr size_t kMostPasswordBytes = 1024;

Error wrong() { return {Code::unauthenticated, "Login or password is wrong. Check both and try again."}; }
Error sign_in_again() { return {Code::unauthenticated, "Your session has ended. Sign in again."}; }

Caller caller_of(const v1::Account& account) {
    return {account.id(), account.display_name(), account.role(), account.guest()};
}

// What a refresh did. That a token came twice must be committed, so it is an outcome of the command and not
// its error.
struct Refreshed {
    bool stolen = false;
    v1::Account account;
    std::string refresh_token;
};

Result<Refreshed> exchange(store::Unit& unit, const std::string& token) {
    const auto found = find_refresh_token(unit.sql(), token);
    if (!found || found->expires_us <= unit.now().us) return sign_in_again();
    if (found->spent) {
        // Two hold the same token and one of them is a thief; nobody can tell which (RFC 9700 §4.14.2).
        end_family(unit.sql(), found->family);
        return Refreshed{.stolen = true};
    }
    const auto account = find_account(unit.sql(), found->account_id);
    if (!account) return sign_in_again();
    spend_refresh_token(unit.sql(), token);
    return Refreshed{false, *account,
                     issue_refresh_token(unit.sql(), found->family, found->account_id, unit.now())};
}

}  // namespace

Identity::Identity(store::Committer& committer, store::Readers& readers, Tokens& tokens)
    : committer_(committer), readers_(readers), tokens_(tokens) {}

void Identity::needs_set_up(Reply<bool> reply) {
    readers_.run<bool>([](store::Session& session) -> Result<bool> { return count_accounts(session) == 0; },
                       std::move(reply));
}

void Identity::sign_in(const v1::SignInRequest& request, Reply<v1::Session> reply) {
    if (request.password().size() > kMostPasswordBytes) return reply(wrong());
    // Whatever was typed has a key of bounded length; one that cannot be a login takes the same way as one
    // nobody has.
    const std::string login = folded(request.login()).value_or("");
    const std::string key = store::hash_text(login.empty() ? request.login() : login);
    {
        std::lock_guard lock(mutex_);
        if (const auto allowed = throttle_.begin(key, committer_.clock().steady_us()); !allowed)
            return reply(allowed.error());
    }
    readers_.run<std::optional<StoredAccount>>(
        [login](store::Session& session) -> Result<std::optional<StoredAccount>> {
            return find_by_login(session, login);
        },
        [this, key, password = request.password(),
         reply = std::move(reply)](Result<std::optional<StoredAccount>> found) {
            if (!found) return reply(found.error());
            readers_.compute<v1::Account>(
                [stored = *found, password]() -> Result<v1::Account> {
                    if (!stored) {
                        hash_password(password);  // takes as long as a comparison
                        return wrong();
                    }
                    if (!password_fits(stored->password_hash, password)) return wrong();
                    return stored->account;
                },
                [this, key, reply](Result<v1::Account> account) {
                    if (!account) return reply(account.error());
                    open_session(key, *account, reply);
                });
        });
}

void Identity::open_session(const std::string& throttle_key, const v1::Account& account,
                            Reply<v1::Session> reply) {
    {
        std::lock_guard lock(mutex_);
        throttle_.succeeded(throttle_key);
    }
    committer_.submit<v1::Session>(
        [this, account](store::Unit& unit) -> Result<v1::Session> {
            drop_expired_tokens(unit.sql(), account.id(), unit.now());
            const std::string family = make_id(unit.now());
            return session_for(account, issue_refresh_token(unit.sql(), family, account.id(), unit.now()),
                               kAccessTtl_s);
        },
        std::move(reply));
}

void Identity::refresh(const v1::RefreshRequest& request, Reply<v1::Session> reply) {
    committer_.submit<Refreshed>(
        [token = request.refresh_token()](store::Unit& unit) { return exchange(unit, token); },
        [this, reply = std::move(reply)](Result<Refreshed> refreshed) {
            if (!refreshed) return reply(refreshed.error());
            if (refreshed->stolen) return reply(sign_in_again());
            reply(session_for(refreshed->account, refreshed->refresh_token, kAccessTtl_s));
        });
}

void Identity::sign_out(const v1::SignOutRequest& request, Reply<v1::SignOutResponse> reply) {
    committer_.submit<v1::SignOutResponse>(
        [token = request.refresh_token()](store::Unit& unit) -> Result<v1::SignOutResponse> {
            if (const auto found = find_refresh_token(unit.sql(), token))
                end_family(unit.sql(), found->family);
            return v1::SignOutResponse();
        },
        std::move(reply));
}

Result<v1::Session> Identity::guest(const v1::GuestRequest& request) {
    const auto name = one_line(request.name(), kMostName, "The name");
    if (!name) return name.error();
    v1::Account account;
    const Result<Caller> before = tokens_.verify_lapsed(request.token(), kGuestReturns_s);
    account.set_id(before.ok() && before->guest ? before->id : make_id(committer_.clock().now()));
    account.set_display_name(*name);
    account.set_role(v1::ROLE_VIEWER);
    account.set_guest(true);
    return session_for(account, "", kGuestTtl_s);
}

void Identity::who_am_i(const Caller& caller, Reply<v1::Account> reply) {
    if (!caller.known())
        return reply(Error{Code::unauthenticated, "You are not signed in. Sign in, or enter as a guest."});
    if (caller.guest) {
        v1::Account account;
        account.set_id(caller.id);
        account.set_display_name(caller.name);
        account.set_role(caller.role);
        account.set_guest(true);
        return reply(account);
    }
    readers_.run<v1::Account>(
        [id = caller.id](store::Session& session) -> Result<v1::Account> {
            const auto account = find_account(session, id);
            if (!account) return sign_in_again();
            return *account;
        },
        std::move(reply));
}

v1::Session Identity::session_for(const v1::Account& account, std::string refresh_token,
                                  int64_t ttl_s) const {
    v1::Session session;
    Instant expires;
    session.set_access_token(tokens_.sign(caller_of(account), ttl_s, &expires));
    session.set_access_expires_us(expires.us);
    session.set_refresh_token(std::move(refresh_token));
    *session.mutable_account() = account;
    return session;
}

}  // namespace vitrine::identity
