// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>

namespace vitrine::tests {

// What a person who replays or lengthens a test gives it from outside.
inline int64_t from_environment(const char* name, int64_t otherwise) {
    bool given = false;
    const qlonglong value = qEnvironmentVariable(name).toLongLong(&given);
    return given ? value : otherwise;
}

}  // namespace vitrine::tests
