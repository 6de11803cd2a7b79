// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::commerce {

// A fresh UUIDv7 (RFC 9562 §5.7): names one command. A command that is sent again keeps its id, so that the
// server does it once. Thread-safe.
std::string make_command_id();

}  // namespace vitrine::commerce
