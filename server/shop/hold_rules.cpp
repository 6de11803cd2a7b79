// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/hold_rules.h"

#include <algorithm>
#include <string>

namespace vitrine::shop {

Result<Done> check_quantity(int64_t quantity, const SaleTerms& terms) {
    if (quantity < 1) return Error{Code::invalid_argument, "The quantity must be at least 1."};
    if (quantity > terms.most_per_hold) {
        return Error{Code::too_large,
                     "At most " + std::to_string(terms.most_per_hold) + " can be bought at once."};
    }
    return Done{};
}

Result<Done> check_limits(HoldsOfPerson mine, int64_t quantity, const SaleTerms& terms) {
    if (mine.holds >= terms.most_active_holds) {
        return Error{Code::too_large, "You are holding " + std::to_string(mine.holds) +
                                          " things already. Pay for one or give one back first."};
    }
    if (mine.units_of_variant > terms.most_per_hold - quantity) {
        return Error{Code::too_large, "You are holding " + std::to_string(mine.units_of_variant) +
                                          " of these already; one person can hold at most " +
                                          std::to_string(terms.most_per_hold) + "."};
    }
    return Done{};
}

bool lapsed(const HoldFacts& hold, Instant now) {
    return hold.state == v1::HOLD_STATE_ACTIVE && !hold.in_payment && hold.expires <= now;
}

Result<ReleaseStep> plan_release(const HoldFacts& hold) {
    switch (hold.state) {
        case v1::HOLD_STATE_ACTIVE:
            if (hold.in_payment) {
                return Error{Code::precondition,
                             "This is being paid right now. Wait a moment for the answer."};
            }
            return ReleaseStep::give_back;
        case v1::HOLD_STATE_EXPIRED:
        case v1::HOLD_STATE_RELEASED:
            return ReleaseStep::nothing_to_do;
        case v1::HOLD_STATE_SOLD:
            return Error{Code::precondition, "This is paid and yours; it can no longer be given back here."};
        default:
            return Error{Code::internal, "The hold is in no known state."};
    }
}

int64_t count_offers(int64_t available, int64_t waiting) {
    return std::max<int64_t>(0, std::min(available, waiting));
}

}  // namespace vitrine::shop
