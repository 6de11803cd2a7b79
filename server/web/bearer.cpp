// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/bearer.h"

#include <strings.h>

namespace vitrine::web {

Result<Caller> caller_of(const identity::Tokens& tokens, const Request& request) {
    const std::string& header = request.header("authorization");
    if (header.size() > 7 && strncasecmp(header.c_str(), "Bearer ", 7) == 0)
        return tokens.verify(header.substr(7));
    if (!header.empty()) return Error{Code::unauthenticated, "Only Bearer tokens are understood."};
    const auto asked = request.query.find("access_token");
    if (asked != request.query.end() && !asked->second.empty()) return tokens.verify(asked->second);
    return Caller{};
}

}  // namespace vitrine::web
