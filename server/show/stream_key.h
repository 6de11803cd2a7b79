// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::show {

// 32 random bytes as base64url without padding: 43 characters that pass through every encoder's settings.
std::string make_stream_key();

// Takes the same time whatever the contents; different lengths are told at once, which all keys share.
bool same_key(std::string_view a, std::string_view b);

}  // namespace vitrine::show
