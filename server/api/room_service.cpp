// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/room_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* RoomService::Say(Context* context, const v1::SayRequest* request, v1::ChatLine* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::ChatLine> reply) {
        services_.chat.say(caller, *request, std::move(reply));
    });
}

Reactor* RoomService::RemoveLine(Context* context, const v1::RemoveLineRequest* request, v1::ChatLine* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::ChatLine> reply) {
        services_.chat.remove(caller, *request, std::move(reply));
    });
}

Reactor* RoomService::ListChat(Context* context, const v1::ListChatRequest* request,
                               v1::ListChatResponse* out) {
    return answer(services_.tokens, context, out, [&](const Caller&, Reply<v1::ListChatResponse> reply) {
        services_.chat.list(*request, std::move(reply));
    });
}

}  // namespace vitrine::api
