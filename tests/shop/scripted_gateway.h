// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "server/shop/payment_gateway.h"

namespace vitrine::tests {

// Says of each payment what the test wants, and counts what it was told to do.
class ScriptedGateway final : public shop::PaymentGateway {
  public:
    std::string name() const override { return "sandbox"; }
    Result<shop::PaymentAnswer> authorise(const shop::PaymentRequest& r, int64_t) override {
        return said(r.payment);
    }
    Result<shop::PaymentAnswer> capture(const shop::CaptureRequest& r, int64_t) override {
        if (state == shop::PaymentState::authorised) state = shop::PaymentState::captured;
        amount_minor = std::min(amount_minor, r.amount_minor);
        return said(r.payment);
    }
    Result<shop::PaymentAnswer> void_payment(const shop::PaymentRef& payment, int64_t) override {
        ++voids;
        if (state != shop::PaymentState::captured) state = shop::PaymentState::declined;
        return said(payment);
    }
    Result<shop::RefundAnswer> refund(const shop::RefundRequest& r, int64_t) override {
        if (refunds.emplace(r.key, r.amount_minor).second && !refund_refused) given_back += r.amount_minor;
        if (refund_refused)
            return shop::RefundAnswer{shop::RefundState::refused, "", "the account is closed"};
        return shop::RefundAnswer{shop::RefundState::done, "re_1", ""};
    }
    Result<shop::PaymentAnswer> look_up(const shop::PaymentRef& payment, int64_t) override {
        return said(payment);
    }

    Result<shop::DisputeAnswer> look_up_dispute(const std::string&, int64_t) override { return dispute; }

    Result<shop::PayoutAnswer> pay_out(const shop::PayoutRequest& r, int64_t) override {
        if (payout.state == shop::PayoutState::done)
            paid_out[r.recipient] += payouts.insert(r.key).second ? r.amount.minor : 0;
        return payout;
    }

    shop::PayoutAnswer payout{shop::PayoutState::done, "po_1", ""};
    std::set<std::string> payouts;
    std::map<std::string, int64_t> paid_out;
    shop::DisputeAnswer dispute{shop::DisputeState::none, 2400, "EUR", "fraudulent"};
    shop::PaymentState state = shop::PaymentState::authorised;
    int64_t amount_minor = 2400;
    std::string currency = "EUR";
    bool refund_refused = false;
    int voids = 0;
    int64_t given_back = 0;
    std::map<std::string, int64_t> refunds;

  private:
    Result<shop::PaymentAnswer> said(const shop::PaymentRef& payment) const {
        return shop::PaymentAnswer{state,   amount_minor, currency, "pi:" + payment.key, "The bank refused.",
                                   "secret"};
    }
};

}  // namespace vitrine::tests
