// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/shop/payment_gateway.h"
#include "server/shop/stripe_answers.h"
#include "server/shop/stripe_client.h"

namespace vitrine::shop {

struct StripeTerms {
    stripe::ClientTerms client;
    // A connected account (acct_…) that is paid, through destination charges; empty: the platform's own.
    std::string account;
};

// PaymentIntents with manual capture. Our key is Stripe's idempotency key and stands in the metadata, so that
// a payment whose answer was lost is found again. An intent whose card was refused is cancelled at once: what
// is declined here cannot be paid later behind our back. Thread-safe.
class StripeGateway final : public PaymentGateway {
  public:
    explicit StripeGateway(StripeTerms terms) : terms_(std::move(terms)), client_(terms_.client) {}

    std::string name() const override { return "stripe"; }
    Result<PaymentAnswer> authorise(const PaymentRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> capture(const CaptureRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> void_payment(const PaymentRef&, int64_t deadline_ms) override;
    Result<RefundAnswer> refund(const RefundRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> look_up(const PaymentRef&, int64_t deadline_ms) override;
    Result<DisputeAnswer> look_up_dispute(const std::string& reference, int64_t deadline_ms) override;
    // Refused: destination charges have paid the connected account already.
    Result<PayoutAnswer> pay_out(const PayoutRequest&, int64_t deadline_ms) override;

  private:
    stripe::Form new_intent(const PaymentRef&, int64_t amount) const;
    // By Stripe's name, or by our key in the metadata; not_found.
    Result<stripe::Intent> find(const PaymentRef&, int64_t deadline_ms);
    Result<RefundAnswer> find_refund(const std::string& refund_key, const std::string& intent_id,
                                     int64_t deadline_ms);
    Result<PaymentAnswer> cancel(const std::string& intent_id, const PaymentRef&, int64_t deadline_ms);
    // Forbids the key of a payment that Stripe has not seen: whatever of it may still be on its way fails.
    Result<PaymentAnswer> forbid(const PaymentRef&, int64_t deadline_ms);
    // A change of an intent (capture, cancel) happens once whatever key it is asked under; so a failure that
    // Stripe has stored under a key is not the last word.
    Result<stripe::HttpAnswer> change(const std::string& path, const stripe::Form&, const std::string& key,
                                      int64_t deadline_ms);
    Result<PaymentAnswer> conclude(const stripe::Intent&, const PaymentRef&, int64_t deadline_ms);

    const StripeTerms terms_;
    stripe::Client client_;
};

}  // namespace vitrine::shop
