// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/dispute_rules.h"
#include "server/shop/payments.h"
#include "server/store/committer.h"

// Payments that a buyer's bank has asked back, which are an outbox of the payment worker too: what a gateway
// told of is asked about. Statements only.
namespace vitrine::shop::disputes {

struct Row {
    std::string gateway, id;  // as the gateway names it
    std::string order_id;
    int32_t attempt = 0;
    v1::Money amount;
    std::string reason;  // in the gateway's words
    DisputeStep step = DisputeStep::heard;
    int32_t tries = 0;
    Instant due;
    Instant created, settled;
};

std::vector<Row> due(store::Session&, const std::string& gateway, const payments::DueWindow&);
std::optional<Instant> next_due(store::Session&, const std::string& gateway, Instant now);
std::optional<Row> find(store::Session&, const std::string& gateway, const std::string& id);
std::vector<Row> of_order(store::Session&, const std::string& order_id);  // oldest first

void add(store::Unit&, const Row&);
void change(store::Unit&, const Row&);

}  // namespace vitrine::shop::disputes
