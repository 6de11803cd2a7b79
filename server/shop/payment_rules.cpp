// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_rules.h"

#include <algorithm>

namespace vitrine::shop {

GatewayCall next_call(PaymentTask task, int32_t tries) {
    if (task == PaymentTask::withdraw) return GatewayCall::void_payment;
    if (tries > 0) return GatewayCall::look_up;
    return task == PaymentTask::confirm ? GatewayCall::pay_confirmed : GatewayCall::pay;
}

std::optional<GatewayCall> call_after_look_up(PaymentTask task, const Result<PaymentAnswer>& looked_up) {
    const bool confirming = task == PaymentTask::confirm;
    const bool never_seen = !looked_up.ok() && looked_up.error().code == Code::not_found;
    const bool confirmation_lost =
        confirming && looked_up.ok() && looked_up->state == PaymentState::needs_confirmation;
    if (!never_seen && !confirmation_lost) return std::nullopt;
    return confirming ? GatewayCall::pay_confirmed : GatewayCall::pay;
}

PaymentAnswer answer_of(const Error& error) {
    if (error.code == Code::declined || error.code == Code::invalid_argument) {
        return {PaymentState::declined, "", error.message};
    }
    return {PaymentState::unknown, "", ""};
}

int64_t pause_after_ms(int32_t tries) {
    return std::min<int64_t>(60'000, 1000LL << std::clamp(tries - 1, 0, 6));
}

int64_t Breaker::wait_ms(int64_t now_steady_us) const {
    if (failures_ < kFailures || now_steady_us >= open_until_us_) return 0;
    return (open_until_us_ - now_steady_us + 999) / 1000;
}

void Breaker::calling(int64_t now_steady_us, int64_t deadline_ms) {
    if (failures_ >= kFailures) open_until_us_ = now_steady_us + deadline_ms * 1000;
}

void Breaker::answered() {
    failures_ = 0;
    open_until_us_ = 0;
}

void Breaker::failed(int64_t now_steady_us) {
    failures_ = std::min(failures_ + 1, 1000);
    if (failures_ >= kFailures)
        open_until_us_ = now_steady_us + pause_after_ms(failures_ - kFailures + 1) * 1000;
}

}  // namespace vitrine::shop
