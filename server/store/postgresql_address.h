// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::store {

// The address with what it does not say itself: deadlines for connecting and for a peer that has vanished,
// and UTF-8. Throws std::runtime_error when it is none; the message holds nothing of it, because it may hold
// a password.
std::string complete_postgresql_address(const std::string& url);

}  // namespace vitrine::store
