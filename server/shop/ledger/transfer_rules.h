// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "server/domain/result.h"
#include "server/shop/ledger/transfer.h"

// What may be booked, after TigerBeetle's model of debits and credits: two-phase transfers, the same id once,
// bounds on accounts that count what is pending.
namespace vitrine::shop::ledger {

// Below what any gateway's integer takes, and far below what the balances' arithmetic can hold.
inline constexpr int64_t kMostAmountMinor = 1'000'000'000'000'000;
inline constexpr int64_t kMostBalanceMinor = 4'000'000'000'000'000'000;
inline constexpr int64_t kMostTimeout_s = 10LL * 365 * 86'400;
inline constexpr size_t kMostIdBytes = 160;

enum class Verdict {
    applied,
    exists,   // booked before, with the same contents
    differs,  // booked before, with others
    malformed,
    not_found,    // what should be resolved
    not_pending,  // what should be resolved never was
    other_parties,
    other_amount,  // a void of less or more than was reserved, a post of more
    already_posted,
    already_voided,
    already_expired,
    not_yet_expired,
    exceeds_credits,  // the debit's account does not hold so much
    exceeds_debits,   // the credit's account is not owed so much
    overflows,
};

// malformed or applied: whether it makes sense by itself.
Verdict check_form(const Transfer&);
// exists or differs, for two of one id.
Verdict compare(const Transfer& asked, const Entry& booked);

// What a transfer resolves, and what has already resolved it.
struct Reserved {
    Entry entry;
    std::optional<Phase> resolved;
};

// Whether posting it would find it open, or posted already.
bool can_be_posted(const Reserved&, Instant now);

// Moves the balances and answers `applied`, or leaves them as they are and says why. Of a transfer that has
// its form; `reserved`: what its pending_id names, if there is such a thing.
Verdict carry_out(const Transfer&, const std::optional<Reserved>& reserved, Instant now, Account& debit,
                  Account& credit);

// For applied and exists there is none.
Error error_for(Verdict);

}  // namespace vitrine::shop::ledger
