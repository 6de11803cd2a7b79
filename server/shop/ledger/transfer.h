// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "server/domain/clock.h"
#include "server/domain/money.h"
#include "server/shop/ledger/account.h"

namespace vitrine::shop::ledger {

// A movement is made at once, or in two steps: a pending transfer reserves the money, and exactly one later
// transfer resolves it. Neither changes the other: the journal is only ever added to. The numbers are the
// schema's.
enum class Phase : int64_t {
    single = 1,
    pending = 2,
    posting = 3,  // of a pending one: up to its amount; the rest is given back
    voiding = 4,  // of a pending one: all of it is given back
    expiry = 5,   // the same, by the ledger itself once the time is over
};

// Why money moved; the numbers are the schema's.
enum class Reason : int64_t {
    authorised = 1,
    captured = 2,
    voided = 3,
    expired = 4,
    topped_up = 5,
    spent = 6,
    released = 7,
    refunded = 8,
    refund_arrived = 9,
    refund_kept = 10,  // in the buyer's wallet
    charged_back = 11,
    chargeback_won = 12,
    chargeback_lost = 13,
    paid_out = 14,
    not_owed = 15,          // taken by a gateway, and nothing was sold for it
    refund_failed = 16,     // it is not on its way any more
    refund_sent_back = 17,  // by the buyer's bank, after it had arrived
    chargeback_borne = 18,  // lost, and nobody had anything left of the order
};

// From the debit's account to the credit's, both in the amount's currency: two currencies never meet in a
// transfer.
struct Transfer {
    std::string id;  // UUIDv7, or derived from what it is for; names this transfer for ever
    Phase phase = Phase::single;
    std::string pending_id;  // what is resolved
    Party debit;
    Party credit;
    Money amount;
    int64_t timeout_s = 0;  // of a pending one; 0: waits for ever
    Reason reason = Reason::captured;
    std::string reference;     // the order, or another thing of ours; may be empty
    std::string external_key;  // how a gateway's report names it; empty: no gateway took part
    friend bool operator==(const Transfer&, const Transfer&) = default;
};

// A transfer as it stands in the journal.
struct Entry {
    Transfer transfer;
    Instant at;
    Instant expires;  // 0: never
};

}  // namespace vitrine::shop::ledger
