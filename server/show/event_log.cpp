// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/show/event_log.h"

#include "server/show/stored_show.h"
#include "server/store/message_text.h"

namespace vitrine::show {
namespace {

using Events = std::vector<bus::EventPtr>;

Error take_a_snapshot() { return {Code::expired, "Too much has happened since. Load the show again."}; }

Events stored_after(store::Session& session, const std::string& show_id, int64_t audience, int64_t after) {
    Events events;
    std::string body;
    session.each(
        "SELECT body FROM event_log WHERE show_id = :show_id AND audience = :audience AND seq > :after ORDER "
        "BY seq",
        [&] {
            auto event = std::make_shared<v1::ShowEvent>();
            VITRINE_CHECK(event->ParseFromString(store::from_text(body)));
            events.push_back(std::move(event));
        },
        soci::use(show_id), soci::use(audience), soci::use(after), soci::into(body));
    return events;
}

Events lines_after(store::Session& session, const std::string& show_id, int64_t after, int64_t most) {
    Events events;
    for (auto& line : chat_lines(session, show_id, after, most)) {
        auto event = std::make_shared<v1::ShowEvent>();
        event->set_show_id(show_id);
        event->set_audience(v1::AUDIENCE_EVERYONE);
        event->set_at_us(line.at_us());
        *event->mutable_chat() = std::move(line);
        events.push_back(std::move(event));
    }
    return events;
}

// By time, but never out of the order of their own kind: a clock that was set back must not turn seqs around.
Events merge(std::vector<Events> kinds) {
    Events merged;
    std::vector<size_t> next(kinds.size(), 0);
    for (;;) {
        int first = -1;
        for (size_t k = 0; k < kinds.size(); ++k) {
            if (next[k] == kinds[k].size()) continue;
            if (first < 0 || kinds[k][next[k]]->at_us() < kinds[first][next[first]]->at_us())
                first = static_cast<int>(k);
        }
        if (first < 0) return merged;
        merged.push_back(std::move(kinds[first][next[first]++]));
    }
}

}  // namespace

EventLog::EventLog(store::Readers& readers) : readers_(readers) {}

void EventLog::read_after(const std::string& show_id, Cursor cursor, bool staff, size_t most,
                          Reply<Events> reply) {
    readers_.run<Events>(
        [show_id, cursor, staff, most](store::Session& session) -> Result<Events> {
            if (cursor.seq < 0 || cursor.staff_seq < 0 || cursor.chat < 0) return take_a_snapshot();
            const int64_t events = last_seq(session, show_id, v1::AUDIENCE_EVERYONE) - cursor.seq;
            const int64_t staff_events =
                staff ? last_seq(session, show_id, v1::AUDIENCE_STAFF) - cursor.staff_seq : 0;
            const int64_t lines = last_chat_number(session, show_id) - cursor.chat;
            // A cursor of the future comes from a database that was put back from an older copy.
            for (const int64_t behind : {events, staff_events, lines}) {
                if (behind < 0 || behind > static_cast<int64_t>(most)) return take_a_snapshot();
            }
            if (events + staff_events + lines > static_cast<int64_t>(most)) return take_a_snapshot();
            std::vector<Events> kinds;
            kinds.push_back(stored_after(session, show_id, v1::AUDIENCE_EVERYONE, cursor.seq));
            if (staff) kinds.push_back(stored_after(session, show_id, v1::AUDIENCE_STAFF, cursor.staff_seq));
            kinds.push_back(lines_after(session, show_id, cursor.chat, lines));
            return merge(std::move(kinds));
        },
        std::move(reply));
}

}  // namespace vitrine::show
