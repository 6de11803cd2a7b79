// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "server/shop/payment_gateway.h"

namespace vitrine::shop {

// What a payment in the outbox waits for. The numbers are the schema's.
enum class PaymentTask {
    nothing = 0,
    authorise = 1,
    confirm = 2,   // the buyer has confirmed with his bank: go on under the same key
    withdraw = 3,  // nobody wants it any more: void it
    capture = 4,
    look_up = 5,  // the gateway let us know that something happened to it
};

// How one attempt to pay an order stands. The numbers are the schema's.
enum class AttemptState {
    asked = 0,
    captured = 1,
    declined = 2,
    needs_confirmation = 3,
    authorised = 4,
    voided = 5,
};
// Nothing more is expected of it.
inline bool closed(AttemptState state) {
    return state == AttemptState::captured || state == AttemptState::declined ||
           state == AttemptState::voided;
}

enum class GatewayCall { authorise, authorise_confirmed, capture, look_up, void_payment };

// The call to make next. After a call whose outcome is unknown the gateway is asked what it knows before
// anything else.
GatewayCall next_call(PaymentTask, int32_t tries);

// After a look-up: the call to make under the same key because the gateway never got the task, or nothing:
// what it said is the answer.
std::optional<GatewayCall> call_after_look_up(PaymentTask, const Result<PaymentAnswer>& looked_up);

// What a gateway's refusal of a call means: declined only when it says that the request itself can never
// succeed; everything else is unknown, because money may have moved.
PaymentAnswer answer_of(GatewayCall, const Error&);

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
