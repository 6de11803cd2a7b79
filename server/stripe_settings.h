// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/settings.h"
#include "server/shop/stripe_gateway.h"

namespace vitrine::server {

// Whether orders are paid at Stripe. Throws std::runtime_error for a gateway nobody knows.
bool pays_at_stripe(const Settings&);

// Stripe's terms, or nothing when no key is set. Throws std::runtime_error with a sentence for the operator:
// a key file that others can read, or that cannot be read; a gateway "stripe" without a key.
std::optional<shop::StripeTerms> stripe_terms(const Settings&, const std::string& default_key_file);

std::vector<std::string> webhook_secrets(const Settings&);

}  // namespace vitrine::server
