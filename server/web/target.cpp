// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/target.h"

#include "server/web/utf8.h"

namespace vitrine::web {
namespace {

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hex(text[i + 1]);
            const int low = hex(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
        }
    }
    for (const char c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    }
    if (!valid_utf8(out)) return std::nullopt;
    return out;
}

// After decoding: "%2e%2e%2f" climbs like "../", and a backslash is a slash to some file systems.
bool climbs(std::string_view path) {
    if (path.find('\\') != std::string_view::npos) return true;
    while (!path.empty()) {
        path.remove_prefix(1);
        const size_t slash = path.find('/');
        const std::string_view segment = path.substr(0, slash);
        if (segment == "." || segment == "..") return true;
        if (slash == std::string_view::npos) return false;
        path.remove_prefix(slash);
    }
    return false;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
    if (text.empty() || text.front() != '/') return std::nullopt;
    const size_t mark = text.find('?');
    Target target;
    auto path = decode(text.substr(0, mark), false);
    if (!path || climbs(*path)) return std::nullopt;
    target.path = std::move(*path);
    if (mark == std::string_view::npos) return target;

    std::string_view rest = text.substr(mark + 1);
    while (!rest.empty()) {
        const size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (pair.empty()) continue;
        const size_t equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), true);
        auto value =
            decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
        if (!name || !value) return std::nullopt;
        target.query.emplace(std::move(*name), std::move(*value));
    }
    return target;
}

}  // namespace vitrine::web
