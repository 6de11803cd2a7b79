// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/shop/ledger/commission_rules.h"
#include "server/shop/ledger/transfer.h"

namespace vitrine::shop::ledger {

struct Share {
    Party party;
    int64_t minor = 0;
    friend bool operator==(const Share&, const Share&) = default;
};

// Where the money of one order lies, in minor units of its currency.
struct OrderStanding {
    int64_t reserved = 0;  // authorised, not yet taken
    int64_t paid = 0;      // ever put into escrow: taken, or come back from a refund that failed
    int64_t in_escrow = 0;
    int64_t refunded = 0;       // or lost to a chargeback
    std::vector<Share> shares;  // handed out and not taken back, in the order of their kinds
    int64_t refundable() const;
};

// Reads it off the order's entries in the journal, in whatever order.
OrderStanding standing_of(std::span<const Entry> entries);

// Refunds and chargebacks of this id so far; an id stands for one amount.
int64_t taken_back_by(std::span<const Entry> entries, const std::string& id);

// Who gets how much of what a buyer paid.
struct Claims {
    std::string seller_id;
    std::string creator_id;  // empty: nobody showed it
    int64_t creator_bp = 0;
    int64_t commission_bp = 0;
    // What of the total is neither the seller's nor ours, in minor units.
    int64_t tax_minor = 0;
    int64_t shipping_minor = 0;
};

// Divides what is in escrow: tax and shipping keep their proportion to what was paid, the rest is divided by
// rates. A commission leaves the creator at most what is left of the whole.
std::vector<Share> shares_of(const OrderStanding&, const Claims&);

// Of a sale's money, what counts as the seller's volume: neither tax nor shipping.
int64_t volume_of(const std::vector<Share>&);

}  // namespace vitrine::shop::ledger
