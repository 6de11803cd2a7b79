// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/check.h"

#include <cstdio>
#include <cstdlib>

namespace vitrine {

void check_failed(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, condition);
    std::abort();
}

}  // namespace vitrine
