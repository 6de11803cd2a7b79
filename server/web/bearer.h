// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/identity/tokens.h"
#include "server/web/http.h"

namespace vitrine::web {

// Who asks: the Bearer token (RFC 6750 §2.1) of the Authorization header, or of ?access_token= (§2.3, for
// EventSource, which can set no header). No token: nobody. A bad one: unauthenticated.
Result<Caller> caller_of(const identity::Tokens&, const Request&);

}  // namespace vitrine::web
