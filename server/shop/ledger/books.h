// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "server/shop/ledger/transfer_rules.h"
#include "server/store/committer.h"

// Debits and credits, inside a command's transaction (committer's thread).
namespace vitrine::shop::ledger {

// What became of transfers that were given together.
struct Booking {
    Verdict verdict = Verdict::applied;  // of the first that was refused
    int64_t booked = 0;                  // new ones; the others were booked before
};

// Books all of them or, when one is refused, none: then nothing has changed, and the command may go on with
// something else. Each sees what those before it did. One that was booked before with the same contents is
// as good as done.
Booking book(store::Unit&, std::span<const Transfer>);

// The same for who only wants to go on or to stop: how many were new.
Result<int64_t> record(store::Unit&, std::span<const Transfer>);
inline Result<int64_t> record(store::Unit& unit, const Transfer& transfer) {
    return record(unit, std::span(&transfer, 1));
}

// What somebody has, all zeros when he never had anything.
Balances balances(store::Session&, const Party&, const Currency&);

// Gives back what was reserved and not resolved in time, at most so much at once; answers how many.
int64_t expire_reservations(store::Unit&, int64_t most);

}  // namespace vitrine::shop::ledger
