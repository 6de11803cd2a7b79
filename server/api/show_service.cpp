// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/show_service.h"

#include "server/api/call.h"

namespace vitrine::api {

using Context = grpc::CallbackServerContext;
using Reactor = grpc::ServerUnaryReactor;

Reactor* ShowService::CreateShow(Context* context, const v1::CreateShowRequest* request, v1::Show* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Show> reply) {
        services_.shows.create(caller, *request, std::move(reply));
    });
}

Reactor* ShowService::GetShow(Context* context, const v1::GetShowRequest* request, v1::Show* out) {
    return answer(services_.tokens, context, out, [&](const Caller&, Reply<v1::Show> reply) {
        services_.shows.get(*request, std::move(reply));
    });
}

Reactor* ShowService::ListShows(Context* context, const v1::ListShowsRequest* request,
                                v1::ListShowsResponse* out) {
    return answer(services_.tokens, context, out,
                  [&](const Caller& caller, Reply<v1::ListShowsResponse> reply) {
                      services_.shows.list(caller, *request, std::move(reply));
                  });
}

Reactor* ShowService::SetLineup(Context* context, const v1::SetLineupRequest* request, v1::Show* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Show> reply) {
        services_.shows.set_lineup(caller, *request, std::move(reply));
    });
}

Reactor* ShowService::RenameShow(Context* context, const v1::RenameShowRequest* request, v1::Show* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Show> reply) {
        services_.shows.rename(caller, *request, std::move(reply));
    });
}

Reactor* ShowService::StartShow(Context* context, const v1::StartShowRequest* request, v1::Show* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Show> reply) {
        services_.shows.start(caller, *request, std::move(reply));
    });
}

Reactor* ShowService::EndShow(Context* context, const v1::EndShowRequest* request, v1::Show* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::Show> reply) {
        services_.shows.end(caller, *request, std::move(reply));
    });
}

Reply<v1::StreamTarget> ShowService::with_url(Reply<v1::StreamTarget> reply) const {
    return [url = services_.ingest_url, reply = std::move(reply)](Result<v1::StreamTarget> target) {
        if (target.ok()) target->set_url(url);
        reply(std::move(target));
    };
}

Reactor* ShowService::GetStreamTarget(Context* context, const v1::GetStreamTargetRequest* request,
                                      v1::StreamTarget* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::StreamTarget> reply) {
        services_.shows.stream_key(caller, *request, with_url(std::move(reply)));
    });
}

Reactor* ShowService::RotateStreamKey(Context* context, const v1::RotateStreamKeyRequest* request,
                                      v1::StreamTarget* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::StreamTarget> reply) {
        auto cut_off = [this, show_id = request->show_id(),
                        reply = with_url(std::move(reply))](Result<v1::StreamTarget> target) {
            if (target.ok()) {
                services_.interrupt_picture(show_id,
                                            "The stream key was replaced. Publish with the new one.");
            }
            reply(std::move(target));
        };
        services_.shows.rotate_stream_key(caller, *request, std::move(cut_off));
    });
}

Reactor* ShowService::PinProduct(Context* context, const v1::PinProductRequest* request, v1::PinMoment* out) {
    return answer(services_.tokens, context, out, [&](const Caller& caller, Reply<v1::PinMoment> reply) {
        services_.pins.pin(caller, *request, std::move(reply));
    });
}

}  // namespace vitrine::api
