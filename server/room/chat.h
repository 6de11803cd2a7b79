// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

#include "server/domain/caller.h"
#include "server/room/programme_time.h"
#include "server/room/say_limit.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/room.pb.h"

namespace vitrine::room {

// Chat of shows: stored, numbered without gaps, emitted to EVERYONE. Answers on a store thread. Owned by
// main; thread-safe.
class Chat {
  public:
    // Lines are stamped with the programme time at which they came, so that a replay can show them there;
    // without a picture with the server's time.
    Chat(store::Committer&, store::Readers&, ProgrammeTime = {});

    // 1…500 code points of valid UTF-8 without control characters, else invalid_argument or too_large;
    // rate_limited past 5 lines in 5 s from one sender. Lines of ended shows: precondition. Guests may;
    // unauthenticated for nobody.
    void say(const Caller&, const v1::SayRequest&, Reply<v1::ChatLine>);
    // The line keeps its number and its place and loses its text, for those who come later too.
    void remove(const Caller&, const v1::RemoveLineRequest&, Reply<v1::ChatLine>);  // moderator, creator
    // After a number: the lines that follow it. Without one: the last. At most 500.
    void list(const v1::ListChatRequest&, Reply<v1::ListChatResponse>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
    ProgrammeTime programme_time_;
    std::mutex mutex_;  // guards limit_
    SayLimit limit_;
};

}  // namespace vitrine::room
