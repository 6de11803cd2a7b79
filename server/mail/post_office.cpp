// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/mail/post_office.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <future>

namespace vitrine::mail {
namespace {

using std::chrono::milliseconds;

constexpr int64_t kAtOnce = 32;
constexpr int64_t kLookAgainMs = 1000;  // also when nobody rings: time alone makes letters due
constexpr int64_t kSmtpDeadlineMs = 20'000;
constexpr int64_t kStoreDeadlineMs = 5000;

// Waits for one answer of the store, and no longer than it may take; nothing then.
template <class T, class Ask>
std::optional<Result<T>> ask_store(Ask ask) {
    const auto answer = std::make_shared<std::promise<Result<T>>>();
    std::future<Result<T>> coming = answer->get_future();
    ask([answer](Result<T> result) { answer->set_value(std::move(result)); });
    if (coming.wait_for(milliseconds(kStoreDeadlineMs)) != std::future_status::ready) return std::nullopt;
    return coming.get();
}

}  // namespace

struct PostOffice::Round {
    std::vector<outbox::Entry> due;
    int64_t next_ms = kLookAgainMs;
};

PostOffice::PostOffice(store::Committer& committer, store::Readers& readers, Smtp& smtp, const Clock& clock,
                       Wordings wordings)
    : committer_(committer), readers_(readers), smtp_(smtp), clock_(clock), wordings_(std::move(wordings)) {
    thread_ = std::thread([this] { work(); });
}

PostOffice::~PostOffice() {
    {
        std::lock_guard lock(desk_->mutex);
        desk_->closed = true;
    }
    desk_->rang.notify_all();
    thread_.join();
}

std::function<void()> PostOffice::bell() const {
    return [desk = desk_] {
        {
            std::lock_guard lock(desk->mutex);
            desk->bell = true;
        }
        desk->rang.notify_all();
    };
}

bool PostOffice::closed() {
    std::lock_guard lock(desk_->mutex);
    return desk_->closed;
}

void PostOffice::work() {
    while (!closed()) {
        const Round round = read_outbox();
        for (const outbox::Entry& entry : round.due) {
            if (closed()) return;
            if (!deliver(entry)) break;
        }
        if (!round.due.empty()) continue;
        std::unique_lock lock(desk_->mutex);
        desk_->rang.wait_for(lock, milliseconds(round.next_ms),
                             [this] { return desk_->bell || desk_->closed; });
        desk_->bell = false;
    }
}

PostOffice::Round PostOffice::read_outbox() {
    auto found = ask_store<Round>([this](Reply<Round> reply) {
        readers_.run<Round>(
            [now = clock_.now()](store::Session& sql) -> Result<Round> {
                Round round{outbox::due(sql, now, kAtOnce), kLookAgainMs};
                if (const auto next = outbox::next_due(sql, now))
                    round.next_ms = std::clamp<int64_t>((next->us - now.us) / 1000 + 1, 1, kLookAgainMs);
                return round;
            },
            std::move(reply));
    });
    return found && found->ok() ? std::move(**found) : Round{};
}

bool PostOffice::deliver(const outbox::Entry& entry) {
    const auto worded = word(entry);
    if (!worded) return true;  // the store is busy; it comes round again
    if (worded->ok() && !(*worded)->claimed) return true;
    if (!worded->ok() || !(*worded)->letter) {
        note(entry, worded->ok() ? Result<Done>(Done{}) : Result<Done>(worded->error()));
        return true;
    }
    const Result<Done> outcome = smtp_.send(*(*worded)->letter, entry.id, clock_.now(), kSmtpDeadlineMs);
    if (!outcome.ok()) spdlog::warn("mail {} ({}): {}", entry.id, entry.kind, outcome.error().message);
    note(entry, outcome);
    return outcome.ok() || outcome.error().code != Code::unavailable;
}

std::optional<Result<PostOffice::Worded>> PostOffice::word(const outbox::Entry& entry) {
    using Answer = Worded;
    const auto wording = wordings_.find(entry.kind);
    if (wording == wordings_.end())
        return Result<Answer>(Error{Code::invalid_argument, "Nobody words letters of this kind."});
    return ask_store<Answer>([&](Reply<Answer> reply) {
        committer_.submit<Answer>(
            [words = wording->second, entry](store::Unit& unit) -> Result<Worded> {
                if (!outbox::claim(unit, entry)) return Worded{};
                Result<std::optional<Letter>> letter = words(unit, entry.subject_id);
                if (!letter.ok()) return letter.error();
                return Worded{true, std::move(*letter)};
            },
            std::move(reply));
    });
}

void PostOffice::note(const outbox::Entry& entry, const Result<Done>& outcome) {
    const bool for_good = !outcome.ok() && outcome.error().code != Code::unavailable;
    const std::string problem = outcome.ok() ? "" : outcome.error().message;
    const auto noted = ask_store<Done>([&](Reply<Done> reply) {
        committer_.submit<Done>(
            [entry, problem, for_good, good = outcome.ok()](store::Unit& unit) -> Result<Done> {
                good ? outbox::sent(unit, entry) : outbox::failed(unit, entry, problem, for_good);
                outbox::forget_old(unit);
                return Done{};
            },
            std::move(reply));
    });
    if (!noted || !noted->ok()) {
        // Else a letter whose going could not be noted would go again and again.
        spdlog::error("mail {}: what became of it was not noted", entry.id);
        std::unique_lock lock(desk_->mutex);
        desk_->rang.wait_for(lock, milliseconds(kLookAgainMs), [this] { return desk_->closed; });
    }
}

}  // namespace vitrine::mail
