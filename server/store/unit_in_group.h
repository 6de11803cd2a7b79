// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "server/store/committer.h"

namespace vitrine::store {

// The last seq of each show and audience, as the transaction of one group sees it.
using EventHeads = std::map<std::pair<std::string, int>, int64_t>;

// One command's part of a group: what it wrote to the session, and what it wants published once that is
// durable. Lives on the committer's thread.
class UnitInGroup final : public Unit {
  public:
    UnitInGroup(Session& session, Instant now, EventHeads& heads)
        : session_(session), now_(now), heads_(heads) {}

    Session& sql() override { return session_; }
    Instant now() const override { return now_; }
    void emit(v1::ShowEvent event) override;
    void after_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }

    // The savepoint was kept: the numbers it gave are taken.
    void keep();

    const std::vector<bus::EventPtr>& events() const { return events_; }
    const std::vector<std::function<void()>>& actions() const { return actions_; }

  private:
    int64_t next_seq(const std::string& show_id, int audience);

    Session& session_;
    Instant now_;
    EventHeads& heads_;  // the group's
    EventHeads own_heads_;
    std::vector<bus::EventPtr> events_;
    std::vector<std::function<void()>> actions_;
};

}  // namespace vitrine::store
