// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "server/domain/clock.h"
#include "server/domain/result.h"
#include "vitrine/v1/order.pb.h"

namespace vitrine::shop {

// How long units wait for whom, and how much one person may keep from the others.
struct SaleTerms {
    int64_t hold_ttl_s = 300;
    int64_t most_per_hold = 99;
    // A unit offered to somebody on the waiting list waits this long: he may have left, and others wait
    // behind him.
    int64_t offer_ttl_s = 120;
    // After a refused card a hold lives at least this long, so that another card can be tried.
    int64_t second_card_s = 60;
    // A buyer must confirm with his bank within this time; then the payment is withdrawn.
    int64_t confirm_ttl_s = 600;
    int64_t most_active_holds = 20;  // of one person at a time
    int32_t most_attempts = 5;       // cards tried on one order; then it is cancelled and the units come back
    std::string_view gateway = "sandbox";  // where new orders are paid
    // How long money stays reserved before it is taken: an order cancelled meanwhile costs nobody a fee.
    int64_t capture_after_s = 0;
    int64_t cancel_within_s = 900;   // after buying, even when the money is taken; then it goes back
    int64_t escrow_s = 14 * 86'400;  // what was paid waits so long for its delivery
    bool sends_mail = false;         // receipts go out
};

// What the rules need to know of a hold.
struct HoldFacts {
    v1::HoldState state = v1::HOLD_STATE_UNSPECIFIED;
    bool in_payment = false;  // an attempt is under way: time does not end it
    Instant expires;
};

// What a person already holds when he asks for more.
struct HoldsOfPerson {
    int64_t holds = 0;
    int64_t units_of_variant = 0;
};

// The most one buyer may hold and have bought. 0: any number.
struct BuyerLimits {
    int64_t of_variant = 0;  // in all shows
    int64_t in_show = 0;     // of anything
    bool any() const { return of_variant > 0 || in_show > 0; }
};
// What he holds and has bought.
struct TakenByPerson {
    int64_t of_variant = 0;
    int64_t in_show = 0;
};

Result<Done> check_quantity(int64_t quantity, const SaleTerms&);               // invalid_argument, too_large
Result<Done> check_limits(HoldsOfPerson, int64_t quantity, const SaleTerms&);  // too_large

// too_large when `quantity` more would be more than the retailer lets one buyer have.
Result<Done> check_buyer_limits(TakenByPerson, int64_t quantity, const BuyerLimits&);

// Whether its time is over. Expiry is an instant: at expires itself the hold is over.
bool lapsed(const HoldFacts&, Instant now);

enum class ReleaseStep { give_back, nothing_to_do };
// precondition while it is being paid and once it is sold. Giving back twice, or after expiry, is no error.
Result<ReleaseStep> plan_release(const HoldFacts&);

}  // namespace vitrine::shop
