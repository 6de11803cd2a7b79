// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_rules.h"

#include <algorithm>

namespace vitrine::shop {

GatewayCall next_call(PaymentTask task, int32_t tries) {
    if (task == PaymentTask::withdraw) return GatewayCall::void_payment;
    if (tries > 0 || task == PaymentTask::look_up) return GatewayCall::look_up;
    if (task == PaymentTask::capture) return GatewayCall::capture;
    return task == PaymentTask::confirm ? GatewayCall::authorise_confirmed : GatewayCall::authorise;
}

std::optional<GatewayCall> call_after_look_up(PaymentTask task, const Result<PaymentAnswer>& looked_up) {
    const bool never_seen = !looked_up.ok() && looked_up.error().code == Code::not_found;
    const auto says = [&](PaymentState state) { return looked_up.ok() && looked_up->state == state; };
    switch (task) {
        case PaymentTask::authorise:
            if (never_seen) return GatewayCall::authorise;
            break;
        case PaymentTask::confirm:
            if (never_seen || says(PaymentState::needs_confirmation)) return GatewayCall::authorise_confirmed;
            break;
        case PaymentTask::capture:
            if (says(PaymentState::authorised)) return GatewayCall::capture;
            break;
        default:
            break;
    }
    return std::nullopt;
}

PaymentAnswer answer_of(GatewayCall call, const Error& error) {
    PaymentAnswer answer;
    const bool reserving = call == GatewayCall::authorise || call == GatewayCall::authorise_confirmed;
    if (reserving && (error.code == Code::declined || error.code == Code::invalid_argument)) {
        answer.state = PaymentState::declined;
        answer.problem = error.message;
    }
    return answer;
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
