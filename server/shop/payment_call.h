// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "server/shop/disputes.h"
#include "server/shop/hold_rules.h"
#include "server/shop/payments.h"
#include "server/shop/payouts.h"
#include "server/shop/refunds.h"

namespace vitrine::shop {

// One thing that the outbox wants done at a gateway.
using GatewayTask = std::variant<payments::Attempt, refunds::Due, disputes::Row, payouts::Row>;
std::string key_of(const GatewayTask&);

// How it came out; unknown when it may have come out either way.
struct GatewayOutcome {
    std::variant<PaymentAnswer, RefundAnswer, DisputeAnswer, PayoutAnswer> answer;
    bool heard = false;  // the gateway said something, if only that it does not know yet
    bool unknown() const;
};

// Never throws. Repeating it after any answer, or after none, moves nothing twice. Blocks up to four times
// the deadline.
GatewayOutcome call_gateway(PaymentGateway&, const GatewayTask&, int64_t deadline_ms);

// Writes the outcome into the books (settlement.h).
Result<Done> settle(store::Unit&, const GatewayTask&, const GatewayOutcome&, const SaleTerms&);

// What a gateway has to do, longest due first, at most so much of either kind.
struct TasksDue {
    std::vector<GatewayTask> tasks;
    // Where to read on from. Not the window's end: commands give the instant of their group, which may not
    // be committed yet.
    Instant read_until;
    bool more = false;
};
TasksDue tasks_due(store::Session&, const std::string& gateway, const payments::DueWindow&);
// When the next becomes due after now.
std::optional<Instant> next_task_due(store::Session&, const std::string& gateway, Instant now);

}  // namespace vitrine::shop
