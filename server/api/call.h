// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "server/domain/caller.h"
#include "server/domain/result.h"
#include "server/identity/tokens.h"

namespace vitrine::api {

// The outcome as gRPC tells it: the one table's status; trailers "vitrine-code" and "retry-after-ms".
grpc::Status status_of_error(grpc::CallbackServerContext*, const Error&);

// Who calls: `authorization: Bearer …` of the metadata. None: nobody. A bad token: unauthenticated.
Result<Caller> caller_of(const identity::Tokens&, const grpc::CallbackServerContext*);

// Whether the peer is on this machine.
bool from_this_machine(const grpc::CallbackServerContext*);

// A unary call as the services of the server answer it: call(reply). The message lives until the reactor
// ends, which it does exactly once, on the replying thread; gRPC's own threads only start it.
template <class Out, class Call>
grpc::ServerUnaryReactor* answer_anyone(grpc::CallbackServerContext* context, Out* out, Call call) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    call(Reply<Out>([context, out, reactor](Result<Out> result) {
        if (!result.ok()) return reactor->Finish(status_of_error(context, result.error()));
        *out = std::move(*result);
        reactor->Finish(grpc::Status::OK);
    }));
    return reactor;
}

// The same for whoever the token says: call(caller, reply).
template <class Out, class Call>
grpc::ServerUnaryReactor* answer(const identity::Tokens& tokens, grpc::CallbackServerContext* context,
                                 Out* out, Call call) {
    return answer_anyone(context, out, [&](Reply<Out> reply) {
        auto caller = caller_of(tokens, context);
        if (!caller.ok()) return reply(caller.error());
        call(*caller, std::move(reply));
    });
}

}  // namespace vitrine::api
