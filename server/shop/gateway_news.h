// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "server/store/committer.h"

// What a gateway tells us unasked (webhooks), inside a command's transaction (committer's thread).
namespace vitrine::shop {

struct GatewayNews {
    std::string event_id;                        // the same news again come under the same id
    std::string type;                            // in the gateway's words, for the journal
    std::string payment_key, gateway_reference;  // what it is about; either may be empty
    std::string refund_key;
    std::string dispute_reference = {};
};

// News are believed to be news, and nothing else: what they are about is put into the outbox to be looked up.
// So it does not matter in which order they come, how late, or whether an answer was faster. News about what
// is none of ours, or that came before, change nothing.
Result<Done> note_gateway_news(store::Unit&, const std::string& gateway, const GatewayNews&);

}  // namespace vitrine::shop
