// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/shop/ledger/reconciliation.h"
#include "server/shop/ledger/transfer_rules.h"
#include "server/store/committer.h"

// The books as statements. What writes runs on the committer's thread, inside the command's transaction.
namespace vitrine::shop::ledger::journal {

std::optional<Entry> find(store::Session&, const std::string& id);
// With what resolved it.
std::optional<Reserved> reserved(store::Session&, const std::string& pending_id);
// Oldest first.
std::vector<Entry> of_reference(store::Session&, const std::string& reference);

// False: there is one of that id.
bool add(store::Unit&, const Entry&);

// Nothing: it was never opened.
std::optional<Balances> find_account(store::Session&, const std::string& account_id);
// Both accounts of a transfer in one go; false: one of them was never opened.
bool find_both(store::Unit&, const std::string& debit_id, const std::string& credit_id, Balances& debit,
               Balances& credit);
void open_account(store::Unit&, const Party&, const Currency&);
// A fault when they are not `before` any more: rules that saw something else have decided.
void change(store::Unit&, const std::string& account_id, const Balances& before, const Balances& after);

// What moved at a gateway, from and until, in the order of time.
std::vector<GatewayMovement> at_gateway(store::Session&, const std::string& gateway, Instant from,
                                        Instant until);

// Reservations whose time is over and that nobody resolved, longest due first.
std::vector<Transfer> overdue(store::Session&, Instant now, int64_t most);

}  // namespace vitrine::shop::ledger::journal
