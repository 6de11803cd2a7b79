// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/unit_in_group.h"

#include "server/store/message_text.h"

namespace vitrine::store {
namespace {

// New chat lines have numbers of their own; viewer counts are forgotten; what is for one person is in his
// snapshot. The removal of a line changes what others have seen: it is a state event, so that who was away
// learns of it.
bool numbered(const v1::ShowEvent& event) {
    if (event.audience() == v1::AUDIENCE_PERSON || event.body_case() == v1::ShowEvent::kViewers) return false;
    return event.body_case() != v1::ShowEvent::kChat || event.chat().removed();
}

}  // namespace

void UnitInGroup::emit(v1::ShowEvent event) {
    VITRINE_CHECK(!event.show_id().empty());
    VITRINE_CHECK(event.audience() != v1::AUDIENCE_UNSPECIFIED);
    VITRINE_CHECK((event.audience() == v1::AUDIENCE_PERSON) == !event.recipient_id().empty());
    event.set_at_us(group_.now.us);
    event.set_seq(0);
    if (numbered(event)) {
        const int64_t audience = event.audience();
        const int64_t seq = next_seq(event.show_id(), event.audience());
        event.set_seq(seq);
        const std::string body = to_text(event.SerializeAsString());
        group_.session.run(
            "INSERT INTO event_log (show_id, audience, seq, at_us, body) VALUES (:show_id, :audience, :seq, "
            ":at_us, :body)",
            soci::use(event.show_id()), soci::use(audience), soci::use(seq), soci::use(group_.now.us),
            soci::use(body));
    }
    aftermath_.events.push_back(std::make_shared<const v1::ShowEvent>(std::move(event)));
}

int64_t UnitInGroup::next_seq(const std::string& show_id, int audience) {
    const std::pair key(show_id, audience);
    auto own = own_heads_.find(key);
    if (own == own_heads_.end()) {
        int64_t head = 0;
        if (const auto known = group_.heads.find(key); known != group_.heads.end()) {
            head = known->second;
        } else {
            const int64_t number = audience;
            group_.session.run(
                "SELECT COALESCE(MAX(seq), 0) FROM event_log WHERE show_id = :show_id AND audience = "
                ":audience",
                soci::use(show_id), soci::use(number), soci::into(head));
        }
        own = own_heads_.emplace(key, head).first;
    }
    return ++own->second;
}

Aftermath UnitInGroup::keep() {
    for (const auto& [key, head] : own_heads_) group_.heads[key] = head;
    return std::move(aftermath_);
}

}  // namespace vitrine::store
