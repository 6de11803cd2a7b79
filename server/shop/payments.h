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

struct Attempt {
    std::string order_id;
    int32_t attempt = 0;
    std::string gateway;
    v1::Money amount;
    std::string token;
    AttemptState state = AttemptState::asked;
    PaymentTask task = PaymentTask::nothing;
    int32_t tries = 0;  // calls made for the task whose outcome stayed unknown
    Instant due;        // with a task
    std::string gateway_reference, client_secret, problem;
    int64_t capture_minor = 0;   // what is to be taken of the amount
    int64_t captured_minor = 0;  // what was taken
    int64_t refunded_minor = 0;  // what of that was given back or is on its way
    Instant settled;             // once captured, declined or voided

    std::string key() const;
    PaymentRef at_gateway() const;

    void give(PaymentTask next, Instant when);
    void wait();  // for the buyer, or for nothing any more
    void ask_again(Instant now);
    // Ends it: captured, declined or voided. Its token and secret are forgotten.
    void close(AttemptState, Instant now);
};

// Whether an answer to what was asked still answers what is open: since then the buyer may have confirmed, or
// another answer come.
inline bool same_question(const Attempt& now, const Attempt& asked) {
    return now.task == asked.task && now.tries == asked.tries;
}

// A part of the outbox: what became due from the one instant to the other, both included.
struct DueWindow {
    Instant from, until;
    int64_t most = 0;
};
// What a gateway's worker has to do, longest due first.
std::vector<Attempt> due(store::Session&, const std::string& gateway, const DueWindow&);
// When the next task after now is due; nothing when none waits.
std::optional<Instant> next_due(store::Session&, const std::string& gateway, Instant now);
std::optional<Attempt> find(store::Session&, const std::string& order_id, int32_t attempt);
// By the key that a gateway knows, or by the gateway's own name.
std::optional<Attempt> find_by_key(store::Session&, const std::string& key);
std::optional<Attempt> find_by_reference(store::Session&, const std::string& gateway,
                                         const std::string& gateway_reference);

// What the buyer's page needs while his bank asks; not for other eyes.
void add_confirmation(v1::Order&, const Attempt&);
void add_confirmation(store::Session&, v1::Order&);  // if it is asked

// A new attempt, due at once. The database refuses a second one that is open, and any after money was
// reserved or taken.
void add(store::Unit&, const v1::Order&, const std::string& gateway, const std::string& token);
// Writes an attempt that was read before.
void change(store::Unit&, const Attempt&);

}  // namespace vitrine::shop::payments
