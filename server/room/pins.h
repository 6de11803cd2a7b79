// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "server/domain/caller.h"
#include "server/store/committer.h"
#include "vitrine/v1/show.pb.h"

namespace vitrine::room {

// Turns a stream timestamp of the show's present publisher into programme time (UTC µs); nothing when none publishes.
// Thread-safe. Given by main, out of media.
using ProgrammeTime = std::function<std::optional<int64_t>(const std::string& show_id, std::optional<int64_t> stream_time_ms)>;

// What is pinned when. Emits PinMoment to EVERYONE, stamped with its programme time. Answers on the committer's thread.
class Pins {
  public:
    Pins(store::Committer&, ProgrammeTime);
    // Creator or retailer; the product must be in the line-up; the show must not have ended.
    void pin(const Caller&, const v1::PinProductRequest&, Reply<v1::PinMoment>);

  private:
    store::Committer& committer_;
    ProgrammeTime programme_time_;
};

}  // namespace vitrine::room
