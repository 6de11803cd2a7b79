// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "server/bus/bus.h"
#include "server/domain/caller.h"
#include "server/store/readers.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::show {

// Where a reader of a show's events stands.
struct Cursor {
    int64_t seq = 0;        // last EVERYONE event seen
    int64_t staff_seq = 0;  // last STAFF event seen (staff only)
    int64_t chat = 0;       // last chat line seen
};

// The stored events of shows (written by store::Unit::emit). Answers on a reader's thread. Thread-safe.
class EventLog {
  public:
    explicit EventLog(store::Readers&);

    // Everything after the cursor, oldest first: EVERYONE events, STAFF events if asked for, chat lines.
    // Code::expired when the cursor lies in the future, or more than `most` events back: take a snapshot.
    // The removal of a line is an EVERYONE event.
    void read_after(const std::string& show_id, Cursor, bool staff, size_t most,
                    Reply<std::vector<bus::EventPtr>>);

  private:
    store::Readers& readers_;
};

}  // namespace vitrine::show
