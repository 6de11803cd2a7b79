// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/identity_service.h"

#include "server/api/call.h"
#include "server/api/set_up.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* IdentityService::SetUp(Context* context, const v1::SetUpRequest* request, v1::SetUpResponse* out) {
    return answer(services_.tokens, context, out, [&](const Caller&, Reply<v1::SetUpResponse> reply) {
        if (!from_this_machine(context)) {
            return reply(
                Error{Code::permission_denied, "Set up the shop from the machine that the server runs on."});
        }
        set_up_shop(services_, *request, std::move(reply));
    });
}

// A token that ran out must not keep anybody from getting a new one: these three do not look at it.
Reactor* IdentityService::SignIn(Context* context, const v1::SignInRequest* request, v1::Session* out) {
    return answer_anyone(context, out, [&](Reply<v1::Session> reply) {
        services_.identity.sign_in(*request, std::move(reply));
    });
}

Reactor* IdentityService::Refresh(Context* context, const v1::RefreshRequest* request, v1::Session* out) {
    return answer_anyone(context, out, [&](Reply<v1::Session> reply) {
        services_.identity.refresh(*request, std::move(reply));
    });
}

Reactor* IdentityService::SignOut(Context* context, const v1::SignOutRequest* request,
                                  v1::SignOutResponse* out) {
    return answer_anyone(context, out, [&](Reply<v1::SignOutResponse> reply) {
        services_.identity.sign_out(*request, std::move(reply));
    });
}

Reactor* IdentityService::WhoAmI(Context* context, const v1::WhoAmIRequest*, v1::Account* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Account> reply) {
        services_.identity.who_am_i(caller, std::move(reply));
    });
}

}  // namespace vitrine::api
