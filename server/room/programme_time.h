// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace vitrine::room {

// Turns a stream timestamp of the show's present publisher into programme time (UTC µs); without one: of the
// newest frame. Nothing when none publishes. Thread-safe. Given by main, out of media.
using ProgrammeTime =
    std::function<std::optional<int64_t>(const std::string& show_id, std::optional<int64_t> stream_time_ms)>;

}  // namespace vitrine::room
