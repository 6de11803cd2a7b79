// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/domain/clock.h"
#include "server/shop/payment_gateway.h"
#include "server/shop/sandbox_book.h"

namespace vitrine::shop {

// A gateway that takes no money, for shows without an account at a real one. It behaves like an outside
// party: what it has "reserved", "taken" and "given back" it keeps in a file of its own, durably and before
// it answers, so that after a crash of the server a look-up tells the truth.
//   sandbox_approve  authorised             sandbox_decline  declined
//   sandbox_confirm  needs confirmation     sandbox_timeout  authorised, but the first answer is lost
//   sandbox_disputed_lost, sandbox_disputed_won  authorised; a minute after it was taken the "bank" takes it
//   back,
//                    five minutes later it has decided
// Any other token is refused. Thread-safe.
class SandboxGateway final : public PaymentGateway {
  public:
    // Throws std::runtime_error when the file cannot be opened. hang_ms: how long a lost answer keeps the
    // caller waiting.
    explicit SandboxGateway(const std::string& file, int64_t hang_ms = 800)
        : book_(file), hang_ms_(hang_ms) {}

    std::string name() const override { return "sandbox"; }
    Result<PaymentAnswer> authorise(const PaymentRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> capture(const CaptureRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> void_payment(const PaymentRef&, int64_t deadline_ms) override;
    Result<RefundAnswer> refund(const RefundRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> look_up(const PaymentRef&, int64_t deadline_ms) override;
    Result<DisputeAnswer> look_up_dispute(const std::string& reference, int64_t deadline_ms) override;
    Result<PayoutAnswer> pay_out(const PayoutRequest&, int64_t deadline_ms) override;
    int64_t paid_out(const std::string& recipient, const std::string& currency);

    // What happened there by itself until now, as another gateway would tell it by a webhook: again and
    // again, until heard() is told of it.
    struct News {
        std::string dispute, payment_key;
        int64_t stage = 0;
    };
    std::vector<News> stir(Instant now);
    void heard(const News&);

    // All payments it ever heard of, by key: for reconciliation.
    struct Payment {
        std::string idempotency_key;
        std::string currency;
        int64_t taken_minor = 0;
        int64_t refunded_minor = 0;
        bool reserved = false;  // not taken yet
    };
    std::vector<Payment> payments();

  private:
    SandboxBook book_;
    const int64_t hang_ms_;
};

}  // namespace vitrine::shop
