// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/check.h"
#include "server/shop/stripe_answers.h"
#include "server/shop/stripe_event.h"
#include "server/shop/stripe_signature.h"
#include "tests/fuzz/targets.h"

namespace vitrine::fuzz {
namespace {

using namespace shop;

constexpr size_t kMostName = 255;

// The first line is the header, the rest the body; and the body as an answer of Stripe.
void run_webhook(const uint8_t* data, size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string header = text.substr(0, text.find('\n'));
    const std::string body = text.substr(std::min(text.size(), header.size() + 1));
    const std::vector<std::string> secrets{"whsec_fuzz"};
    // Nothing that is tried here was signed with this secret.
    VITRINE_CHECK(!stripe::check_signature(header, body, secrets, Instant{1'700'000'000'000'000}).ok());
    if (const auto event = stripe::read_event(body); event.ok()) {
        VITRINE_CHECK(!event->id.empty() && event->id.size() <= kMostName);
        VITRINE_CHECK(event->dispute_reference.size() <= kMostName);
        VITRINE_CHECK(event->payment_key.size() <= kMostName && event->payment_reference.size() <= kMostName);
    }
    const nlohmann::json answer = nlohmann::json::parse(body, nullptr, false);
    if (const auto intent = stripe::read_intent(answer)) {
        const PaymentAnswer said = stripe::answer_of(*intent);
        VITRINE_CHECK(said.amount_minor >= 0);
        VITRINE_CHECK(said.state == PaymentState::unknown || !said.gateway_reference.empty());
    }
    stripe::read_refund(answer);
    if (const auto dispute = stripe::read_dispute(answer)) VITRINE_CHECK(dispute->amount_minor >= 0);
    stripe::code_of(400, stripe::read_refusal(answer));
    if (const auto* list = stripe::list_in(answer)) {
        for (const auto& each : *list) stripe::metadata(each, stripe::kRefundKey);
    }
}

std::vector<std::string> webhook_seeds() {
    const std::string header =
        "t=1700000000,v1=" + std::string(64, 'a') + ",v0=" + std::string(64, 'b') + "\n";
    const std::string intent =
        R"({"object":"payment_intent","id":"pi_1","status":"requires_capture","amount_capturable":2400,)"
        R"("amount_received":0,"currency":"eur","client_secret":"s","metadata":{"vitrine_payment":"o/1"},)"
        R"("last_payment_error":{"message":"no"}})";
    const std::string refund = R"({"object":"refund","id":"re_1","status":"failed","failure_reason":"lost",)"
                               R"("payment_intent":{"id":"pi_1"},"metadata":{"vitrine_refund":"r"}})";
    const std::string dispute = R"({"object":"dispute","id":"dp_1","status":"needs_response","amount":2400,)"
                                R"("currency":"eur","reason":"fraudulent","payment_intent":"pi_1"})";
    return {header + R"({"object":"event","id":"evt_3","type":"a.b","data":{"object":)" + dispute + "}}",
            header + dispute,
            header + R"({"object":"event","id":"evt_1","type":"a.b","data":{"object":)" + intent + "}}",
            header + R"({"object":"event","id":"evt_2","type":"a.b","data":{"object":)" + refund + "}}",
            header + intent,
            header + refund,
            header + R"({"object":"list","data":[)" + refund + "]}",
            header + R"({"error":{"type":"card_error","code":"c","message":"m","payment_intent":)" + intent +
                "}}"};
}

}  // namespace

const Target kWebhook{"webhook", run_webhook, webhook_seeds};

}  // namespace vitrine::fuzz
