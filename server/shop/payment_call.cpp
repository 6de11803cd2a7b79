// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_call.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/shop/settlement.h"

namespace vitrine::shop {
namespace {

constexpr char kNotConfirmed[] = "The payment was not confirmed. Nothing was charged.";

Result<PaymentAnswer> make(PaymentGateway& gateway, GatewayCall call, const payments::Attempt& attempt,
                           int64_t deadline_ms) {
    const PaymentRef payment = attempt.at_gateway();
    switch (call) {
        case GatewayCall::authorise:
            return gateway.authorise({payment, attempt.token, false}, deadline_ms);
        case GatewayCall::authorise_confirmed:
            return gateway.authorise({payment, attempt.token, true}, deadline_ms);
        case GatewayCall::capture:
            return gateway.capture({payment, attempt.capture_minor}, deadline_ms);
        case GatewayCall::void_payment: {
            Result<PaymentAnswer> answer = gateway.void_payment(payment, deadline_ms);
            if (answer.ok() && answer->state == PaymentState::declined) answer->problem = kNotConfirmed;
            return answer;
        }
        case GatewayCall::look_up:
            break;
    }
    return gateway.look_up(payment, deadline_ms);
}

template <class Answer>
bool was_heard(const Result<Answer>& answer) {
    return answer.ok() || answer.error().code != Code::unavailable;
}

GatewayOutcome call(PaymentGateway& gateway, const payments::Attempt& attempt, int64_t deadline_ms) {
    GatewayCall next = next_call(attempt.task, attempt.tries);
    Result<PaymentAnswer> answer = make(gateway, next, attempt, deadline_ms);
    if (next == GatewayCall::look_up) {
        if (const auto again = call_after_look_up(attempt.task, answer)) {
            next = *again;
            answer = make(gateway, next, attempt, deadline_ms);
        }
    }
    return {answer.ok() ? *answer : answer_of(next, answer.error()), was_heard(answer)};
}

GatewayOutcome call(PaymentGateway& gateway, const refunds::Due& due, int64_t deadline_ms) {
    const Result<RefundAnswer> answer =
        gateway.refund({due.payment.at_gateway(), due.refund.id, due.refund.amount.minor()}, deadline_ms);
    return {answer.ok() ? *answer : RefundAnswer{}, was_heard(answer)};
}

bool is_refund(const GatewayTask& task) { return std::holds_alternative<refunds::Due>(task); }

}  // namespace

std::string key_of(const GatewayTask& task) {
    return is_refund(task) ? std::get<refunds::Due>(task).refund.id : std::get<payments::Attempt>(task).key();
}

bool GatewayOutcome::unknown() const {
    const auto* payment = std::get_if<PaymentAnswer>(&answer);
    return payment ? payment->state == PaymentState::unknown
                   : std::get<RefundAnswer>(answer).state == RefundState::unknown;
}

GatewayOutcome call_gateway(PaymentGateway& gateway, const GatewayTask& task, int64_t deadline_ms) {
    try {
        return std::visit([&](const auto& each) { return call(gateway, each, deadline_ms); }, task);
    } catch (const std::exception& thrown) {
        spdlog::error("gateway {}: {}", gateway.name(), thrown.what());
    }
    if (is_refund(task)) return {RefundAnswer{}};
    return {PaymentAnswer{}};
}

Result<v1::Order> settle(store::Unit& unit, const GatewayTask& task, const GatewayOutcome& outcome,
                         const SaleTerms& terms) {
    if (is_refund(task)) {
        return settle_refund(unit, std::get<refunds::Due>(task).refund,
                             std::get<RefundAnswer>(outcome.answer), terms);
    }
    return settle_payment(unit, std::get<payments::Attempt>(task), std::get<PaymentAnswer>(outcome.answer),
                          terms);
}

TasksDue tasks_due(store::Session& sql, const std::string& gateway, const payments::DueWindow& window) {
    auto attempts = payments::due(sql, gateway, window);
    auto refunds = refunds::due(sql, gateway, window);
    TasksDue found{{}, window.from, false};
    if (!attempts.empty()) found.read_until = std::max(found.read_until, attempts.back().due);
    if (!refunds.empty()) found.read_until = std::max(found.read_until, refunds.back().refund.due);
    const auto cut_off_at = [&](Instant last) {
        found.more = true;
        found.read_until = std::min(found.read_until, last);
    };
    if (static_cast<int64_t>(attempts.size()) == window.most) cut_off_at(attempts.back().due);
    if (static_cast<int64_t>(refunds.size()) == window.most) cut_off_at(refunds.back().refund.due);
    for (auto& attempt : attempts) found.tasks.emplace_back(std::move(attempt));
    for (auto& refund : refunds) found.tasks.emplace_back(std::move(refund));
    return found;
}

std::optional<Instant> next_task_due(store::Session& sql, const std::string& gateway, Instant now) {
    const auto payment = payments::next_due(sql, gateway, now), refund = refunds::next_due(sql, gateway, now);
    if (!payment || !refund) return payment ? payment : refund;
    return std::min(*payment, *refund);
}

}  // namespace vitrine::shop
