// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/show/event_log.h"
#include "vitrine/v1/event.pb.h"

namespace vitrine::room {

// Where one reader of a show stands, and what an arriving event is to him. Pure. It makes "no gap, no double"
// out of a bus that delivers at most once and a log that is read beside it: subscribe first, read the log,
// then take what comes.
class ReadingPlace {
  public:
    enum class Verdict {
        pass_on,  // the next one, or one without a number: deliver it
        seen,     // was delivered before: leave it
        missing,  // numbers were skipped: read the log again from cursor()
        not_his,  // for another audience
    };

    // person: his id, empty for nobody. staff: whether STAFF events are for him.
    ReadingPlace(std::string person, bool staff) : person_(std::move(person)), staff_(staff) {}

    void set(const show::Cursor& cursor) { cursor_ = cursor; }
    const show::Cursor& cursor() const { return cursor_; }
    const std::string& person() const { return person_; }
    bool staff() const { return staff_; }

    // Looks without moving.
    Verdict judge(const v1::ShowEvent&) const;
    // Moves past an event that is delivered (or given up: chat that a slow reader loses).
    void pass(const v1::ShowEvent&);

  private:
    std::string person_;
    bool staff_;
    show::Cursor cursor_;
};

}  // namespace vitrine::room
