// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/store/committer.h"

namespace vitrine::store {

// What the commands of one group share. Lives on the committer's thread, from BEGIN to COMMIT.
struct Group {
    Session& session;
    const Instant now;  // read once
    // The last seq of each show and audience, as this transaction sees it.
    std::map<std::pair<std::string, int>, int64_t> heads;
    // at_group_end actions, in the order they were first asked for.
    std::vector<std::function<void(Unit&)>> endings;
    std::set<std::string> ending_keys;
};

// What a command that was kept leaves to do once the group is durable.
struct Aftermath {
    std::vector<bus::EventPtr> events;
    std::vector<std::function<void()>> actions;
};

// One command's part of a group. Lives on the committer's thread.
class UnitInGroup final : public Unit {
  public:
    explicit UnitInGroup(Group& group) : group_(group) {}

    Session& sql() override { return group_.session; }
    Instant now() const override { return group_.now; }
    void emit(v1::ShowEvent event) override;
    void after_commit(std::function<void()> action) override {
        aftermath_.actions.push_back(std::move(action));
    }

    void at_group_end(const std::string& key, std::function<void(Unit&)> action) override {
        if (group_.ending_keys.insert(key).second) group_.endings.push_back(std::move(action));
    }

    // The savepoint was kept: the numbers it gave are taken.
    Aftermath keep();

  protected:
    std::shared_ptr<void>& slot(std::type_index type) override { return group_.session.slot(type); }

  private:
    int64_t next_seq(const std::string& show_id, int audience);

    Group& group_;
    std::map<std::pair<std::string, int>, int64_t> own_heads_;
    Aftermath aftermath_;
};

}  // namespace vitrine::store
