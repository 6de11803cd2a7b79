// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stripe_gateway.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>

namespace vitrine::shop {

using stripe::Form;
using stripe::HttpAnswer;
using stripe::Intent;

namespace {

constexpr char kIntents[] = "/v1/payment_intents";
constexpr char kNotCharged[] = "The payment could not be made. Nothing was charged; try another card.";

Error no_sense() { return {Code::unavailable, "Stripe's answer makes no sense."}; }

// For the buyer when it is about the card; the rest is for the operator, and stands in the log.
Error error_of(const HttpAnswer& answer, const stripe::Refusal& refusal) {
    const Code code = stripe::code_of(answer.status, refusal);
    if (code == Code::declined)
        return {code, refusal.message.empty() ? "The card was refused. Try another one." : refusal.message};
    spdlog::error("gateway stripe: HTTP {} {} {}", answer.status, refusal.type, refusal.code);
    return {code, code == Code::invalid_argument || code == Code::not_found ? kNotCharged
                                                                            : "Stripe is not available."};
}

std::string intent_path(const std::string& id, const char* action = "") {
    return std::string(kIntents) + "/" + id + action;
}

// Stripe's search has a syntax of its own; our keys are made of what needs no escape in it.
std::string by_key(const std::string& key) {
    return std::string("metadata['") + stripe::kPaymentKey + "']:'" + key + "'";
}

Result<Intent> intent_in(const Result<HttpAnswer>& answer) {
    if (!answer.ok()) return answer.error();
    if (answer->ok()) {
        if (auto intent = stripe::read_intent(answer->body)) return std::move(*intent);
        return no_sense();
    }
    stripe::Refusal refusal = stripe::read_refusal(answer->body);
    if (refusal.intent) return std::move(*refusal.intent);  // what became of it counts, not how it is said
    return error_of(*answer, refusal);
}

}  // namespace

Form StripeGateway::new_intent(const PaymentRef& payment, int64_t amount) const {
    std::string currency = payment.amount.currency.code();
    for (char& c : currency) c = static_cast<char>(c - 'A' + 'a');
    Form form{{"amount", std::to_string(amount)},
              {"currency", currency},
              {"capture_method", "manual"},
              {"payment_method_types[0]", "card"},
              {std::string("metadata[") + stripe::kPaymentKey + "]", payment.key}};
    if (!terms_.account.empty()) form.emplace_back("transfer_data[destination]", terms_.account);
    return form;
}

Result<PaymentAnswer> StripeGateway::authorise(const PaymentRequest& request, int64_t deadline_ms) {
    if (request.confirmed || !request.payment.gateway_reference.empty())
        return look_up(request.payment, deadline_ms);
    const Result<int64_t> amount = stripe::to_stripe(request.payment.amount);
    if (!amount.ok()) return amount.error();
    Form form = new_intent(request.payment, *amount);
    form.emplace_back("payment_method", request.token);
    form.emplace_back("confirm", "true");
    const auto answer = client_.post(kIntents, form, request.payment.key, deadline_ms);
    if (answer.ok() && answer->replayed && answer->status >= 500) {
        // Stripe failed, and will say so under this key for good. What it made before it failed can be found.
        const Result<Intent> made = find(request.payment, deadline_ms);
        if (made.ok()) return conclude(*made, request.payment, deadline_ms);
        if (made.error().code == Code::not_found) return Error{Code::declined, kNotCharged};
        return made.error();
    }
    const Result<Intent> intent = intent_in(answer);
    if (intent.ok()) return conclude(*intent, request.payment, deadline_ms);
    // Not found: the token. It is no payment that could be asked for again.
    if (intent.error().code == Code::not_found) return Error{Code::invalid_argument, kNotCharged};
    return intent.error();
}

Result<PaymentAnswer> StripeGateway::conclude(const Intent& intent, const PaymentRef& payment,
                                              int64_t deadline_ms) {
    if (!stripe::waits_for_a_card(intent)) return stripe::answer_of(intent);
    Result<PaymentAnswer> cancelled = cancel(intent.id, payment, deadline_ms);
    if (cancelled.ok() && cancelled->state == PaymentState::declined && !intent.problem.empty())
        cancelled->problem = intent.problem;
    return cancelled;
}

Result<PaymentAnswer> StripeGateway::capture(const CaptureRequest& request, int64_t deadline_ms) {
    std::string id = request.payment.gateway_reference;
    if (id.empty()) {
        const Result<Intent> found = find(request.payment, deadline_ms);
        if (!found.ok()) return found.error();
        id = found->id;
    }
    const Result<int64_t> amount =
        stripe::to_stripe(Money{request.amount_minor, request.payment.amount.currency});
    if (!amount.ok()) return amount.error();
    // What is not waiting to be captured is refused, and the refusal shows how it stands.
    const Result<Intent> intent =
        intent_in(change(intent_path(id, "/capture"), {{"amount_to_capture", std::to_string(*amount)}},
                         request.payment.key + "/capture", deadline_ms));
    if (!intent.ok()) return intent.error();
    return conclude(*intent, request.payment, deadline_ms);
}

Result<PaymentAnswer> StripeGateway::void_payment(const PaymentRef& payment, int64_t deadline_ms) {
    const Result<Intent> found = find(payment, deadline_ms);
    if (found.ok()) {
        const PaymentAnswer standing = stripe::answer_of(*found);
        if (standing.state == PaymentState::captured || standing.state == PaymentState::declined)
            return standing;
        return cancel(found->id, payment, deadline_ms);
    }
    if (found.error().code != Code::not_found) return found.error();
    return forbid(payment, deadline_ms);
}

Result<PaymentAnswer> StripeGateway::forbid(const PaymentRef& payment, int64_t deadline_ms) {
    const Result<int64_t> amount = stripe::to_stripe(payment.amount);
    if (!amount.ok()) return PaymentAnswer{PaymentState::declined, 0, "", "", "", ""};
    // An intent without a card under the payment's own key: what comes later under it has another form and is
    // refused. If something came before, this is refused, and the search will show it.
    const Result<Intent> empty =
        intent_in(client_.post(kIntents, new_intent(payment, *amount), payment.key, deadline_ms));
    if (!empty.ok()) return empty.error().code == Code::declined ? no_sense() : empty.error();
    return cancel(empty->id, payment, deadline_ms);
}

Result<PaymentAnswer> StripeGateway::cancel(const std::string& intent_id, const PaymentRef& payment,
                                            int64_t deadline_ms) {
    const Result<Intent> intent =
        intent_in(change(intent_path(intent_id, "/cancel"), {}, payment.key + "/void", deadline_ms));
    if (!intent.ok()) return intent.error();
    return stripe::answer_of(*intent);
}

Result<HttpAnswer> StripeGateway::change(const std::string& path, const Form& form, const std::string& key,
                                         int64_t deadline_ms) {
    auto answer = client_.post(path, form, key, deadline_ms);
    if (!answer.ok() || !answer->replayed || answer->status < 500) return answer;
    return client_.post(path, form, key + "/again", deadline_ms);
}

Result<RefundAnswer> StripeGateway::refund(const RefundRequest& request, int64_t deadline_ms) {
    const Result<Intent> paid = find(request.payment, deadline_ms);
    if (!paid.ok()) return paid.error();
    const Result<RefundAnswer> before = find_refund(request.key, paid->id, deadline_ms);
    if (before.ok() || before.error().code != Code::not_found) return before;
    const Result<int64_t> amount =
        stripe::to_stripe(Money{request.amount_minor, request.payment.amount.currency});
    if (!amount.ok()) return RefundAnswer{RefundState::refused, "", amount.error().message};
    Form form{{"payment_intent", paid->id},
              {"amount", std::to_string(*amount)},
              {std::string("metadata[") + stripe::kRefundKey + "]", request.key}};
    if (!terms_.account.empty()) form.emplace_back("reverse_transfer", "true");
    // The list above shows every refund that was made, so a stored failure has made none: another key.
    const auto answer = change("/v1/refunds", form, request.key, deadline_ms);
    if (!answer.ok()) return answer.error();
    if (answer->ok()) {
        if (auto refund = stripe::read_refund(answer->body)) return std::move(*refund);
        return no_sense();
    }
    const stripe::Refusal refusal = stripe::read_refusal(answer->body);
    const Error error = error_of(*answer, refusal);
    if (error.code != Code::invalid_argument) return error;
    return RefundAnswer{RefundState::refused, "", "Stripe refused the refund: " + refusal.message};
}

Result<RefundAnswer> StripeGateway::find_refund(const std::string& refund_key, const std::string& intent_id,
                                                int64_t deadline_ms) {
    const auto answer =
        client_.get("/v1/refunds", {{"payment_intent", intent_id}, {"limit", "100"}}, deadline_ms);
    if (!answer.ok()) return answer.error();
    if (!answer->ok()) return error_of(*answer, stripe::read_refusal(answer->body));
    const auto* list = stripe::list_in(answer->body);
    if (!list) return no_sense();
    for (const nlohmann::json& each : *list) {
        if (stripe::metadata(each, stripe::kRefundKey) != refund_key) continue;
        if (auto refund = stripe::read_refund(each)) return std::move(*refund);
        return no_sense();
    }
    return Error{Code::not_found, "There is no such refund."};
}

Result<PaymentAnswer> StripeGateway::look_up(const PaymentRef& payment, int64_t deadline_ms) {
    const Result<Intent> found = find(payment, deadline_ms);
    if (!found.ok()) return found.error();
    return conclude(*found, payment, deadline_ms);
}

Result<DisputeAnswer> StripeGateway::look_up_dispute(const std::string& reference, int64_t deadline_ms) {
    const bool is_name = std::all_of(reference.begin(), reference.end(),
                                     [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    if (!is_name) return Error{Code::not_found, "Stripe names no dispute so."};
    const auto answer = client_.get("/v1/disputes/" + reference, {}, deadline_ms);
    if (!answer.ok()) return answer.error();
    if (!answer->ok()) return error_of(*answer, stripe::read_refusal(answer->body));
    if (auto dispute = stripe::read_dispute(answer->body)) return std::move(*dispute);
    return no_sense();
}

Result<PayoutAnswer> StripeGateway::pay_out(const PayoutRequest&, int64_t) {
    return PayoutAnswer{PayoutState::refused, "", "Stripe has paid the connected account with each order."};
}

Result<Intent> StripeGateway::find(const PaymentRef& payment, int64_t deadline_ms) {
    if (!payment.gateway_reference.empty())
        return intent_in(client_.get(intent_path(payment.gateway_reference), {}, deadline_ms));
    const auto answer =
        client_.get(std::string(kIntents) + "/search", {{"query", by_key(payment.key)}}, deadline_ms);
    if (!answer.ok()) return answer.error();
    if (!answer->ok()) {
        const Error error = error_of(*answer, stripe::read_refusal(answer->body));
        return error.code == Code::not_found ? no_sense() : error;
    }
    const auto* list = stripe::list_in(answer->body);
    if (!list) return no_sense();
    for (const nlohmann::json& each : *list) {
        auto intent = stripe::read_intent(each);
        if (intent && intent->key == payment.key) return std::move(*intent);
    }
    return Error{Code::not_found, "Stripe has no payment under this key."};
}

}  // namespace vitrine::shop
