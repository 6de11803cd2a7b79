// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "server/shop/payment_gateway.h"

namespace vitrine::shop {

// What a payment in the outbox waits for.
enum class PaymentTask {
    nothing = 0,
    pay = 1,
    confirm = 2,   // the buyer has confirmed with his bank: pay again under the same key, confirmed
    withdraw = 3,  // the buyer (or time) said no: void it
};

enum class GatewayCall { pay, pay_confirmed, look_up, void_payment };

// The call to make next. After a call whose outcome is unknown the gateway is asked what it knows before
// anything else.
GatewayCall next_call(PaymentTask, int32_t tries);

// After a look-up: the call to make under the same key because the gateway never got the task, or nothing:
// what it said is the answer.
std::optional<GatewayCall> call_after_look_up(PaymentTask, const Result<PaymentAnswer>& looked_up);

// What a gateway's refusal to make a payment means: declined only when it says that the request itself can
// never succeed; everything else is unknown, because money may have moved.
PaymentAnswer answer_of(const Error&);

// Pause before an unknown outcome is asked about again: 1, 2, 4 … 60 s.
int64_t pause_after_ms(int32_t tries);

// Stops calling a gateway that does not answer. Closed: calls go. After kFailures in a row: open for a
// growing pause; then one call tries (half-open). Pure: the caller gives the time. Not thread-safe.
class Breaker {
  public:
    // 0: a call may be made now; else wait that long.
    int64_t wait_ms(int64_t now_steady_us) const;
    // A call is made. While the gateway is not trusted, the others wait for how it comes out.
    void calling(int64_t now_steady_us, int64_t deadline_ms);
    void answered();
    void failed(int64_t now_steady_us);

  private:
    static constexpr int32_t kFailures = 5;
    int32_t failures_ = 0;
    int64_t open_until_us_ = 0;
};

}  // namespace vitrine::shop
