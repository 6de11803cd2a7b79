// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stripe_answers.h"

#include <algorithm>
#include <cctype>

#include "server/shop/stripe_json.h"

namespace vitrine::shop::stripe {
namespace {

using nlohmann::json;

constexpr int64_t kMostAmount = 1'000'000'000'000;  // Stripe takes 8 digits, and 12 for some currencies

// Nothing when it is not a whole number of a size that money can have.
std::optional<int64_t> amount(const json& object, const char* name) {
    const json& value = part(object, name);
    if (!value.is_number_integer()) return std::nullopt;
    const bool fits = value.is_number_unsigned() ? value.get<uint64_t>() <= uint64_t{kMostAmount}
                                                 : value.get<int64_t>() >= 0;
    if (!fits) return std::nullopt;
    return value.get<int64_t>();
}

std::string upper(std::string code) {
    std::transform(code.begin(), code.end(), code.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return code;
}

// How many of Stripe's units are one of ours.
int64_t factor(const Currency& currency) {
    return currency.code() == "ISK" || currency.code() == "UGX" ? 100 : 1;
}

}  // namespace

Result<int64_t> to_stripe(const Money& money) {
    if (money.minor < 1 || money.minor > kMostAmount / 100)
        return Error{Code::invalid_argument, "This amount cannot be charged to a card."};
    if (money.currency.exponent() == 3 && money.minor % 10 != 0) {
        return Error{Code::invalid_argument, "Cards are charged in steps of 0.010 " + money.currency.code() +
                                                 ". Ask the seller to round the price."};
    }
    return money.minor * factor(money.currency);
}

int64_t from_stripe(int64_t amount, const Currency& currency) { return amount / factor(currency); }

const json* list_in(const json& body) {
    const json& data = part(body, "data");
    return data.is_array() ? &data : nullptr;
}

std::string metadata(const json& object, const char* key) { return text(part(object, "metadata"), key); }

std::optional<Intent> read_intent(const json& object) {
    Intent intent;
    intent.id = text(object, "id");
    intent.status = text(object, "status");
    intent.currency = upper(text(object, "currency"));
    const auto capturable = amount(object, "amount_capturable"), received = amount(object, "amount_received");
    if (intent.id.empty() || intent.status.empty() || text(object, "object") != "payment_intent" ||
        !capturable || !received) {
        return std::nullopt;
    }
    intent.capturable = *capturable;
    intent.received = *received;
    intent.key = metadata(object, kPaymentKey);
    intent.client_secret = text(object, "client_secret");
    intent.problem = text(part(object, "last_payment_error"), "message");
    return intent;
}

bool waits_for_a_card(const Intent& intent) {
    return intent.status == "requires_payment_method" || intent.status == "requires_confirmation";
}

PaymentAnswer answer_of(const Intent& intent) {
    PaymentAnswer answer;
    answer.gateway_reference = intent.id;
    const Result<Currency> currency = Currency::parse(intent.currency);
    if (!currency.ok()) return {};
    answer.currency = currency->code();
    if (intent.status == "requires_capture") {
        answer.state = PaymentState::authorised;
        answer.amount_minor = from_stripe(intent.capturable, *currency);
    } else if (intent.status == "succeeded") {
        answer.state = PaymentState::captured;
        answer.amount_minor = from_stripe(intent.received, *currency);
    } else if (intent.status == "requires_action") {
        answer.state = PaymentState::needs_confirmation;
        answer.client_secret = intent.client_secret;
    } else if (intent.status == "canceled") {
        answer.state = PaymentState::declined;
        answer.problem =
            intent.problem.empty() ? "The payment was withdrawn. Nothing was charged." : intent.problem;
    }
    return answer;
}

std::optional<DisputeAnswer> read_dispute(const json& object) {
    const std::string status = text(object, "status");
    if (text(object, "object") != "dispute" || status.empty()) return std::nullopt;
    DisputeAnswer answer;
    if (status == "needs_response" || status == "under_review") answer.state = DisputeState::open;
    if (status == "won") answer.state = DisputeState::won;
    if (status == "lost") answer.state = DisputeState::lost;
    if (status.starts_with("warning_") || status == "prevented") answer.state = DisputeState::none;
    const Result<Currency> currency = Currency::parse(upper(text(object, "currency")));
    const std::optional<int64_t> asked_back = amount(object, "amount");
    if (!currency.ok() || !asked_back) return std::nullopt;
    answer.currency = currency->code();
    answer.amount_minor = from_stripe(*asked_back, *currency);
    answer.reason = text(object, "reason");
    return answer;
}

std::optional<RefundAnswer> read_refund(const json& object) {
    RefundAnswer answer;
    answer.gateway_reference = text(object, "id");
    const std::string status = text(object, "status");
    if (answer.gateway_reference.empty() || text(object, "object") != "refund") return std::nullopt;
    if (status == "succeeded" || status == "pending" || status == "requires_action") {
        answer.state = RefundState::done;
    } else if (status == "failed" || status == "canceled") {
        answer.state = RefundState::refused;
        const std::string reason = text(object, "failure_reason");
        answer.problem = "The buyer's bank did not take the money back" +
                         (reason.empty() ? std::string() : " (" + reason + ")") +
                         ". Pay the buyer another way.";
    } else {
        return std::nullopt;
    }
    return answer;
}

Refusal read_refusal(const json& body) {
    const json& error = part(body, "error");
    Refusal refusal{text(error, "type"), text(error, "code"), text(error, "message"), std::nullopt};
    refusal.intent = read_intent(part(error, "payment_intent"));
    return refusal;
}

Code code_of(int http_status, const Refusal& refusal) {
    if (refusal.type == "card_error") return Code::declined;
    if (refusal.type == "idempotency_error" || http_status == 409) return Code::conflict;
    if (http_status == 404) return Code::not_found;
    if (http_status == 400 || http_status == 402) return Code::invalid_argument;
    return Code::unavailable;
}

}  // namespace vitrine::shop::stripe
