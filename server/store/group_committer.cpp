// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <thread>

#include "server/domain/id.h"
#include "server/store/command_memory.h"
#include "server/store/committer.h"
#include "server/store/committer_meters.h"
#include "server/store/faults.h"
#include "server/store/unit_in_group.h"
#include "server/store/work_queue.h"

namespace vitrine::store {
namespace {

using Settle = std::function<void(const Error*)>;

struct Command {
    std::function<bool(Unit&)> apply;
    Settle settle;
};

// What became of one command, or of an action at the group's end.
struct Turn {
    Aftermath aftermath;
    std::optional<Error> fault;
};

// The group cannot be committed; carried out of the middle of it.
struct GroupFailed {
    Fault fault;
};

class GroupCommitter final : public Committer {
  public:
    GroupCommitter(Database& database, bus::Bus& bus, const Clock& clock, CommitterLimits limits)
        : database_(database),
          bus_(bus),
          clock_(clock),
          limits_(limits),
          queue_(limits.queue),
          session_(database.connect(false)) {
        thread_ = std::thread([this] { serve(); });
    }

    ~GroupCommitter() override {
        queue_.close();
        thread_.join();
    }

    const Clock& clock() const override { return clock_; }
    size_t waiting() const override { return queue_.size(); }
    const CommitterMeters& meters() const override { return meters_; }

  protected:
    void enqueue(std::function<bool(Unit&)> apply, Settle settle) override {
        Command command{std::move(apply), std::move(settle)};
        if (queue_.push(std::move(command))) return;
        ++meters_.refused;
        const Error full{Code::unavailable, "The shop is very busy. Please try again in a moment.", 1000};
        command.settle(&full);
    }

    Result<std::optional<std::string>> recall(Unit& unit, const std::string& scope, const std::string& id,
                                              const std::string& body) override {
        return memory_.recall(unit.sql(), scope, id, body);
    }

    void remember(Unit& unit, const std::string& scope, const std::string& id, const std::string& body,
                  const std::string& answer) override {
        memory_.remember(unit.sql(), unit.now(), scope, id, body, answer);
    }

  private:
    void serve() {
        for (auto group = queue_.take(limits_.group); !group.empty(); group = queue_.take(limits_.group))
            commit(group);
    }

    void commit(std::vector<Command>& group) {
        std::vector<Turn> turns;
        const int64_t began_us = clock_.steady_us();
        try {
            turns = carry_out(group);
            meters_.group_size.Observe(static_cast<double>(group.size()));
            meters_.commit_s.Observe(static_cast<double>(clock_.steady_us() - began_us) / 1e6);
        } catch (const GroupFailed& failed) {
            ++meters_.groups_lost;
            const Error error = error_for(failed.fault);
            for (auto& command : group) answer(command.settle, &error);
            return;
        }
        for (const auto& turn : turns) {
            for (const auto& event : turn.aftermath.events) bus_.publish(event);
        }
        for (const auto& turn : turns) {
            for (const auto& action : turn.aftermath.actions)
                guard("an action after a commit failed", action);
        }
        for (size_t i = 0; i < group.size(); ++i)
            answer(group[i].settle, turns[i].fault ? &*turns[i].fault : nullptr);
    }

    // From BEGIN to COMMIT: a turn for each command and then for each action at the group's end.
    // Throws GroupFailed when nothing of the group was kept.
    std::vector<Turn> carry_out(std::vector<Command>& commands) {
        try {
            if (!session_) session_ = database_.connect(false);
            session_->begin_write();
            Group group{*session_, clock_.now(), {}, {}, {}};
            std::vector<Turn> turns;
            turns.reserve(commands.size() + 1);
            for (auto& command : commands) turns.push_back(take_turn(group, command.apply));
            for (size_t i = 0; i < group.endings.size(); ++i) {
                turns.push_back(take_turn(group, [ending = group.endings[i]](Unit& unit) {
                    ending(unit);
                    return true;
                }));
            }
            memory_.forget_old(*session_, group.now);
            session_->commit();
            return turns;
        } catch (const std::exception& thrown) {
            spdlog::error("a group of {} commands was not committed: {}", commands.size(), thrown.what());
            // A session whose rollback fails may still be inside something: start from a clean one.
            if (session_ && !session_->rollback()) session_.reset();
            const Fault fault = fault_of(thrown);
            throw GroupFailed{fault == Fault::program ? Fault::storage : fault};
        }
    }

    // Throws when the whole group is lost.
    Turn take_turn(Group& group, const std::function<bool(Unit&)>& apply) {
        UnitInGroup unit(group);
        Turn turn;
        bool kept = false;
        session_->run("SAVEPOINT turn");
        try {
            kept = apply(unit);
        } catch (const std::exception& thrown) {
            const Fault fault = fault_of(thrown);
            // The database may have undone the whole transaction by itself (sqlite.org/lang_transaction.html
            // §3).
            if (fault != Fault::program) throw;
            spdlog::error("a command failed: {}", thrown.what());
            turn.fault = error_for(fault);
        }
        if (!kept) session_->run("ROLLBACK TO SAVEPOINT turn");
        session_->run("RELEASE SAVEPOINT turn");
        if (kept) turn.aftermath = unit.keep();
        return turn;
    }

    static void answer(const Settle& settle, const Error* fault) {
        guard("an answer could not be handed on", [&] { settle(fault); });
    }

    // What others do with an outcome must not stop the only writer.
    template <class Action>
    static void guard(const char* what, Action&& action) {
        try {
            action();
        } catch (const std::exception& thrown) {
            spdlog::error("{}: {}", what, thrown.what());
        }
    }

    Database& database_;
    bus::Bus& bus_;
    const Clock& clock_;
    const CommitterLimits limits_;
    WorkQueue<Command> queue_;
    CommitterMeters meters_;
    // Below: the committer's thread only.
    std::unique_ptr<Session> session_;
    CommandMemory memory_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Committer> make_committer(Database& database, bus::Bus& bus, const Clock& clock,
                                          CommitterLimits limits) {
    return std::make_unique<GroupCommitter>(database, bus, clock, limits);
}

}  // namespace vitrine::store
