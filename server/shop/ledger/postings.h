// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/shop/ledger/order_standing.h"
#include "server/shop/ledger/transfer.h"

// What happens in the shop, as transfers (docs/ledger.md shows them side by side). Their ids are derived from
// what happened, so that telling of it twice books it once. Transfers given together are booked together or
// not at all.
namespace vitrine::shop::ledger {

// One attempt to pay an order, from a gateway or from the buyer's wallet.
struct Payment {
    std::string order_id;
    std::string key;  // names the attempt, here and at the gateway
    Party source;
    Money amount;
    int64_t reserved_s = 0;  // how long an authorisation lasts; 0: until it is captured or voided
};

Transfer authorised(const Payment&);
// Of what was authorised, the whole or less of it.
Transfer captured(const Payment&);
Transfer captured_at_once(const Payment&);
Transfer voided(const Payment&);
// Taken for nothing, or too much of it: it goes back without ever being anybody's. `before`: what of the same
// payment was so before.
Transfer not_owed(const Payment&, int64_t before_minor);

// The delivery is confirmed, or its time is over. Once for each sum that was paid.
std::vector<Transfer> released(const std::string& order_id, const Money& paid,
                               const std::vector<Share>& shares);

// From escrow, or from those who have received their shares, in proportion to what each still has of them.
// Then the money is on its way, until it arrived at the buyer's bank or was put into his wallet.
// Precondition: the amount is at most standing.refundable().
std::vector<Transfer> refunded(const std::string& order_id, const std::string& refund_id, const Money&,
                               const OrderStanding&);
Transfer refund_arrived(const std::string& order_id, const std::string& refund_id, const std::string& gateway,
                        const Money&);
// A refund that came to nothing: its money waits in escrow again, as if it were paid anew.
Transfer refund_failed(const std::string& order_id, const std::string& refund_id, const Money&);
Transfer refund_sent_back(const std::string& order_id, const std::string& refund_id,
                          const std::string& gateway, const Money&);
Transfer refund_kept(const std::string& order_id, const std::string& refund_id, const std::string& person_id,
                     const Money&);

// A bank takes the money back first and asks afterwards.
Transfer charged_back(const std::string& order_id, const std::string& dispute_id, const std::string& gateway,
                      const Money&);
Transfer chargeback_won(const std::string& order_id, const std::string& dispute_id,
                        const std::string& gateway, const Money&);
// Of what is lost, what went to the buyer before by another way: ours to bear.
Transfer chargeback_borne(const std::string& order_id, const std::string& dispute_id, const Money&);
std::vector<Transfer> chargeback_lost(const std::string& order_id, const std::string& dispute_id,
                                      const Money&, const OrderStanding&);

Transfer topped_up(const std::string& key, const std::string& gateway, const std::string& person_id,
                   const Money&);

// Reserved for its owner: precondition when less is due. Then it has reached him, or it is his to ask for
// again.
Result<Transfer> payout_asked(const std::string& payout_id, const Party&, const Balances&,
                              const std::string& gateway, const Money&);
Transfer payout_done(const std::string& payout_id, const Party&, const std::string& gateway, const Money&);
Transfer payout_refused(const std::string& payout_id, const Party&, const std::string& gateway, const Money&);

}  // namespace vitrine::shop::ledger
