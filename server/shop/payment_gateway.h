// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/domain/money.h"
#include "server/domain/result.h"

namespace vitrine::shop {

// What a gateway says of a payment. Money is first reserved, then taken.
enum class PaymentState {
    unknown,             // it may have come out either way: ask again
    needs_confirmation,  // the buyer must confirm with his bank
    authorised,          // reserved on the card, and not taken
    captured,            // taken
    declined,            // nothing was taken, and nothing can be any more: refused, voided or lapsed
};

struct PaymentAnswer {
    PaymentState state = PaymentState::unknown;
    int64_t amount_minor = 0;  // authorised: what is reserved; captured: what was taken
    std::string currency;
    std::string gateway_reference;
    std::string problem;        // for the buyer
    std::string client_secret;  // needs_confirmation: with it the page asks the bank
};

// One payment: our key, under which it is made at most once, what the order wants paid, and the gateway's own
// name as soon as it gave one.
struct PaymentRef {
    std::string key;  // order id and attempt
    Money amount;
    std::string gateway_reference;
};

struct PaymentRequest {
    PaymentRef payment;
    std::string token;       // from the gateway's card form
    bool confirmed = false;  // the buyer has confirmed with his bank
};

struct CaptureRequest {
    PaymentRef payment;
    int64_t amount_minor = 0;  // at most what is authorised; the rest is given up
};

struct RefundRequest {
    PaymentRef payment;
    std::string key;  // the refund's id: under it the gateway gives back at most once
    int64_t amount_minor = 0;
};

enum class RefundState {
    unknown,
    done,     // on its way to the buyer
    refused,  // nothing was given back, and nothing will be under this key
};

struct RefundAnswer {
    RefundState state = RefundState::unknown;
    std::string gateway_reference;
    std::string problem;  // for staff
};

// A buyer's bank takes a payment back, and decides later.
enum class DisputeState {
    unknown,
    none,  // only asked about, or there is no such dispute: no money moved
    open,  // the bank has the money until it has decided
    won,   // we have it again
    lost,
};

struct DisputeAnswer {
    DisputeState state = DisputeState::unknown;
    int64_t amount_minor = 0;
    std::string currency;
    std::string reason;  // for staff, in the gateway's words
};

// Money of ours on its way to who has earned it.
struct PayoutRequest {
    std::string key;        // under it the gateway pays at most once
    std::string recipient;  // "seller/shop", "creator/0190…"
    Money amount;
};

enum class PayoutState {
    unknown,
    done,
    refused,  // nothing was paid, and nothing will be under this key
};

struct PayoutAnswer {
    PayoutState state = PayoutState::unknown;
    std::string gateway_reference;
    std::string problem;
};

// Where money is taken and given back. Calls may block up to twice the deadline; made by the payment worker's
// threads only, several at once. All of them may be repeated under the same key and do nothing twice.
// `unavailable` and `conflict` mean: nothing is known, ask again.
class PaymentGateway {
  public:
    virtual ~PaymentGateway() = default;
    virtual std::string name() const = 0;
    // Reserves. invalid_argument and declined: nothing was reserved.
    virtual Result<PaymentAnswer> authorise(const PaymentRequest&, int64_t deadline_ms) = 0;
    // Takes what was reserved, once, the whole or a part. Answers what stands there: declined when it was
    // voided or has lapsed meanwhile, captured with what was taken before.
    virtual Result<PaymentAnswer> capture(const CaptureRequest&, int64_t deadline_ms) = 0;
    // From then on nothing can be reserved or taken under the key, whether it was seen before or not:
    // declined. captured: too late, it was taken already.
    virtual Result<PaymentAnswer> void_payment(const PaymentRef&, int64_t deadline_ms) = 0;
    // Never more than was captured.
    virtual Result<RefundAnswer> refund(const RefundRequest&, int64_t deadline_ms) = 0;
    // not_found: the gateway has never seen this key.
    virtual Result<PaymentAnswer> look_up(const PaymentRef&, int64_t deadline_ms) = 0;
    // By the gateway's own name; not_found.
    virtual Result<DisputeAnswer> look_up_dispute(const std::string& reference, int64_t deadline_ms) = 0;
    // invalid_argument: never.
    virtual Result<PayoutAnswer> pay_out(const PayoutRequest&, int64_t deadline_ms) = 0;
};

}  // namespace vitrine::shop
