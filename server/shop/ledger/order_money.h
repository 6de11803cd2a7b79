// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/shop/ledger/books.h"
#include "server/shop/ledger/money_terms.h"
#include "server/shop/ledger/postings.h"

// The money of orders on its way through the books, inside the command's transaction (committer's thread).
// All of it may be told of twice.
namespace vitrine::shop::ledger {

// Between whom a sale's money will be divided.
struct Parties {
    std::string seller_id = kShop;
    std::string creator_id;  // empty: nobody showed it
};

// Reserved at the gateway, or in the wallet (declined when there is not enough).
Result<Done> authorise(store::Unit&, const Payment&);
// Taken: what was authorised, if we had heard of that, else at once; into escrow until escrow_s from now. A
// gateway that captured what it had voided, or less than it had authorised, is believed: it has the money.
Result<Done> capture(store::Unit&, const Payment&, const Parties&, int64_t escrow_s);
// Given up; nothing to do when it was never authorised. precondition when it was captured.
Result<Done> give_up(store::Unit&, const Payment&);
// Taken, and nothing was sold for so much of it: it waits to go back. `before`: so much of it was told
// before.
Result<Done> take_for_nothing(store::Unit&, const Payment&, int64_t before_minor);

// The buyer has what he bought: the money leaves escrow. Nothing to do when it has left.
Result<Done> release(store::Unit&, const std::string& order_id, const MoneyTerms&);
// The same for orders whose time in escrow is over, at most so many at once; answers how many.
int64_t release_due(store::Unit&, const MoneyTerms&, int64_t most);

// precondition when more was asked for than is left of the order's money. Then it waits to arrive.
Result<Done> refund(store::Unit&, const std::string& order_id, const std::string& refund_id, const Money&);
// It has reached the buyer's bank.
Result<Done> refund_has_arrived(store::Unit&, const std::string& order_id, const std::string& refund_id,
                                const std::string& gateway, const Money&);
// The bank sent it back after it had arrived: it is on its way again, or fails for good with the next.
Result<Done> refund_came_back(store::Unit&, const std::string& order_id, const std::string& refund_id,
                              const std::string& gateway, const Money&);
// It is not on its way any more: the money waits in escrow again.
Result<Done> fail_refund(store::Unit&, const std::string& order_id, const std::string& refund_id,
                         const Money&, const Parties&, int64_t escrow_s);
// The buyer's bank takes it back, whatever becomes of it; it may give it to us again, or keep it. Then those
// pay it who have the order's money; what went to the buyer by another way too is borne by the platform.
Result<Done> charge_back(store::Unit&, const std::string& order_id, const std::string& dispute_id,
                         const std::string& gateway, const Money&);
Result<Done> win_chargeback(store::Unit&, const std::string& order_id, const std::string& dispute_id,
                            const std::string& gateway, const Money&);
Result<Done> lose_chargeback(store::Unit&, const std::string& order_id, const std::string& dispute_id,
                             const Money&);

OrderStanding standing(store::Session&, const std::string& order_id);

}  // namespace vitrine::shop::ledger
