// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/shop/payment_gateway.h"

namespace soci {
class session;
}

namespace vitrine::shop {

// A gateway that takes no money, for shows without an account at a real one. It behaves like an outside
// party: what it has "taken" it keeps in a file of its own, durably and before it answers, so that after a
// crash of the server a look-up tells the truth.
//   sandbox_approve  captured               sandbox_decline  declined
//   sandbox_confirm  needs confirmation     sandbox_timeout  captured, but the first answer is lost
// Any other token is refused. Thread-safe.
class SandboxGateway final : public PaymentGateway {
  public:
    // Throws std::runtime_error when the file cannot be opened. hang_ms: how long a lost answer keeps the
    // caller waiting.
    explicit SandboxGateway(const std::string& file, int64_t hang_ms = 800);
    ~SandboxGateway() override;

    std::string name() const override { return "sandbox"; }
    Result<PaymentAnswer> pay(const PaymentRequest&, int64_t deadline_ms) override;
    Result<PaymentAnswer> look_up(const std::string& idempotency_key, int64_t deadline_ms) override;
    Result<Done> void_payment(const std::string& idempotency_key, int64_t deadline_ms) override;

    // What it would settle: for reconciliation.
    struct Capture {
        std::string idempotency_key;
        int64_t amount_minor = 0;
        std::string currency;
    };
    std::vector<Capture> captures();

  private:
    struct Charge;
    bool find(const std::string& key, Charge&);
    void put(const std::string& key, const Charge&);

    std::mutex mutex_;
    std::unique_ptr<soci::session> sql_;
    const int64_t hang_ms_;
};

}  // namespace vitrine::shop
