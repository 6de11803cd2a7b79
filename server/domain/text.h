// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "server/domain/result.h"

namespace vitrine {

// The number of code points of well-formed UTF-8 (Unicode 15 table 3-7: no overlong forms, no surrogates, up
// to U+10FFFF), else nothing.
std::optional<size_t> code_points(std::string_view text);

// What people may put into one line (names, titles, chat): well-formed UTF-8, something visible in it, no
// control characters (C0, C1, line and paragraph separators), and none of the marks that turn the writing
// direction of what follows around. Surrounding spaces are cut off. what: "The title", for the message.
// invalid_argument, or too_large past `most` code points.
Result<std::string> one_line(std::string_view text, size_t most, std::string_view what);

// Text inside HTML, in elements and in quoted attributes.
std::string escape_html(std::string_view text);

}  // namespace vitrine
