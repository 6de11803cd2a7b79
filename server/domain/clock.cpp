// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/clock.h"

#include <chrono>

namespace vitrine {

Instant SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

int64_t SystemClock::steady_us() const {
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace vitrine
