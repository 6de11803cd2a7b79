// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/refund_rules.h"

#include <algorithm>
#include <set>

#include "server/domain/check.h"

namespace vitrine::shop {
namespace {

// Of what was paid for the line, the share of its first n units.
int64_t share_of_first(const LineMoney& line, int64_t n) {
    return static_cast<int64_t>(static_cast<__int128>(line.paid_minor) * n / line.quantity);
}

Result<Done> check_part(std::span<const LineMoney> lines, const LinePart& part) {
    if (part.line < 0 || static_cast<size_t>(part.line) >= lines.size())
        return Error{Code::invalid_argument, "The order has no such line."};
    if (part.quantity < 1) return Error{Code::invalid_argument, "The quantity must be at least 1."};
    const LineMoney& line = lines[static_cast<size_t>(part.line)];
    if (part.quantity > line.quantity - line.refunded) {
        return Error{Code::precondition, "Only " + std::to_string(line.quantity - line.refunded) +
                                             " of this line are left to give back."};
    }
    return Done{};
}

}  // namespace

int64_t refund_of(const LineMoney& line, int64_t quantity) {
    VITRINE_CHECK(line.quantity > 0 && quantity >= 0 && line.refunded + quantity <= line.quantity);
    return std::max(int64_t{0}, share_of_first(line, line.refunded + quantity) - line.refunded_minor);
}

Result<RefundPlan> plan_refund(v1::OrderState state, std::span<const LineMoney> lines,
                               std::vector<LinePart> wanted) {
    const bool sold = state == v1::ORDER_STATE_AUTHORISED || state == v1::ORDER_STATE_PAID ||
                      state == v1::ORDER_STATE_PARTLY_REFUNDED;
    if (!sold) return Error{Code::precondition, "This order has no money to give back."};
    if (wanted.empty()) {
        for (size_t i = 0; i < lines.size(); ++i) {
            const int64_t left = lines[i].quantity - lines[i].refunded;
            if (left > 0) wanted.push_back({static_cast<int32_t>(i), left, 0});
        }
    }
    RefundPlan plan;
    std::set<int32_t> named;
    for (LinePart& part : wanted) {
        if (auto good = check_part(lines, part); !good.ok()) return good.error();
        if (!named.insert(part.line).second)
            return Error{Code::invalid_argument, "The same line is named twice."};
        part.amount_minor = refund_of(lines[static_cast<size_t>(part.line)], part.quantity);
        plan.amount_minor += part.amount_minor;
    }
    plan.parts = std::move(wanted);
    if (plan.amount_minor == 0)
        return Error{Code::precondition, "There is no money left of it to give back."};
    return plan;
}

v1::OrderState state_after_refund(int64_t total_minor, int64_t refunded_minor) {
    if (refunded_minor == 0) return v1::ORDER_STATE_PAID;
    return refunded_minor == total_minor ? v1::ORDER_STATE_REFUNDED : v1::ORDER_STATE_PARTLY_REFUNDED;
}

}  // namespace vitrine::shop
