// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payment_call.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/shop/dispute_steps.h"
#include "server/shop/payout_steps.h"
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

GatewayOutcome call(PaymentGateway& gateway, const disputes::Row& dispute, int64_t deadline_ms) {
    const Result<DisputeAnswer> answer = gateway.look_up_dispute(dispute.id, deadline_ms);
    if (!answer.ok() && answer.error().code == Code::not_found)
        return {DisputeAnswer{DisputeState::none}, true};
    return {answer.ok() ? *answer : DisputeAnswer{}, was_heard(answer)};
}

GatewayOutcome call(PaymentGateway& gateway, const payouts::Row& payout, int64_t deadline_ms) {
    const char* const kind = payout.party.kind == ledger::AccountKind::seller ? "seller/" : "creator/";
    const Result<PayoutAnswer> answer =
        gateway.pay_out({payout.id, kind + payout.party.owner, payout.money()}, deadline_ms);
    if (!answer.ok() && answer.error().code == Code::invalid_argument)
        return {PayoutAnswer{PayoutState::refused, "", answer.error().message}, true};
    return {answer.ok() ? *answer : PayoutAnswer{}, was_heard(answer)};
}

// What is known when the gateway's part ended in a fault.
GatewayOutcome nothing_of(const payments::Attempt&) { return {PaymentAnswer{}}; }
GatewayOutcome nothing_of(const refunds::Due&) { return {RefundAnswer{}}; }
GatewayOutcome nothing_of(const disputes::Row&) { return {DisputeAnswer{}}; }
GatewayOutcome nothing_of(const payouts::Row&) { return {PayoutAnswer{}}; }

std::string key(const payments::Attempt& attempt) { return attempt.key(); }
std::string key(const refunds::Due& due) { return due.refund.id; }
std::string key(const disputes::Row& dispute) { return dispute.id; }
std::string key(const payouts::Row& payout) { return payout.id; }

Result<Done> done(const Result<v1::Order>& settled) {
    if (!settled.ok()) return settled.error();
    return Done{};
}

Result<Done> note(store::Unit& unit, const payments::Attempt& asked, const GatewayOutcome& outcome,
                  const SaleTerms& terms) {
    return done(settle_payment(unit, asked, std::get<PaymentAnswer>(outcome.answer), terms));
}
Result<Done> note(store::Unit& unit, const refunds::Due& asked, const GatewayOutcome& outcome,
                  const SaleTerms& terms) {
    return done(settle_refund(unit, asked.refund, std::get<RefundAnswer>(outcome.answer), terms));
}
Result<Done> note(store::Unit& unit, const disputes::Row& asked, const GatewayOutcome& outcome,
                  const SaleTerms& terms) {
    return done(settle_dispute(unit, asked, std::get<DisputeAnswer>(outcome.answer), terms));
}
Result<Done> note(store::Unit& unit, const payouts::Row& asked, const GatewayOutcome& outcome,
                  const SaleTerms&) {
    return settle_payout(unit, asked, std::get<PayoutAnswer>(outcome.answer));
}

}  // namespace

std::string key_of(const GatewayTask& task) {
    return std::visit([](const auto& each) { return key(each); }, task);
}

bool GatewayOutcome::unknown() const {
    return std::visit([](const auto& each) { return each.state == decltype(each.state)::unknown; }, answer);
}

GatewayOutcome call_gateway(PaymentGateway& gateway, const GatewayTask& task, int64_t deadline_ms) {
    try {
        return std::visit([&](const auto& each) { return call(gateway, each, deadline_ms); }, task);
    } catch (const std::exception& thrown) {
        spdlog::error("gateway {}: {}", gateway.name(), thrown.what());
    }
    return std::visit([](const auto& each) { return nothing_of(each); }, task);
}

Result<Done> settle(store::Unit& unit, const GatewayTask& task, const GatewayOutcome& outcome,
                    const SaleTerms& terms) {
    return std::visit([&](const auto& asked) { return note(unit, asked, outcome, terms); }, task);
}

TasksDue tasks_due(store::Session& sql, const std::string& gateway, const payments::DueWindow& window) {
    TasksDue found{{}, window.from, false};
    Instant cut_off{INT64_MAX};  // what is due later than this may not have been read
    const auto take = [&](auto rows, auto due_of) {
        if (!rows.empty()) found.read_until = std::max(found.read_until, due_of(rows.back()));
        if (static_cast<int64_t>(rows.size()) == window.most)
            cut_off = std::min(cut_off, due_of(rows.back()));
        for (auto& row : rows) found.tasks.emplace_back(std::move(row));
    };
    take(payments::due(sql, gateway, window), [](const payments::Attempt& row) { return row.due; });
    take(refunds::due(sql, gateway, window), [](const refunds::Due& row) { return row.refund.due; });
    take(disputes::due(sql, gateway, window), [](const disputes::Row& row) { return row.due; });
    take(payouts::due(sql, gateway, window), [](const payouts::Row& row) { return row.due; });
    found.more = cut_off.us != INT64_MAX;
    found.read_until = std::min(found.read_until, cut_off);
    return found;
}

std::optional<Instant> next_task_due(store::Session& sql, const std::string& gateway, Instant now) {
    std::optional<Instant> first;
    for (const auto& next : {payments::next_due(sql, gateway, now), refunds::next_due(sql, gateway, now),
                             disputes::next_due(sql, gateway, now), payouts::next_due(sql, gateway, now)}) {
        if (next && (!first || *next < *first)) first = next;
    }
    return first;
}

}  // namespace vitrine::shop
