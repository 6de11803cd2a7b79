// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/domain/caller.h"
#include "server/domain/clock.h"
#include "server/store/readers.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::show {

// What a newcomer needs to draw a show, as ONE read transaction saw it: the show with its pins, the last 50
// chat lines, the heads seq and staff_seq, and what other parts add. Whoever then reads the event log from
// those heads, or applies the live events above them, misses nothing and applies nothing twice: subscribe to
// the bus BEFORE asking for the snapshot. Answers on a reader's thread. Thread-safe. Owned by main.
class Snapshots {
  public:
    // What another part of the server puts into a snapshot, out of the same transaction: the shop its
    // products and, for a known caller, the buyer's state. Runs on a reader's thread. snapshot.show is filled
    // already.
    using Part = std::function<void(store::Session&, const Caller&, v1::ShowSnapshot& snapshot)>;

    // epoch: the database's.
    Snapshots(store::Readers&, const Clock&, std::string epoch, std::vector<Part> parts);

    // By id or slug; not_found. For staff with staff_seq. `watching` and `me` are left to the caller.
    void take(const std::string& id_or_slug, const Caller&, Reply<v1::ShowSnapshot>);

    const std::string& epoch() const { return epoch_; }

  private:
    store::Readers& readers_;
    const Clock& clock_;
    const std::string epoch_;
    const std::vector<Part> parts_;
};

}  // namespace vitrine::show
