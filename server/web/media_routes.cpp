// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/media_routes.h"

#include "server/web/gzip.h"
#include "server/web/problem.h"

namespace vitrine::web {
namespace {

Response response_of(const Request& request, media::HlsAnswer answer) {
    Response response;
    if (answer.status >= 400) {
        response = Response::text(answer.status, "text/plain; charset=utf-8", answer.problem);
    } else {
        response.status = answer.status;
        response.headers.emplace_back("Content-Type", answer.content_type);
        response.body = std::move(answer.body);
        if (answer.content_type.starts_with("application/vnd.apple.mpegurl"))
            gzip_if_accepted(request, response);
    }
    if (!answer.cache_control.empty()) response.headers.emplace_back("Cache-Control", answer.cache_control);
    // RFC 8216bis leaves it to the server who may play; pages elsewhere may, they carry no one's authority.
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    return response;
}

}  // namespace

void add_media_routes(Router& router, media::Programmes& programmes) {
    router.add("GET", "/live/{show}/{file}",
               [&programmes](const Request& request, const PathParts& parts, Respond respond) {
                   programmes.live(parts.at("show"), parts.at("file"), request.query,
                                   [request, respond = std::move(respond)](media::HlsAnswer answer) {
                                       respond(response_of(request, std::move(answer)));
                                   });
               });
    router.add("GET", "/replay/{show}/{file}",
               [&programmes](const Request& request, const PathParts& parts, Respond respond) {
                   programmes.replay(parts.at("show"), parts.at("file"),
                                     [request, respond = std::move(respond)](media::HlsAnswer answer) {
                                         respond(response_of(request, std::move(answer)));
                                     });
               });
}

}  // namespace vitrine::web
