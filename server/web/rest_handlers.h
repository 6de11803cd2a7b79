// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/web/bearer.h"
#include "server/web/json.h"
#include "server/web/problem.h"
#include "server/web/rest.h"

// How Rest's commands and queries become handlers: for the files that list its addresses.
namespace vitrine::web {

inline Response answer_with(const google::protobuf::Message& message) {
    Response response = Response::text(200, "application/json", to_json(message));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

template <class Out>
Reply<Out> responding(Respond respond) {
    return [respond = std::move(respond)](Result<Out> answer) {
        respond(answer.ok() ? answer_with(*answer) : refuse(answer.error()));
    };
}

// Nobody can be made to send such a request by a form on another site (Fetch §2.2.2: not a "simple" content
// type).
inline bool is_json(const Request& request) {
    const std::string& type = request.header("content-type");
    return type == "application/json" || type.starts_with("application/json;") ||
           type.starts_with("application/json ");
}

// The path names it; a body that names another one is a mistake.
inline bool name(const PathParts& parts, const char* part, std::string* field) {
    const std::string& value = parts.at(part);
    if (field->empty()) *field = value;
    return *field == value;
}

template <class In, class Out>
Handler Rest::command(Call<In, Out> call, std::function<bool(const PathParts&, In&)> fill, bool limited) {
    return [this, call = std::move(call), fill = std::move(fill), limited](
               const Request& request, const PathParts& parts, Respond respond) {
        Response refusal;
        if (limited && !within_limit(limits_, request, refusal)) return respond(std::move(refusal));
        if (!is_json(request)) {
            return respond(
                refuse_with(415, {Code::invalid_argument, "Send the request as application/json."}));
        }
        // A token that ran out must not keep anybody from getting a new one.
        auto caller = request.path.starts_with("/v1/sessions") || request.path == "/v1/guests"
                          ? Result<Caller>(Caller{})
                          : caller_of(services_.tokens, request);
        if (!caller.ok()) return respond(refuse(caller.error()));
        In message;
        if (auto read = from_json(request.body, message); !read.ok()) return respond(refuse(read.error()));
        if (fill && !fill(parts, message)) {
            return respond(
                refuse({Code::invalid_argument, "The address and the body name different things."}));
        }
        call(*caller, message, responding<Out>(std::move(respond)));
    };
}

template <class Out>
Handler Rest::query(std::function<void(const Caller&, const PathParts&, Reply<Out>)> call) {
    return [this, call = std::move(call)](const Request& request, const PathParts& parts, Respond respond) {
        auto caller = caller_of(services_.tokens, request);
        if (!caller.ok()) return respond(refuse(caller.error()));
        call(*caller, parts, responding<Out>(std::move(respond)));
    };
}

}  // namespace vitrine::web
