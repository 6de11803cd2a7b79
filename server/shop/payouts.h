// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/ledger/account.h"
#include "server/shop/payments.h"
#include "server/store/committer.h"
#include "vitrine/v1/payout.pb.h"

// What is paid out to those who earned it, which is an outbox of the payment worker too. Statements only.
namespace vitrine::shop::payouts {

struct Row {
    std::string id;
    ledger::Party party;  // seller or creator
    std::string gateway;
    v1::Money amount;
    std::string person_id;  // who asked for it
    v1::PayoutState state = v1::PAYOUT_STATE_ASKED;
    int32_t tries = 0;
    Instant due;
    std::string gateway_reference, problem;
    Instant created, settled;

    v1::Payout message() const;
    Money money() const;
};

std::vector<Row> due(store::Session&, const std::string& gateway, const payments::DueWindow&);
std::optional<Instant> next_due(store::Session&, const std::string& gateway, Instant now);
std::optional<Row> find(store::Session&, const std::string& payout_id);
// Newest first.
std::vector<Row> of_party(store::Session&, const ledger::Party&, int64_t most);

void add(store::Unit&, const Row&);
void change(store::Unit&, const Row&);

}  // namespace vitrine::shop::payouts
