// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>

#include "server/domain/caller.h"
#include "server/identity/sign_in_throttle.h"
#include "server/identity/tokens.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/identity.pb.h"

namespace vitrine::identity {

// Accounts and sessions. Passwords are stored as Argon2id (libsodium, interactive limits), refresh tokens as
// BLAKE2b hashes. Access tokens live 10 minutes, refresh tokens 30 days. Answers on a store thread. Owned by
// main, outlives the committer's and the readers' threads; thread-safe.
class Identity {
  public:
    Identity(store::Committer&, store::Readers&, Tokens&);

    // Whether the database holds no account yet.
    void needs_set_up(Reply<bool>);
    // Makes the first accounts: the creator; with demo_shop also a retailer and a moderator. precondition
    // when there are accounts. show_id is left empty. Passwords not given are made (four words' worth of
    // entropy, readable).
    void set_up(const v1::SetUpRequest&, Reply<v1::SetUpResponse>);

    // unauthenticated for a wrong login or password alike, after the same time; rate_limited after 10
    // failures in a minute for one login.
    void sign_in(const v1::SignInRequest&, Reply<v1::Session>);
    // The old refresh token ends; one that is used twice ends its whole family.
    void refresh(const v1::RefreshRequest&, Reply<v1::Session>);
    void sign_out(const v1::SignOutRequest&, Reply<v1::SignOutResponse>);

    // Buyers sign in with codes by mail from now on; rung when one waits to be sent. Set before the first
    // call.
    void send_codes(std::function<void()> bell);
    // Answers alike whether there is such an account or not. precondition when no mail is sent; rate_limited
    // after 3 codes in a quarter of an hour, or 10 in a day, for one address.
    void ask_code(const v1::SignInCodeRequest&, Reply<v1::SignInCodeResponse>);
    // The first time makes the account. unauthenticated for a wrong code, an old one, or after 5 wrong ones.
    void sign_in_with_code(const v1::CodeSignInRequest&, Reply<v1::Session>);

    // A guest's session: access token valid 24 h, nothing stored. Name: 1…40 code points, no control
    // characters. With the token of a guest he goes on as the one he was.
    Result<v1::Session> guest(const v1::GuestRequest&);

    // The account behind a token, as it is now; a guest's out of the token. unauthenticated for nobody.
    void who_am_i(const Caller&, Reply<v1::Account>);

  private:
    v1::Session session_for(const v1::Account&, std::string refresh_token, int64_t ttl_s) const;
    void open_session(const std::string& throttle_key, const v1::Account&, Reply<v1::Session>);

    store::Committer& committer_;
    store::Readers& readers_;
    Tokens& tokens_;
    std::mutex mutex_;  // guards throttle_
    SignInThrottle throttle_;
    std::function<void()> code_waits_;
};

}  // namespace vitrine::identity
