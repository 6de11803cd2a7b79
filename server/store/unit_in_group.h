// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "server/store/committer.h"

namespace vitrine::store {

// The last seq of each show and audience, as the transaction of one group sees it.
using EventHeads = std::map<std::pair<std::string, int>, int64_t>;

// What the commands of one group share.
struct Group {
    struct Ending {
        std::string key;
        std::function<void(Unit&)> action;
    };
    Instant now;
    EventHeads heads;
    std::vector<Ending> endings;  // in the order they were asked for
};

// What parts keep with a session (Unit::kept); it must go before the session does.
using Kept = std::unordered_map<std::type_index, std::shared_ptr<void>>;

// One command's part of a group: what it wrote to the session, and what it wants published once that is
// durable. Lives on the committer's thread.
class UnitInGroup final : public Unit {
  public:
    UnitInGroup(Session& session, Group& group, Kept& kept) : session_(session), group_(group), kept_(kept) {}

    Session& sql() override { return session_; }
    Instant now() const override { return group_.now; }
    void emit(v1::ShowEvent event) override;
    void after_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }
    void at_group_end(const std::string& key, std::function<void(Unit&)> action) override;

    // The savepoint was kept: the numbers it gave are taken.
    void keep();

    const std::vector<bus::EventPtr>& events() const { return events_; }
    const std::vector<std::function<void()>>& actions() const { return actions_; }

  protected:
    std::shared_ptr<void>& slot(std::type_index type) override { return kept_[type]; }

  private:
    int64_t next_seq(const std::string& show_id, int audience);

    Session& session_;
    Group& group_;
    Kept& kept_;
    EventHeads own_heads_;
    std::vector<bus::EventPtr> events_;
    std::vector<std::function<void()>> actions_;
};

}  // namespace vitrine::store
