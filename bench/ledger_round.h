// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/shop/ledger/transfer.h"

namespace vitrine::bench {

// Payments out of so many wallets into escrow, each with money enough; `fill` puts it there first.
struct LedgerWork {
    std::vector<shop::ledger::Transfer> fill;
    std::vector<shop::ledger::Transfer> pay;
};
LedgerWork make_ledger_work(int64_t wallets, int64_t transfers);

// Seconds until all of them were durable, through the committer: `chain` in a command, at most `at_once` of
// the commands waiting at any time. Throws when one was refused.
double book_through_the_committer(const std::string& url, const LedgerWork&, int64_t chain, int64_t at_once);

// The same rows and balances by hand, in transactions of `group`: SQLite's C API on one thread.
double book_by_hand_in_sqlite(const std::string& url, const LedgerWork&, size_t group);

// How many accounts differ from the sum of their transfers, or do not balance together: 0.
int64_t count_unbalanced(const std::string& url);

}  // namespace vitrine::bench
