// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/shop/hold_rules.h"
#include "server/shop/price_rules.h"
#include "server/store/session.h"

// How a variant is sold in a show right now, read in one statement where the buyer's currency is the
// variant's.
namespace vitrine::shop {

struct Offer {
    Money price;
    int64_t rate_e9 = kRateOne;
    std::string pool;  // the units it is sold from: the show's own ('' : everybody's)
    BuyerLimits limits;
};

// currency '': the variant's own. not_found, precondition (off sale, not begun, being drawn, not sold in this
// currency), invalid_argument (no currency).
Result<Offer> offer_in_show(store::Session&, const std::string& show_id, const std::string& variant_id,
                            const std::string& currency, Instant now);

// The same for a unit that somebody was promised: whatever the line-up says by now, and whether or not others
// may enter a drop of it. Nothing is promised of what is off sale.
Result<Offer> offer_to_promised(store::Session&, const std::string& show_id, const std::string& variant_id,
                                const std::string& currency, Instant now);

}  // namespace vitrine::shop
