// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/payment_gateway.h"
#include "server/shop/payments.h"
#include "server/shop/refund_rules.h"
#include "server/store/committer.h"
#include "vitrine/v1/payment.pb.h"

// What goes back to buyers, which is an outbox of the payment worker too. Statements only.
namespace vitrine::shop::refunds {

// The numbers are the schema's.
enum class Kind {
    of_order = 1,     // of the order's money
    never_taken = 2,  // of the order's money before it was taken, so that less was taken
    not_owed = 3,     // money that nothing was sold for
};
enum class State { asked = 0, done = 1, refused = 2 };

struct Row {
    std::string id;
    std::string order_id;
    int32_t attempt = 0;
    Kind kind = Kind::of_order;
    std::string gateway;
    v1::Money amount;
    std::string reason, person_id;
    bool restock = false;
    State state = State::asked;
    int32_t tries = 0;
    Instant due;
    std::string gateway_reference, problem;
    Instant created, settled;
    std::vector<LinePart> parts;

    v1::Refund message() const;
};

// What a gateway's worker has to do now, with the payments they belong to, longest due first.
struct Due {
    Row refund;
    payments::Attempt payment;
};
std::vector<Due> due(store::Session&, const std::string& gateway, const payments::DueWindow&);
std::optional<Instant> next_due(store::Session&, const std::string& gateway, Instant now);
std::optional<Row> find(store::Session&, const std::string& refund_id);
std::vector<Row> of_order(store::Session&, const std::string& order_id);

// When the worker shall ask about it, and how often it has.
void schedule(store::Unit&, const Row&);
// Both write and tell: the staff of the show, and the buyer of his own money.
void add(store::Unit&, const v1::Order&, const Row&);
void change(store::Unit&, const v1::Order&, const Row&);

}  // namespace vitrine::shop::refunds
