// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace vitrine::web {

struct Request {
    std::string method;     // "GET", "POST", …
    unsigned version = 11;  // 10 or 11
    std::string path;       // decoded, starts with '/', no dot segments
    std::map<std::string, std::string> query;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    std::string peer;  // address of the client

    // The header's value, or "" when it was not sent. `name` in lower case.
    const std::string& header(const std::string& name) const;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::shared_ptr<const std::string>>
        body;  // pieces, written one after the other without a copy

    static Response text(int status, std::string content_type, std::string body);
    size_t body_bytes() const;
};

class Wire;

// Called exactly once, from any thread; the web loop writes the answer.
using Respond = std::function<void(Response)>;
using PathParts = std::map<std::string, std::string>;  // what {name} stood for
using Handler = std::function<void(const Request&, const PathParts&, Respond)>;
// Takes the connection itself and does not give it back: WebSocket, event streams. Runs on the web loop.
// `early` are bytes the client sent after his request.
using StreamHandler = std::function<void(Request, PathParts, std::shared_ptr<Wire>, std::string early)>;

// Which handler answers which path. Filled by main before the server starts; then read-only.
class Router {
  public:
    // pattern: "/live/{show}/{file}"; a last part {rest...} takes all that follows. GET handlers answer HEAD
    // too.
    void add(std::string method, std::string pattern, Handler);
    void add_stream(std::string pattern, StreamHandler);  // GET only

    struct Found {
        const Handler* handler = nullptr;
        const StreamHandler* stream = nullptr;
        PathParts parts;
        std::string allow;  // not empty: the path is known by other methods only (405), these
    };
    Found find(const std::string& method, const std::string& path) const;

  private:
    struct Route {
        std::string method;
        std::vector<std::string> pattern;
        Handler handler;
        StreamHandler stream;
    };
    void add_route(Route);
    std::vector<Route> routes_;
};

}  // namespace vitrine::web
