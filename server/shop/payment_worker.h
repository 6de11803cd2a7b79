// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "server/shop/payment_gateway.h"
#include "server/store/committer.h"
#include "server/store/readers.h"

namespace vitrine::shop {

// Takes orders from the outbox, pays them through the gateway, and commits the outcome: paid, declined, needs
// confirmation; an unknown outcome is asked again with growing pauses under the same key. Survives SIGKILL at
// any point: the outbox row stays until the outcome is committed. A thread of its own; wakes at each new
// order. Owned by main.
class PaymentWorker {
  public:
    virtual ~PaymentWorker() = default;
    virtual void wake() = 0;  // thread-safe
};

std::unique_ptr<PaymentWorker> start_payment_worker(store::Committer&, store::Readers&, PaymentGateway&,
                                                    const Clock&);

}  // namespace vitrine::shop
