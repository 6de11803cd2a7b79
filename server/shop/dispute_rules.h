// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/payment_gateway.h"
#include "vitrine/v1/order.pb.h"

namespace vitrine::shop {

// Where a dispute stands with us; the numbers are the schema's.
enum class DisputeStep {
    heard = 0,     // the gateway told of it, and was not asked yet
    open = 1,      // the bank has taken the money back until it has decided
    won = 2,       // and gave it to us again
    lost = 3,      // or kept it
    question = 4,  // the bank only asked, and no money moved; it may become more
};
bool decided(DisputeStep);

// What a gateway's word does to a dispute, in this order.
struct DisputePlan {
    bool ask_again = false;
    bool open = false;
    bool win = false;
    bool lose = false;
    bool put_by = false;
    friend bool operator==(const DisputePlan&, const DisputePlan&) = default;
};
// Told twice, late, or of the end before the beginning: each step is made once, and the end stands.
DisputePlan plan_dispute(DisputeStep, DisputeState said);

}  // namespace vitrine::shop
