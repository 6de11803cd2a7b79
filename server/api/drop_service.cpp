// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/drop_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* DropService::OpenDrop(Context* context, const v1::OpenDropRequest* request, v1::Drop* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Drop> reply) {
        services_.drops.open(caller, *request, std::move(reply));
    });
}

Reactor* DropService::CallOffDrop(Context* context, const v1::CallOffDropRequest* request, v1::Drop* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Drop> reply) {
        services_.drops.call_off(caller, *request, std::move(reply));
    });
}

Reactor* DropService::ListDrops(Context* context, const v1::ListDropsRequest* request,
                                v1::ListDropsResponse* out) {
    return answer_anyone(context, out, [&](Reply<v1::ListDropsResponse> reply) {
        services_.drops.list(*request, std::move(reply));
    });
}

Reactor* DropService::GetDraw(Context* context, const v1::GetDrawRequest* request, v1::Draw* out) {
    return answer_anyone(context, out,
                         [&](Reply<v1::Draw> reply) { services_.drops.draw(*request, std::move(reply)); });
}

}  // namespace vitrine::api
