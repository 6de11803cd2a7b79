// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/many_values.h"

namespace vitrine::store {

std::string repeated(std::string_view row, size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) {
        if (i > 0) text += ", ";
        for (const char c : row) c == '#' ? text += std::to_string(i) : text += c;
    }
    return text;
}

}  // namespace vitrine::store
