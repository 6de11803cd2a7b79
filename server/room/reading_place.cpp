// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/room/reading_place.h"

#include <algorithm>

namespace vitrine::room {
namespace {

ReadingPlace::Verdict by_number(int64_t number, int64_t last) {
    if (number <= last) return ReadingPlace::Verdict::seen;
    return number == last + 1 ? ReadingPlace::Verdict::pass_on : ReadingPlace::Verdict::missing;
}

}  // namespace

ReadingPlace::Verdict ReadingPlace::judge(const v1::ShowEvent& event) const {
    switch (event.audience()) {
        case v1::AUDIENCE_STAFF:
            if (!staff_) return Verdict::not_his;
            return event.seq() == 0 ? Verdict::pass_on : by_number(event.seq(), cursor_.staff_seq);
        case v1::AUDIENCE_PERSON:
            return !person_.empty() && event.recipient_id() == person_ ? Verdict::pass_on : Verdict::not_his;
        case v1::AUDIENCE_EVERYONE:
            break;
        default:
            return Verdict::not_his;
    }
    // A new line has a number of its own; the removal of one is a numbered event like any other.
    if (event.has_chat() && !event.chat().removed()) return by_number(event.chat().number(), cursor_.chat);
    return event.seq() == 0 ? Verdict::pass_on : by_number(event.seq(), cursor_.seq);
}

void ReadingPlace::pass(const v1::ShowEvent& event) {
    if (event.has_chat() && !event.chat().removed()) {
        cursor_.chat = std::max(cursor_.chat, event.chat().number());
    } else if (event.audience() == v1::AUDIENCE_STAFF) {
        cursor_.staff_seq = std::max(cursor_.staff_seq, event.seq());
    } else if (event.audience() == v1::AUDIENCE_EVERYONE) {
        cursor_.seq = std::max(cursor_.seq, event.seq());
    }
}

}  // namespace vitrine::room
