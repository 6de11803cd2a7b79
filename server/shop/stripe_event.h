// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/domain/result.h"

namespace vitrine::shop::stripe {

// What a webhook tells of: a payment, a refund or a dispute of ours, by their keys and Stripe's names. What
// it says of their state is not used: events come late, twice and in any order, so the state is asked for.
struct Event {
    std::string id;    // evt_…: the same event comes again under the same id
    std::string type;  // "payment_intent.succeeded"
    std::string payment_key,
        payment_reference;  // empty: about something else, or about a payment of somebody else's
    std::string refund_key;
    std::string dispute_reference;
};

// invalid_argument when it is no event.
Result<Event> read_event(std::string_view body);

}  // namespace vitrine::shop::stripe
