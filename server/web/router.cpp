// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "server/domain/check.h"
#include "server/web/http.h"

namespace vitrine::web {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    VITRINE_CHECK(!path.empty() && path.front() == '/');
    path.remove_prefix(1);
    for (;;) {
        const size_t slash = path.find('/');
        parts.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        path.remove_prefix(slash + 1);
    }
}

bool is_name(const std::string& part) { return part.size() > 2 && part.front() == '{' && part.back() == '}'; }
bool is_rest(const std::string& part) { return is_name(part) && part.size() > 5 && part.ends_with("...}"); }

// What the names of the pattern stand for in this path; false when it does not fit.
bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path, PathParts& parts) {
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (is_rest(pattern[i])) {
            std::string rest;
            for (size_t j = i; j < path.size(); ++j) rest += (j > i ? "/" : "") + path[j];
            if (rest.empty()) return false;
            parts[pattern[i].substr(1, pattern[i].size() - 5)] = std::move(rest);
            return true;
        }
        if (i >= path.size()) return false;
        if (is_name(pattern[i])) {
            if (path[i].empty()) return false;
            parts[pattern[i].substr(1, pattern[i].size() - 2)] = path[i];
        } else if (pattern[i] != path[i]) {
            return false;
        }
    }
    return pattern.size() == path.size();
}

void allow(std::string& list, const std::string& method) {
    if (list.find(method) != std::string::npos) return;
    if (!list.empty()) list += ", ";
    list += method == "GET" ? "GET, HEAD" : method;
}

}  // namespace

void Router::add(std::string method, std::string pattern, Handler handler) {
    add_route({std::move(method), split(pattern), std::move(handler), nullptr});
}

void Router::add_stream(std::string pattern, StreamHandler stream) {
    add_route({"GET", split(pattern), nullptr, std::move(stream)});
}

void Router::add_route(Route route) { routes_.push_back(std::move(route)); }

Router::Found Router::find(const std::string& method, const std::string& path) const {
    Found found;
    if (path.empty() || path.front() != '/') return found;
    const std::vector<std::string> wanted = split(path);
    for (const Route& route : routes_) {
        PathParts parts;
        if (!fits(route.pattern, wanted, parts)) continue;
        if (route.method == method || (route.method == "GET" && method == "HEAD" && route.handler)) {
            found.parts = std::move(parts);
            found.allow.clear();
            if (route.handler) {
                found.handler = &route.handler;
            } else {
                found.stream = &route.stream;
            }
            return found;
        }
        allow(found.allow, route.method);
    }
    return found;
}

}  // namespace vitrine::web
