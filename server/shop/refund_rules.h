// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "server/domain/result.h"
#include "vitrine/v1/order.pb.h"

namespace vitrine::shop {

// One line of an order: its units, those whose money was given back (or is on its way), what was paid for all
// of them together, and what of that went back.
struct LineMoney {
    int64_t quantity = 0;
    int64_t refunded = 0;
    int64_t paid_minor = 0;
    int64_t refunded_minor = 0;
};

struct LinePart {
    int32_t line = 0;
    int64_t quantity = 0;
    int64_t amount_minor = 0;  // what goes back for them
    friend bool operator==(const LinePart&, const LinePart&) = default;
};

// What goes back for so many more units of a line. Whatever the parts, in whatever order, and whichever of
// them were refused in between: together they are what was paid. Nothing is lost or made by rounding.
int64_t refund_of(const LineMoney&, int64_t quantity);

struct RefundPlan {
    std::vector<LinePart> parts;
    int64_t amount_minor = 0;
};
// wanted empty: all that is left. invalid_argument (no such line, named twice, a bad quantity), precondition
// (nothing was bought, or more than is left).
Result<RefundPlan> plan_refund(v1::OrderState, std::span<const LineMoney>, std::vector<LinePart> wanted);

// Where a sold order stands with its money.
v1::OrderState state_after_refund(int64_t total_minor, int64_t refunded_minor);

}  // namespace vitrine::shop
