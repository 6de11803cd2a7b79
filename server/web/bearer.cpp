// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/bearer.h"

#include <strings.h>

namespace vitrine::web {

namespace {

Result<Caller> caller_of_header(const identity::Tokens& tokens, const std::string& header) {
    if (header.empty()) return Caller{};
    if (header.size() > 7 && strncasecmp(header.c_str(), "Bearer ", 7) == 0)
        return tokens.verify(header.substr(7));
    return Error{Code::unauthenticated, "Only Bearer tokens are understood."};
}

const std::string* token_in_address(const Request& request) {
    const auto found = request.query.find("access_token");
    return found == request.query.end() || found->second.empty() ? nullptr : &found->second;
}

}  // namespace

Result<Caller> caller_of(const identity::Tokens& tokens, const Request& request) {
    if (token_in_address(request)) {
        return Error{Code::unauthenticated,
                     "A token in the address may be read by others. Send it in the Authorization header."};
    }
    return caller_of_header(tokens, request.header("authorization"));
}

Result<Caller> caller_of_stream(const identity::Tokens& tokens, const Request& request) {
    const std::string& header = request.header("authorization");
    const std::string* token = token_in_address(request);
    return header.empty() && token ? tokens.verify(*token) : caller_of_header(tokens, header);
}

}  // namespace vitrine::web
