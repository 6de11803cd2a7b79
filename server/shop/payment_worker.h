// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "server/shop/hold_rules.h"
#include "server/shop/payment_gateway.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::shop {

// Takes what waits for one gateway from the outbox, in batches, payments and refunds alike, does it there,
// and commits the outcome; an unknown outcome is asked about again with growing pauses under the same key.
// Survives SIGKILL at any point: a task stays in the outbox until its outcome is committed, and asking twice
// under one key moves nothing twice. After five calls in a row without an answer it leaves the gateway alone
// for a growing pause. One thread that looks for work and 32 that wait for the gateway, so that one
// hanging call does not hold up the other buyers. Owned by main; outlived by what it was given. Destruction
// waits for the calls under way (a few times their deadline of 10 s).
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
