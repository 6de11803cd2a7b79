// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/domain/money.h"

namespace vitrine::shop::ledger {

// What an account is for; docs/ledger.md has the chart. The numbers are the schema's.
enum class AccountKind : int64_t {
    gateway = 1,      // taken for us by a payment gateway; its name is the owner
    escrow = 2,       // paid, and not yet due to anybody
    wallet = 3,       // what a buyer keeps with us
    seller = 4,       // due to who sold
    creator = 5,      // due to who showed
    commission = 6,   // ours
    refunds = 7,      // on its way back to buyers
    chargebacks = 8,  // taken back by a bank, and disputed
    tax = 9,
    shipping = 10,
};

// Whose money. Of each currency a party has an account of its own.
struct Party {
    AccountKind kind = AccountKind::escrow;
    std::string owner;  // empty: there is one of the kind
    friend bool operator==(const Party&, const Party&) = default;
};

// What an account must never do, counting what is pending against it.
enum class Bound : int64_t { none = 0, debits_within_credits = 1, credits_within_debits = 2 };
Bound bound_of(AccountKind);

// "wallet/EUR/0190…": the owner stands last and may hold anything.
std::string account_id(const Party&, const Currency&);
std::optional<Party> party_of(std::string_view account_id);

// In minor units, never negative, and only the pending ones ever shrink.
struct Balances {
    int64_t debits_pending = 0;
    int64_t debits_posted = 0;
    int64_t credits_pending = 0;
    int64_t credits_posted = 0;
    friend bool operator==(const Balances&, const Balances&) = default;

    // What the owner may still take out: his credits, less what has left or is about to.
    int64_t available() const { return credits_posted - debits_posted - debits_pending; }
};

struct Account {
    Bound bound = Bound::none;
    Balances balances;
};

}  // namespace vitrine::shop::ledger
