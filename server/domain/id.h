// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/domain/clock.h"

namespace vitrine {

// UUIDv7 (RFC 9562 §5.7) in lower-case text form: milliseconds, then 74 random bits. Thread-safe.
std::string make_id(Instant now);

// Whether text is a UUID of version 7 in canonical form. Commands from outside carry such ids.
bool is_id(std::string_view text);

}  // namespace vitrine
