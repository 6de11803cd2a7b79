// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/http.h"

namespace vitrine::web {

const std::string& Request::header(const std::string& name) const {
    static const std::string none;
    const auto found = headers.find(name);
    return found == headers.end() ? none : found->second;
}

Response Response::text(int status, std::string content_type, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", std::move(content_type));
    response.body.push_back(std::make_shared<const std::string>(std::move(body)));
    return response;
}

size_t Response::body_bytes() const {
    size_t bytes = 0;
    for (const auto& piece : body) bytes += piece->size();
    return bytes;
}

}  // namespace vitrine::web
