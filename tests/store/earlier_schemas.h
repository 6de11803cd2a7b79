// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace vitrine::tests {

// Rows as they stood under an earlier schema, and what must still be true of them after every later step.
struct EarlierRows {
    int64_t version;  // the step that made their tables
    std::vector<std::string_view> statements;
    // Counts, each of which must be 1 for ever.
    std::vector<std::string_view> kept;
};

// A step that makes tables or changes rows adds its own here.
std::vector<EarlierRows> earlier_rows();

}  // namespace vitrine::tests
