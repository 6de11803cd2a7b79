// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::web {

// A request target in origin form (RFC 9112 §3.2.1), decoded.
struct Target {
    std::string path;  // starts with '/', no dot segments, no NUL or control characters, valid UTF-8
    std::map<std::string, std::string> query;  // "+" is a space; of a name given twice the first counts
};

// Nothing when the target is malformed or tries to climb.
std::optional<Target> parse_target(std::string_view target);

}  // namespace vitrine::web
