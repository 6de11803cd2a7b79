// SPDX-License-Identifier: GPL-3.0-or-later
// Identity: the first accounts.
#include "server/domain/id.h"
#include "server/domain/text.h"
#include "server/identity/identity.h"
#include "server/identity/passwords.h"
#include "server/identity/stored_account.h"

namespace vitrine::identity {
namespace {

constexpr size_t kLeastPassword = 8;  // code points
constexpr size_t kMostPasswordBytes = 1024;

Error done_already() {
    return {Code::precondition, "This server has been set up already. Sign in with an account of it."};
}

struct Newcomer {
    v1::Account account;
    std::string password;
};

Newcomer newcomer(const std::string& login, const std::string& display_name, v1::Role role,
                  const std::string& password = "") {
    Newcomer made;
    made.account.set_login(login);
    made.account.set_display_name(display_name);
    made.account.set_role(role);
    made.password = password.empty() ? make_password() : password;
    return made;
}

Result<std::vector<Newcomer>> newcomers(const v1::SetUpRequest& request) {
    const auto login = folded(request.creator_login().empty() ? "creator" : request.creator_login());
    if (!login) {
        return Error{Code::invalid_argument,
                     "The login may hold letters a–z, digits and . _ - + @, at most 64 of them."};
    }
    const std::string& password = request.creator_password();
    if (!password.empty()) {
        const auto length = code_points(password);
        if (!length || password.size() > kMostPasswordBytes) {
            return Error{Code::invalid_argument,
                         "The password is not valid text or is too long. Choose another one."};
        }
        if (*length < kLeastPassword) {
            return Error{Code::invalid_argument, "The password is too short: at least " +
                                                     std::to_string(kLeastPassword) + " characters."};
        }
    }
    std::vector<Newcomer> all{newcomer(*login, "Creator", v1::ROLE_CREATOR, password)};
    if (request.demo_shop()) {
        if (*login == "retailer" || *login == "moderator") {
            return Error{Code::invalid_argument,
                         "The demo shop uses the login “" + *login + "” itself. Choose another one."};
        }
        all.push_back(newcomer("retailer", "Retailer", v1::ROLE_RETAILER));
        all.push_back(newcomer("moderator", "Moderator", v1::ROLE_MODERATOR));
    }
    return all;
}

struct Hashed {
    std::vector<StoredAccount> accounts;
    v1::SetUpResponse response;
};

Hashed hashed(const std::vector<Newcomer>& people) {
    Hashed all;
    for (const auto& person : people) {
        all.accounts.push_back({person.account, hash_password(person.password)});
        all.response.add_accounts()->set_password(person.password);
    }
    return all;
}

// Under the writer's lock, so that of two set-ups at the same moment one comes too late.
Result<v1::SetUpResponse> store_all(store::Unit& unit, Hashed all) {
    if (count_accounts(unit.sql()) > 0) return done_already();
    for (size_t i = 0; i < all.accounts.size(); ++i) {
        auto& account = all.accounts[i].account;
        account.set_id(make_id(unit.now()));
        insert_account(unit.sql(), all.accounts[i], unit.now());
        *all.response.mutable_accounts(static_cast<int>(i))->mutable_account() = account;
    }
    return all.response;
}

}  // namespace

void Identity::set_up(const v1::SetUpRequest& request, Reply<v1::SetUpResponse> reply) {
    const auto people = newcomers(request);
    if (!people) return reply(people.error());
    // Asked first, so that nobody makes a server hash that has been set up.
    needs_set_up([this, people = *people, reply = std::move(reply)](Result<bool> needed) {
        if (!needed) return reply(needed.error());
        if (!*needed) return reply(done_already());
        readers_.compute<Hashed>([people]() -> Result<Hashed> { return hashed(people); },
                                 [this, reply](Result<Hashed> all) {
                                     if (!all) return reply(all.error());
                                     committer_.submit<v1::SetUpResponse>(
                                         [all = *all](store::Unit& unit) { return store_all(unit, all); },
                                         reply);
                                 });
    });
}

}  // namespace vitrine::identity
