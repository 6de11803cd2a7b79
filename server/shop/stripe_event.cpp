// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/stripe_event.h"

#include <nlohmann/json.hpp>

#include "server/shop/stripe_answers.h"
#include "server/shop/stripe_json.h"

namespace vitrine::shop::stripe {
namespace {

using nlohmann::json;

constexpr size_t kMostName = 255;  // of an id or a type; Stripe promises no more

std::string name(const json& object, const char* field) {
    std::string said = text(object, field);
    return said.size() <= kMostName ? said : "";
}

// A charge, a refund and a dispute name their intent, or hold it when it was expanded.
std::string intent_of(const json& object) {
    const json& intent = part(object, "payment_intent");
    return intent.is_object() ? name(intent, "id") : name(object, "payment_intent");
}

}  // namespace

Result<Event> read_event(std::string_view body) {
    const json root = json::parse(body, nullptr, false);
    Event event{name(root, "id"), name(root, "type"), "", "", "", ""};
    if (name(root, "object") != "event" || event.id.empty() || event.type.empty())
        return Error{Code::invalid_argument, "This is not an event of Stripe."};
    const json& object = part(part(root, "data"), "object");
    const std::string kind = name(object, "object");
    if (kind == "payment_intent") event.payment_reference = name(object, "id");
    if (kind == "charge" || kind == "refund" || kind == "dispute")
        event.payment_reference = intent_of(object);
    if (kind == "payment_intent" || kind == "charge")
        event.payment_key = name(part(object, "metadata"), kPaymentKey);
    if (kind == "refund") event.refund_key = name(part(object, "metadata"), kRefundKey);
    if (kind == "dispute") event.dispute_reference = name(object, "id");
    return event;
}

}  // namespace vitrine::shop::stripe
