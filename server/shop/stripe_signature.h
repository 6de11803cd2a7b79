// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/domain/clock.h"
#include "server/domain/result.h"

namespace vitrine::shop::stripe {

inline constexpr int64_t kSignatureTolerance_s = 300;  // as Stripe's own libraries have it

// Stripe-Signature ("t=…,v1=…,v1=…"): HMAC-SHA256 of "t.body" over the body as it came, byte for byte. While
// a secret is being changed there may be several secrets here and several v1 there; one match is enough.
// invalid_argument when none matches, or when t is further from now than the tolerance, in either direction.
// Compared in constant time. https://docs.stripe.com/webhooks#verify-manually
Result<Done> check_signature(std::string_view header, std::string_view body,
                             std::span<const std::string> secrets, Instant now,
                             int64_t tolerance_s = kSignatureTolerance_s);

}  // namespace vitrine::shop::stripe
