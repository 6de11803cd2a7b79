// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/hold_rules.h"

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

Result<Done> check_buyer_limits(TakenByPerson taken, int64_t quantity, const BuyerLimits& limits) {
    if (limits.of_variant > 0 && taken.of_variant > limits.of_variant - quantity) {
        return Error{Code::too_large, "One person can have at most " + std::to_string(limits.of_variant) +
                                          " of these; you have " + std::to_string(taken.of_variant) +
                                          " with what you hold."};
    }
    if (limits.in_show > 0 && taken.in_show > limits.in_show - quantity) {
        return Error{Code::too_large, "One person can have at most " + std::to_string(limits.in_show) +
                                          " things in this show; you have " + std::to_string(taken.in_show) +
                                          " with what you hold."};
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

}  // namespace vitrine::shop
