// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "server/domain/result.h"
#include "vitrine/v1/catalog.pb.h"

namespace vitrine::shop {

// What may come in from outside. Pure; each Error says which field is wrong and what to do.

// Valid UTF-8 (RFC 3629) of least…most code points, without control characters (a description may have line
// breaks).
Result<Done> check_text(const std::string& text, const std::string& field, size_t least, size_t most,
                        bool lines = false);

// The HTML Standard's "valid e-mail address", with a dot in the domain, at most 254 characters (RFC 5321
// §4.5.3.1).
Result<Done> check_email(const std::string& email);

// What a gateway's card form gave: 1…255 visible ASCII characters. Card numbers (12…19 digits, Luhn) are
// refused, so that none is ever stored.
Result<Done> check_payment_token(const std::string& token);

// A product as an editor sends it: texts, picture path, 1…100 variants with one currency, prices above zero,
// no two variants with one name, first stock of new variants within bounds.
Result<Done> check_product(const v1::Product&);

}  // namespace vitrine::shop
