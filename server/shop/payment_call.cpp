// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_call.h"

#include <spdlog/spdlog.h>

#include "server/shop/order_rules.h"

namespace vitrine::shop {
namespace {

constexpr char kNotConfirmed[] = "The payment was not confirmed. Nothing was charged.";

PaymentAnswer pay(PaymentGateway& gateway, const payments::Open& open, bool confirmed, int64_t deadline_ms) {
    const Result<Currency> currency = Currency::parse(open.amount.currency());
    VITRINE_CHECK(currency.ok());  // it was parsed when the order was made
    const Result<PaymentAnswer> answer =
        gateway.pay({idempotency_key(open.order_id, open.attempt), Money{open.amount.minor(), *currency},
                     open.token, confirmed},
                    deadline_ms);
    return answer.ok() ? *answer : answer_of(answer.error());
}

PaymentAnswer withdraw(PaymentGateway& gateway, const std::string& key, int64_t deadline_ms) {
    const Result<Done> voided = gateway.void_payment(key, deadline_ms);
    if (voided.ok()) return {PaymentState::declined, "", kNotConfirmed};
    if (voided.error().code != Code::precondition) return {};
    // Captured before it could be voided: the buyer was faster at his bank. Then he has bought it.
    const Result<PaymentAnswer> answer = gateway.look_up(key, deadline_ms);
    return answer.ok() && answer->state == PaymentState::captured ? *answer : PaymentAnswer{};
}

PaymentAnswer call(PaymentGateway& gateway, const payments::Open& open, int64_t deadline_ms) {
    const std::string key = idempotency_key(open.order_id, open.attempt);
    GatewayCall next = next_call(open.task, open.tries);
    if (next == GatewayCall::void_payment) return withdraw(gateway, key, deadline_ms);
    if (next == GatewayCall::look_up) {
        const Result<PaymentAnswer> known = gateway.look_up(key, deadline_ms);
        const std::optional<GatewayCall> again = call_after_look_up(open.task, known);
        if (!again) return known.ok() ? *known : PaymentAnswer{};
        next = *again;
    }
    return pay(gateway, open, next == GatewayCall::pay_confirmed, deadline_ms);
}

}  // namespace

PaymentAnswer call_gateway(PaymentGateway& gateway, const payments::Open& open, int64_t deadline_ms) {
    try {
        return call(gateway, open, deadline_ms);
    } catch (const std::exception& thrown) {
        spdlog::error("gateway {}: {}", gateway.name(), thrown.what());
        return {};
    }
}

}  // namespace vitrine::shop
