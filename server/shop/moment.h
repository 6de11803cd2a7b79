// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "server/domain/result.h"
#include "server/shop/pricing.h"

namespace vitrine::shop {

// When on the programme's timeline the host said what he asks for: at the frame he saw, or the newest one. 0:
// no picture runs, it belongs there at once. invalid_argument.
template <class Request>
Result<int64_t> programme_moment(const StreamClock& clock, const Request& request) {
    if (request.has_stream_time() && request.stream_time_ms() < 0) {
        return Error{Code::invalid_argument, "The stream time cannot be negative."};
    }
    if (!clock) return int64_t{0};
    std::optional<int64_t> stream_time_ms;
    if (request.has_stream_time()) stream_time_ms = request.stream_time_ms();
    return clock(request.show_id(), stream_time_ms).value_or(0);
}

}  // namespace vitrine::shop
