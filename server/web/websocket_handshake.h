// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/web/http.h"

namespace vitrine::web {

// Answers an opening handshake (RFC 6455 §4.2). Writes 101 and returns true, or refuses with the reason, ends
// the connection and returns false.
bool shake_hands(const Request&, Wire&);

// Writes a plain HTTP answer on a connection that a StreamHandler has taken, and ends it.
void refuse_stream(Wire&, const Response&);

}  // namespace vitrine::web
