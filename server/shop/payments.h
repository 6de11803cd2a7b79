// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/payment_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/order.pb.h"

// The attempts to pay orders, which are the outbox of the payment worker too. Statements only.
namespace vitrine::shop::payments {

// An attempt whose outcome is not known yet.
struct Open {
    std::string order_id;
    int32_t attempt = 0;
    v1::Money amount;
    std::string token;
    PaymentTask task = PaymentTask::nothing;
    int32_t tries = 0;  // calls made whose outcome stayed unknown
};

// Whether an answer to what was asked still answers what is open: since then the buyer may have confirmed, or
// another answer come.
inline bool same_question(const Open& open, const Open& asked) {
    return open.task == asked.task && open.tries == asked.tries;
}

// What the worker has to do now, longest due first.
std::vector<Open> due(store::Session&, Instant now, int64_t most);
// When the next task after now is due; nothing when none waits.
std::optional<Instant> next_due(store::Session&, Instant now);
std::optional<Open> find_open(store::Session&, const std::string& order_id, int32_t attempt);

// A new attempt, due at once. The database refuses a second one that is open, and any after a captured one.
void add(store::Unit&, const v1::Order&, const std::string& token);
// Gives an open attempt its next task, due at once (nothing: it waits for the buyer).
void assign(store::Unit&, const Open&, PaymentTask);
// The outcome stayed unknown: due again after a pause.
void ask_again(store::Unit&, const Open&);
// captured or declined: done for good.
void close(store::Unit&, const Open&, const PaymentAnswer&);

}  // namespace vitrine::shop::payments
