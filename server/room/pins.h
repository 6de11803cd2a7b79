// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/domain/caller.h"
#include "server/room/programme_time.h"
#include "server/store/committer.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::room {

// What is pinned when. Emits PinMoment to EVERYONE, stamped with its programme time. Answers on the
// committer's thread.
class Pins {
  public:
    Pins(store::Committer&, ProgrammeTime);
    // Creator or retailer; the product must be in the line-up; the show must not have ended. Without a
    // picture the pin counts from the server's present time, and so from the first frame of a publisher who
    // comes later.
    void pin(const Caller&, const v1::PinProductRequest&, Reply<v1::PinMoment>);

  private:
    store::Committer& committer_;
    ProgrammeTime programme_time_;
};

}  // namespace vitrine::room
