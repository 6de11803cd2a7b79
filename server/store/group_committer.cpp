// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <thread>

#include "server/store/command_memory.h"
#include "server/store/committer.h"
#include "server/store/committer_meters.h"
#include "server/store/group_transaction.h"
#include "server/store/work_queue.h"

namespace vitrine::store {
namespace {

class GroupCommitter final : public Committer {
  public:
    GroupCommitter(Database& database, bus::Bus& bus, const Clock& clock, CommitterLimits limits)
        : bus_(bus),
          clock_(clock),
          limits_(limits),
          queue_(limits.queue),
          transaction_(database, clock, memory_) {
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
    void enqueue(std::unique_ptr<Command> command) override {
        if (queue_.push(std::move(command))) return;
        ++meters_.refused;
        const Error full{Code::unavailable, "The shop is very busy. Please try again in a moment.", 1000};
        command->settle(&full);
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

    void commit(const std::vector<std::unique_ptr<Command>>& group) {
        const int64_t began_us = clock_.steady_us();
        const Result<Carried> carried = transaction_.carry_out(group);
        note(carried.ok(), group.size(), clock_.steady_us() - began_us);
        if (const auto late = transaction_.late()) publish(*late);
        if (carried.ok()) publish(carried->aftermath);
        for (size_t i = 0; i < group.size(); ++i) {
            const Error* fault = nullptr;
            if (!carried.ok()) {
                fault = &carried.error();
            } else if (carried->faults[i]) {
                fault = &*carried->faults[i];
            }
            guard("an answer could not be handed on", [&] { group[i]->settle(fault); });
        }
    }

    void note(bool kept, size_t commands, int64_t took_us) {
        if (!kept) {
            ++meters_.groups_lost;
            return;
        }
        meters_.group_size.Observe(static_cast<double>(commands));
        meters_.commit_s.Observe(static_cast<double>(took_us) / 1e6);
    }

    void publish(const Aftermath& aftermath) {
        for (const auto& event : aftermath.events) bus_.publish(event);
        for (const auto& action : aftermath.actions) guard("an action after a commit failed", action);
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

    bus::Bus& bus_;
    const Clock& clock_;
    const CommitterLimits limits_;
    WorkQueue<std::unique_ptr<Command>> queue_;
    CommitterMeters meters_;
    // Below: the committer's thread only.
    CommandMemory memory_;
    GroupTransaction transaction_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Committer> make_committer(Database& database, bus::Bus& bus, const Clock& clock,
                                          CommitterLimits limits) {
    return std::make_unique<GroupCommitter>(database, bus, clock, limits);
}

}  // namespace vitrine::store
