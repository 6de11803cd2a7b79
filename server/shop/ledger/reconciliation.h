// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/domain/money.h"

namespace vitrine::shop::ledger {

// What happens to money at a gateway.
enum class GatewayAct { capture, refund, refund_failed, chargeback, chargeback_won, payout };

// One line of the books, or of the gateway's report.
struct GatewayMovement {
    GatewayAct act = GatewayAct::capture;
    std::string key;  // payment, refund, dispute or payout, as both sides name it
    Money money;
};

struct Difference {
    enum class Kind { missing_here, missing_there, other_amount, other_currency, twice_here, twice_there };
    Kind kind;
    GatewayAct act;
    std::string key;
    std::vector<Money> here;
    std::vector<Money> there;
};

// Every difference between the books and a report, in the order of the keys; empty: they agree.
std::vector<Difference> reconcile(std::span<const GatewayMovement> here,
                                  std::span<const GatewayMovement> there);

// For the operator: what differs.
std::string sentence(const Difference&);

}  // namespace vitrine::shop::ledger
