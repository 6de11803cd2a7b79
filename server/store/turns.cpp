// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/turns.h"

#include <spdlog/spdlog.h>

#include <iterator>

#include "server/store/faults.h"

namespace vitrine::store {
namespace {

using Commands = GroupTransaction::Commands;

class Turns {
  public:
    Turns(Group& group, size_t commands, bool careful) : group_(group), careful_(careful) {
        carried_.faults.resize(commands);
    }

    // The first command, and as many behind it as can go with it. Answers how many.
    size_t take(Commands waiting, size_t first) {
        const size_t last = company(waiting, first);
        if (last - first > 1 && take_together(waiting.subspan(first, last - first))) return last - first;
        for (size_t i = first; i < last; ++i)
            carried_.faults[i] = take_alone([&](Unit& unit) { return waiting[i]->apply(unit); });
        return last - first;
    }

    // May add more endings while they run.
    void finish() {
        for (size_t i = 0; i < group_.endings.size(); ++i) {
            take_alone([ending = group_.endings[i]](Unit& unit) {
                ending(unit);
                return true;
            });
        }
    }

    Carried carried() { return std::move(carried_); }

  private:
    static size_t company(Commands waiting, size_t first) {
        const void* kind = waiting[first]->kind();
        size_t last = first + 1;
        while (kind && last < waiting.size() && waiting[last]->kind() == kind) ++last;
        return last;
    }

    // False: it threw, and was undone.
    bool take_together(Commands company) {
        return !take_alone([&](Unit& unit) {
            company.front()->apply_together(unit, company);
            return true;
        });
    }

    // The fault that befell it, if one did. Throws when the transaction is lost.
    template <class Apply>
    std::optional<Error> take_alone(Apply&& apply) {
        Session& session = group_.session;
        UnitInGroup unit(group_);
        const int64_t written = session.writes();
        if (careful_) session.run("SAVEPOINT turn");
        std::optional<Error> fault;
        bool kept = false;
        try {
            kept = apply(unit);
        } catch (const std::exception& thrown) {
            fault = fault_or_rethrow(thrown);
        }
        if (!careful_ && !kept && (fault || session.writes() != written)) throw MustUndoOne();
        if (careful_ && !kept) session.run("ROLLBACK TO SAVEPOINT turn");
        if (careful_) session.run("RELEASE SAVEPOINT turn");
        if (kept) keep(unit.keep());
        return fault;
    }

    // The database may have undone the whole transaction by itself (sqlite.org/lang_transaction.html §3).
    Error fault_or_rethrow(const std::exception& thrown) {
        const Fault fault = fault_of(thrown);
        if (spoils_transaction(fault)) throw;
        if (careful_) spdlog::error("a command failed: {}", thrown.what());
        return error_for(fault);
    }

    void keep(Aftermath of_one) {
        Aftermath& all = carried_.aftermath;
        std::move(of_one.events.begin(), of_one.events.end(), std::back_inserter(all.events));
        std::move(of_one.actions.begin(), of_one.actions.end(), std::back_inserter(all.actions));
    }

    Group& group_;
    const bool careful_;
    Carried carried_;
};

}  // namespace

Carried take_turns(Group& group, Commands commands, bool careful) {
    Turns turns(group, commands.size(), careful);
    for (size_t next = 0; next < commands.size();) next += turns.take(commands, next);
    turns.finish();
    return turns.carried();
}

}  // namespace vitrine::store
