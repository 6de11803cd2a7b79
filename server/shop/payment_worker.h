// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "server/shop/hold_rules.h"
#include "server/shop/payment_gateway.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::shop {

// Takes open payments from the outbox, does them at the gateway, and commits the outcome: paid, declined,
// needs confirmation; an unknown outcome is asked again with growing pauses under the same key. Survives
// SIGKILL at any point: the payment stays in the outbox until its outcome is committed, and asking twice
// under one key takes nothing twice. After five calls in a row without an answer it leaves the gateway alone
// for a growing pause. One thread that looks for work and four that wait for the gateway, so that one hanging
// call does not hold up the other buyers. Owned by main; outlived by what it was given. Destruction waits for
// the calls under way (their deadline: 10 s).
class PaymentWorker {
  public:
    virtual ~PaymentWorker() = default;
    virtual void wake() = 0;  // thread-safe
    // The same, for others to keep: it may be called after the worker's end and then does nothing.
    virtual std::function<void()> waker() = 0;
};

std::unique_ptr<PaymentWorker> start_payment_worker(store::Committer&, store::Readers&, PaymentGateway&,
                                                    const Clock&, SaleTerms = {});

}  // namespace vitrine::shop
