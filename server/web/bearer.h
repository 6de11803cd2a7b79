// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/identity/tokens.h"
#include "server/web/http.h"

namespace vitrine::web {

// Who asks: the Bearer token of the Authorization header (RFC 6750 §2.1). No token: nobody. A bad one, or one
// in the address, where proxies and histories keep it (§2.3): unauthenticated.
Result<Caller> caller_of(const identity::Tokens&, const Request&);

// The same for event streams, where ?access_token= is taken too: a browser's EventSource can set no header.
Result<Caller> caller_of_stream(const identity::Tokens&, const Request&);

}  // namespace vitrine::web
