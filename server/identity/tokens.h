// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/domain/caller.h"
#include "server/domain/clock.h"
#include "server/domain/result.h"

namespace vitrine::identity {

// Signed access tokens: JWT (RFC 7519), HS256, algorithm fixed on both sides. Pure but for the clock.
// Thread-safe.
class Tokens {
  public:
    // secret: 32 bytes, kept in the data directory with mode 0600, made at the first start.
    Tokens(std::string secret, const Clock&);

    std::string sign(const Caller&, int64_t ttl_s, Instant* expires = nullptr) const;
    // unauthenticated when malformed, forged, of another algorithm, or too old (RFC 6750 §3.1).
    Result<Caller> verify(std::string_view token) const;
    // The same for a token that ran out no longer than this ago.
    Result<Caller> verify_lapsed(std::string_view token, int64_t within_s) const;
    // Whether the token that named him has run out since. Nobody has none that could.
    bool run_out(const Caller&) const;
    // What is said then.
    static Error ended();

  private:
    Result<Caller> read(std::string_view token) const;

    std::string secret_;
    const Clock& clock_;
};

// Reads the secret from path, or makes it (mode 0600).
std::string load_or_make_secret(const std::string& path);

}  // namespace vitrine::identity
