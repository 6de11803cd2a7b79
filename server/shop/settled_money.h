// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/domain/caller.h"
#include "server/shop/ledger/money_terms.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/payment.pb.h"
#include "vitrine/v1/payout.pb.h"

namespace vitrine::shop {

// What becomes of money once it is taken: who may say so, and how it reaches the committer. Answers on a
// store thread. Owned by main; thread-safe. Commands that are still queued may outlive it.
class SettledMoney {
  public:
    // gateway: pays out.
    SettledMoney(store::Committer&, store::Readers&, ledger::MoneyTerms = {},
                 std::string gateway = "sandbox");

    void confirm_delivery(const Caller&, const v1::ConfirmDeliveryRequest&,
                          Reply<v1::Order>);  // the buyer, retailer, creator

    // The retailer of the shop's money, a creator of his own.
    void request_payout(const Caller&, const v1::RequestPayoutRequest&, Reply<v1::Payout>);
    void balances(const Caller&, Reply<v1::ListBalancesResponse>);
    void payouts(const Caller&, Reply<v1::ListPayoutsResponse>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    const std::shared_ptr<const ledger::MoneyTerms> terms_;
    const std::string gateway_;
};

}  // namespace vitrine::shop
