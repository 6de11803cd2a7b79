// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/domain/caller.h"
#include "server/shop/ledger/money_terms.h"
#include "server/store/committer.h"
#include "vitrine/v1/payment.pb.h"

namespace vitrine::shop {

// What becomes of money once it is taken: who may say so, and how it reaches the committer. Answers on a
// store thread. Owned by main; thread-safe. Commands that are still queued may outlive it.
class SettledMoney {
  public:
    explicit SettledMoney(store::Committer&, ledger::MoneyTerms = {});

    void confirm_delivery(const Caller&, const v1::ConfirmDeliveryRequest&,
                          Reply<v1::Order>);  // the buyer, retailer, creator

  private:
    store::Committer& committer_;
    const std::shared_ptr<const ledger::MoneyTerms> terms_;
};

}  // namespace vitrine::shop
