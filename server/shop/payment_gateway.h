// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/money.h"
#include "server/domain/result.h"

namespace vitrine::shop {

// What a gateway says of a payment. One payment is named by our key and is made at most once under it.
enum class PaymentState { captured, declined, needs_confirmation, unknown };

struct PaymentAnswer {
    PaymentState state = PaymentState::unknown;
    std::string gateway_reference;
    std::string problem;  // for the buyer
};

struct PaymentRequest {
    std::string idempotency_key;  // order id and attempt
    Money amount;
    std::string payment_token;
    bool confirmed = false;  // the buyer has confirmed with his bank
};

// Where money is taken. Calls may block up to the deadline; made by the payment worker's threads only,
// several at once. `unavailable` means: nothing is known, ask again under the same key.
class PaymentGateway {
  public:
    virtual ~PaymentGateway() = default;
    virtual std::string name() const = 0;
    // The same key again returns what it came to, and takes nothing twice. invalid_argument and declined:
    // nothing was taken.
    virtual Result<PaymentAnswer> pay(const PaymentRequest&, int64_t deadline_ms) = 0;
    // not_found: the gateway has never seen this key.
    virtual Result<PaymentAnswer> look_up(const std::string& idempotency_key, int64_t deadline_ms) = 0;
    // From then on nothing can be taken under the key, whether it was seen before or not. Voiding twice is no
    // error. precondition: it is captured already.
    virtual Result<Done> void_payment(const std::string& idempotency_key, int64_t deadline_ms) = 0;
};

}  // namespace vitrine::shop
