// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::web {

struct Request {
    std::string method;  // "GET", "POST", …
    std::string path;    // decoded, starts with '/', no dot segments
    std::map<std::string, std::string> query;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    std::string peer;    // address of the client
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::shared_ptr<const std::string>> body;  // pieces, written one after the other without a copy

    static Response text(int status, std::string content_type, std::string body);
};

// Called exactly once, from any thread; the web loop writes the answer.
using Respond = std::function<void(Response)>;
using PathParts = std::map<std::string, std::string>;  // what {name} stood for
using Handler = std::function<void(const Request&, const PathParts&, Respond)>;

// Which handler answers which path. Filled by main before the server starts; then read-only.
class Router {
  public:
    // pattern: "/live/{show}/{file}"; a last part {rest...} takes all that follows. GET handlers answer HEAD too.
    void add(std::string method, std::string pattern, Handler);

    struct Found {
        const Handler* handler = nullptr;
        PathParts parts;
        bool path_known = false;  // another method would do: 405
    };
    Found find(const std::string& method, const std::string& path) const;

  private:
    struct Route {
        std::string method;
        std::vector<std::string> pattern;
        Handler handler;
    };
    std::vector<Route> routes_;
};

}  // namespace vitrine::web
