// SPDX-License-Identifier: GPL-3.0-or-later
// Identity: buyers, who sign in with a code that was sent to them.
#include "server/domain/id.h"
#include "server/domain/text.h"
#include "server/identity/identity.h"
#include "server/identity/sign_in_codes.h"
#include "server/identity/stored_account.h"

namespace vitrine::identity {
namespace {

constexpr int64_t kAccessTtl_s = 600;
constexpr size_t kMostName = 40;

Error wrong_code() {
    return {Code::unauthenticated, "This code is wrong or no longer good. Check it, or ask for a new one."};
}
Error no_address() {
    return {Code::invalid_argument,
            "This is not an e-mail address we can write to. Check it: name@example.org."};
}

// That a code was missed must be committed, so it is an outcome of the command and not its error.
struct Opened {
    bool good = false;
    v1::Account account;
    std::string refresh_token;
};

v1::Account account_for(store::Unit& unit, const std::string& email, const std::string& display_name) {
    const std::string login = buyers_login(email);
    if (auto found = find_by_login(unit.sql(), login)) return found->account;
    v1::Account account;
    account.set_id(make_id(unit.now()));
    account.set_login(login);
    account.set_display_name(display_name);
    account.set_role(v1::ROLE_VIEWER);
    insert_account(unit.sql(), {account, ""}, unit.now());
    account.set_login(email);
    return account;
}

}  // namespace

void Identity::send_codes(std::function<void()> bell) { code_waits_ = std::move(bell); }

void Identity::ask_code(const v1::SignInCodeRequest& request, Reply<v1::SignInCodeResponse> reply) {
    if (!code_waits_) {
        return reply(Error{Code::precondition,
                           "This shop sends no mail, so it cannot sign you in. You can buy as a guest."});
    }
    const auto email = sign_in_codes::folded_email(request.email());
    if (!email) return reply(no_address());
    committer_.submit<v1::SignInCodeResponse>(
        [email = *email, bell = code_waits_](store::Unit& unit) -> Result<v1::SignInCodeResponse> {
            if (auto asked = sign_in_codes::ask(unit, email); !asked.ok()) return asked.error();
            unit.after_commit(bell);
            v1::SignInCodeResponse response;
            response.set_valid_s(sign_in_codes::kValid_s);
            return response;
        },
        std::move(reply));
}

void Identity::sign_in_with_code(const v1::CodeSignInRequest& request, Reply<v1::Session> reply) {
    const auto email = sign_in_codes::folded_email(request.email());
    if (!email) return reply(no_address());
    const std::string before_at = email->substr(0, email->find('@'));
    const auto name =
        one_line(request.display_name().empty() ? before_at.substr(0, kMostName) : request.display_name(),
                 kMostName, "The name");
    if (!name) return reply(name.error());
    committer_.submit<Opened>(
        [email = *email, code = request.code(), name = *name](store::Unit& unit) -> Result<Opened> {
            if (!sign_in_codes::redeem(unit, email, code)) return Opened{};
            Opened opened{true, account_for(unit, email, name), ""};
            drop_expired_tokens(unit.sql(), opened.account.id(), unit.now());
            opened.refresh_token =
                issue_refresh_token(unit.sql(), make_id(unit.now()), opened.account.id(), unit.now());
            return opened;
        },
        [this, reply = std::move(reply)](Result<Opened> opened) {
            if (!opened) return reply(opened.error());
            if (!opened->good) return reply(wrong_code());
            reply(session_for(opened->account, opened->refresh_token, kAccessTtl_s));
        });
}

}  // namespace vitrine::identity
