// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/group_transaction.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <thread>

#include "server/store/faults.h"
#include "server/store/turns.h"

namespace vitrine::store {
namespace {

constexpr int kMostTries = 8;
constexpr int64_t kLongest_us = 1'000'000;  // of all tries together; then the callers are told
constexpr int64_t kFirstPause_ms = 2, kLongestPause_ms = 100;

bool may_pass(Fault fault) { return fault == Fault::conflict || fault == Fault::gone; }

void pause_before(int next_try) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::min(kFirstPause_ms << std::min(next_try - 2, 10), kLongestPause_ms)));
}

}  // namespace

GroupTransaction::GroupTransaction(Database& database, const Clock& clock, CommandMemory& memory)
    : database_(database), clock_(clock), memory_(memory), session_(database.connect(false)) {}

std::optional<Aftermath> GroupTransaction::late() { return std::exchange(late_, std::nullopt); }

Result<Carried> GroupTransaction::carry_out(Commands commands) {
    const int64_t began_us = clock_.steady_us();
    bool careful = false;
    for (int tries = 1;; ++tries) {
        try {
            if (!session_) session_ = database_.connect(false);
            if (auto carried = settle_doubt()) return std::move(*carried);
            return try_once(commands, careful);
        } catch (const MustUndoOne&) {
            undo();
            careful = true;
        } catch (const std::exception& thrown) {
            const Fault fault = fault_of(thrown);
            undo();
            if (fault == Fault::gone) session_.reset();
            const bool again =
                may_pass(fault) && tries < kMostTries && clock_.steady_us() - began_us < kLongest_us;
            spdlog::log(again ? spdlog::level::warn : spdlog::level::err,
                        "a group of {} commands was not committed{}: {}", commands.size(),
                        again ? " and is tried again" : "", thrown.what());
            if (!again) {
                if (doubt_) doubt_->present = false;
                return error_for(spoils_transaction(fault) ? fault : Fault::storage);
            }
            pause_before(tries + 1);
        }
    }
}

// What an earlier COMMIT came to. Answers the group at hand, if it was that one and it is durable.
std::optional<Carried> GroupTransaction::settle_doubt() {
    if (!doubt_) return std::nullopt;
    const bool durable = session_->was_committed(doubt_->transaction);
    Doubt doubt = std::move(*doubt_);
    doubt_.reset();
    spdlog::warn("a commit that was cut off {}", durable ? "is durable" : "was undone");
    if (!durable) return std::nullopt;
    if (doubt.present) return std::move(doubt.carried);
    late_ = std::move(doubt.carried.aftermath);
    return std::nullopt;
}

Carried GroupTransaction::try_once(Commands commands, bool careful) {
    const std::string transaction = session_->begin_write();
    Group group{*session_, clock_.now(), {}, {}, {}};
    Carried carried = take_turns(group, commands, careful);
    memory_.forget_old(*session_, group.now);
    try {
        session_->commit();
    } catch (const std::exception& thrown) {
        if (fault_of(thrown) == Fault::gone) doubt_ = Doubt{transaction, std::move(carried), true};
        throw;
    }
    return carried;
}

// A session whose rollback fails may still be inside something: the next try starts from a clean one.
void GroupTransaction::undo() {
    if (session_ && !session_->rollback()) session_.reset();
}

}  // namespace vitrine::store
