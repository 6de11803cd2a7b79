// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/store/session.h"

namespace vitrine::tests {

// Reads the books as a stranger would: plain rows and sums of its own, none of the ledger's code. Returns
// what is wrong, in sentences; an empty answer means that
//   in each currency debits and credits are equal, posted and pending;
//   every balance is the sum of its account's transfers;
//   no account that must not is overdrawn, and none is in another currency than its transfers;
//   each reservation was resolved at most once, by no more than it had;
//   what is in escrow is what the orders that wait there have paid and not got back.
std::vector<std::string> audit_books(store::Session&);

}  // namespace vitrine::tests
