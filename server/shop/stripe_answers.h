// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "server/shop/payment_gateway.h"

// What Stripe's JSON means. Pure, and it believes nothing: a field of another type than documented is as good
// as no answer.
namespace vitrine::shop::stripe {

// The metadata by which Stripe's objects are found again: PaymentIntents carry our key, refunds their id.
inline constexpr char kPaymentKey[] = "vitrine_payment";
inline constexpr char kRefundKey[] = "vitrine_refund";

// Stripe counts most currencies as ISO 4217 does. Not these: ISK and UGX have two digits there which must be
// 0, and of three digits the last must be 0. invalid_argument for an amount that has no such form.
Result<int64_t> to_stripe(const Money&);
int64_t from_stripe(int64_t amount, const Currency&);

// The objects of a list or of a search; null when it is none.
const nlohmann::json* list_in(const nlohmann::json& body);
std::string metadata(const nlohmann::json& object, const char* key);

// A PaymentIntent.
struct Intent {
    std::string id, status, key, client_secret;
    std::string problem;                   // why the last attempt failed, in Stripe's words for the buyer
    std::string currency;                  // ISO code, upper case
    int64_t capturable = 0, received = 0;  // in Stripe's count
};
std::optional<Intent> read_intent(const nlohmann::json&);

// What its status means to us. Statuses that wait for another card count as unknown: who asked must cancel
// the intent first, so that nobody can pay it later.
PaymentAnswer answer_of(const Intent&);
bool waits_for_a_card(const Intent&);

// A Refund; pending counts as done: it is on its way.
std::optional<RefundAnswer> read_refund(const nlohmann::json&);

// A Dispute; an inquiry, with which no money moves, is none.
std::optional<DisputeAnswer> read_dispute(const nlohmann::json&);

// Stripe's refusal, whatever the HTTP status.
struct Refusal {
    std::string type, code, message;
    std::optional<Intent> intent;  // the PaymentIntent that it is about
};
Refusal read_refusal(const nlohmann::json& body);
// declined (the card), invalid_argument (can never succeed), not_found, conflict (the key, or two at once),
// unavailable (Stripe is busy or broken, or does not accept our key: an operator's matter).
Code code_of(int http_status, const Refusal&);

}  // namespace vitrine::shop::stripe
