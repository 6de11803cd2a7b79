// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace vitrine::identity {

// Argon2id (RFC 9106) through libsodium with its interactive limits: 64 MiB and some 50 ms each. Slow on
// purpose: call these from Readers::compute. The hash carries salt and limits. Throws std::bad_alloc when
// there is no memory for it.
std::string hash_password(const std::string& password);
bool password_fits(const std::string& hash, const std::string& password);

// Four groups of two syllables, "bafu-keno-tiri-mosa": 50 bits, as four words of a list, and easy to read
// out.
std::string make_password();

}  // namespace vitrine::identity
