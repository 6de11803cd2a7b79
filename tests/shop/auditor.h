// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/shop/sandbox_gateway.h"
#include "server/store/session.h"

namespace vitrine::tests {

// Reads the books of a shop as a stranger would: plain rows, sums of its own, none of the shop's code.
// Returns what is wrong, in sentences; an empty answer means that
//   nothing is oversold, and on hand + sold = received (the journal adds up, without gaps);
//   what is held is the sum of the active holds;
//   each hold has come to one end: sold with one order, or its units are back;
//   each sold order has one payment that is reserved or taken for it, no other order has any;
//   what was refunded of an order is its refunds, and never above what was captured;
//   the books are right (book_auditor.h), and have the money of each order and payment;
//   each dispute is in the books once, and its order is marked with it;
//   each payout is in the books once, as it came out;
//   nobody waits while units are free;
//   the events of every show are numbered without gaps.
std::vector<std::string> audit_shop(store::Session&);

// A payment in a gateway's own book, by our key.
struct GatewayMoney {
    int64_t taken = 0;
    int64_t given_back = 0;
    bool reserved = false;  // it may still be taken
    bool unsaid = false;    // something happened there that the shop was not told yet
};

std::map<std::string, GatewayMoney> money_at(shop::SandboxGateway&);

// The gateway's book against the shop's. With nothing left in the outbox they must say the same: what was
// taken and not given back was sold, nothing is reserved for nobody, nothing was given back twice. Before
// that the gateway may be ahead, never behind.
std::vector<std::string> audit_money(store::Session&, const std::map<std::string, GatewayMoney>&);

}  // namespace vitrine::tests
