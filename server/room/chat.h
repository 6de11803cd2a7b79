// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "server/store/readers.h"
#include "vitrine/v1/room.pb.h"

namespace vitrine::room {

// Chat of shows: stored, numbered without gaps, emitted to EVERYONE. Answers on a store thread. Thread-safe.
class Chat {
  public:
    Chat(store::Committer&, store::Readers&);

    // 1…500 code points of valid UTF-8 without control characters, else invalid_argument or too_large; rate_limited past
    // 5 lines in 5 s from one sender. Lines of ended shows: precondition.
    void say(const Caller&, const v1::SayRequest&, Reply<v1::ChatLine>);
    void remove(const Caller&, const v1::RemoveLineRequest&, Reply<v1::ChatLine>);  // moderator, creator
    void list(const v1::ListChatRequest&, Reply<v1::ListChatResponse>);

  private:
    store::Committer& committer_;
    store::Readers& readers_;
};

}  // namespace vitrine::room
