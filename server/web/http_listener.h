// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/web/http.h"
#include "server/web/http_terms.h"
#include "server/web/loop.h"
#include "server/web/meters.h"

namespace vitrine::web {

// A port that speaks HTTP. Its connections live on the loop. Owned by main; made and destroyed off the loop,
// the router outlives it.
class HttpListener {
  public:
    virtual ~HttpListener() = default;
    virtual uint16_t port() const = 0;
    // Takes no more connections; those that are open go on. From any thread.
    virtual void close() = 0;
};

// Throws std::runtime_error with a sentence for the operator when the port is taken or the address is not
// ours.
std::unique_ptr<HttpListener> listen_http(Loop&, HttpTerms, const Router&, Meters&);

}  // namespace vitrine::web
