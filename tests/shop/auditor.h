// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "server/store/session.h"

namespace vitrine::tests {

// Reads the books of a shop as a stranger would: plain rows, sums of its own, none of the shop's code.
// Returns what is wrong, in sentences; an empty answer means that
//   nothing is oversold, and on hand + sold = received (the journal adds up, without gaps);
//   what is held is the sum of the active holds;
//   each hold has come to one end: sold with one paid order, or its units are back;
//   each paid order has one captured payment of its total, no other order has any;
//   the books are right (book_auditor.h), and have the money of each paid order;
//   nobody waits while units are free;
//   the events of every show are numbered without gaps.
std::vector<std::string> audit_shop(store::Session&);

// What a gateway has taken: idempotency key → minor units. With nothing left in the outbox it must be exactly
// what the shop has noted as paid; before that it may be more, never less.
std::vector<std::string> audit_money(store::Session&, const std::map<std::string, int64_t>& captured);

}  // namespace vitrine::tests
