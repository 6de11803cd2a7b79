// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/ledger/reference_books.h"

#include <algorithm>

namespace vitrine::tests {
namespace {

using namespace shop::ledger;
using Key = ReferenceBooks::Key;
using Sums = ReferenceBooks::Sums;

constexpr int64_t kMost = 4'000'000'000'000'000'000;
constexpr int64_t kMostAmount = 1'000'000'000'000'000;

Key key(const Party& party, const Transfer& transfer) {
    return {static_cast<int64_t>(party.kind), party.owner, transfer.amount.currency.code()};
}

bool never_overdrawn(AccountKind kind) {
    return kind == AccountKind::escrow || kind == AccountKind::wallet || kind == AccountKind::refunds;
}

bool begins(const Transfer& transfer) {
    return transfer.phase == Phase::single || transfer.phase == Phase::pending;
}

bool makes_sense(const Transfer& t) {
    if (t.id.empty() || t.id.size() > 160 || t.pending_id.size() > 160) return false;
    if (t.amount.minor < 1 || t.amount.minor > kMostAmount) return false;
    if (t.debit == t.credit) return false;
    if (begins(t) != t.pending_id.empty()) return false;
    return t.timeout_s == 0 || (t.timeout_s > 0 && t.phase == Phase::pending);
}

// What a transfer adds to its accounts; `sign` -1 takes it out again.
void add(const Transfer& t, int64_t reserved, int sign, Sums& debit, Sums& credit) {
    const int64_t pending = t.phase == Phase::pending ? t.amount.minor : begins(t) ? 0 : -reserved;
    const int64_t posted = t.phase == Phase::single || t.phase == Phase::posting ? t.amount.minor : 0;
    debit.debits_pending += sign * pending;
    credit.credits_pending += sign * pending;
    debit.debits_posted += sign * posted;
    credit.credits_posted += sign * posted;
}

std::string end_of(Phase phase) {
    return phase == Phase::posting ? "posted" : phase == Phase::voiding ? "voided" : "expired";
}

std::string text(const Key& key) {
    return std::to_string(std::get<0>(key)) + "/" + std::get<2>(key) + "/" + std::get<1>(key);
}

}  // namespace

Booking ReferenceBooks::book(std::span<const Transfer> chain, Instant now) {
    Booking booking;
    for (const Transfer& transfer : chain) {
        const Verdict verdict = judge(transfer, now);
        if (verdict == Verdict::applied) {
            enter(transfer, now);
            ++booking.booked;
        } else if (verdict != Verdict::exists) {
            for (; booking.booked > 0; --booking.booked) undo_last();
            return {verdict, 0};
        }
    }
    return booking;
}

Verdict ReferenceBooks::judge(const Transfer& t, Instant now) const {
    if (!makes_sense(t)) return Verdict::malformed;
    if (const auto known = transfers_.find(t.id); known != transfers_.end())
        return known->second.transfer == t ? Verdict::exists : Verdict::differs;
    if (begins(t)) {
        const auto sums = [&](const Party& party) {
            const auto found = sums_.find(key(party, t));
            return found == sums_.end() ? Sums{} : found->second;
        };
        const Sums debit = sums(t.debit), credit = sums(t.credit);
        const int64_t out = debit.debits_pending + debit.debits_posted + t.amount.minor;
        const int64_t in = credit.credits_pending + credit.credits_posted + t.amount.minor;
        if (out > kMost || in > kMost) return Verdict::overflows;
        if (never_overdrawn(t.debit.kind) && out > debit.credits_posted) return Verdict::exceeds_credits;
        if (t.credit.kind == AccountKind::chargebacks && in > credit.debits_posted)
            return Verdict::exceeds_debits;
        return Verdict::applied;
    }
    const auto found = transfers_.find(t.pending_id);
    if (found == transfers_.end()) return Verdict::not_found;
    const Known& pending = found->second;
    if (pending.transfer.phase != Phase::pending) return Verdict::not_pending;
    if (!(key(t.debit, t) == key(pending.transfer.debit, pending.transfer) &&
          key(t.credit, t) == key(pending.transfer.credit, pending.transfer)))
        return Verdict::other_parties;
    const bool fits = t.phase == Phase::posting ? t.amount.minor <= pending.transfer.amount.minor
                                                : t.amount.minor == pending.transfer.amount.minor;
    if (!fits) return Verdict::other_amount;
    if (pending.end == "posted") return Verdict::already_posted;
    if (pending.end == "voided") return Verdict::already_voided;
    const bool over = pending.expires_us != 0 && now.us >= pending.expires_us;
    if (t.phase == Phase::expiry && pending.end.empty())
        return over ? Verdict::applied : Verdict::not_yet_expired;
    return over ? Verdict::already_expired : Verdict::applied;
}

void ReferenceBooks::enter(const Transfer& t, Instant now) {
    const int64_t expires_us = t.timeout_s == 0 ? 0 : now.us + t.timeout_s * 1'000'000;
    int64_t reserved = 0;
    if (!begins(t)) {
        Known& pending = transfers_.at(t.pending_id);
        pending.end = end_of(t.phase);
        timed_.erase(t.pending_id);
        reserved = pending.transfer.amount.minor;
    }
    add(t, reserved, 1, sums_[key(t.debit, t)], sums_[key(t.credit, t)]);
    transfers_.emplace(t.id, Known{t, now.us, expires_us, ""});
    if (expires_us != 0) timed_[t.id] = expires_us;
    order_.push_back(t.id);
}

void ReferenceBooks::undo_last() {
    const Known last = transfers_.at(order_.back());
    int64_t reserved = 0;
    if (!begins(last.transfer)) {
        Known& pending = transfers_.at(last.transfer.pending_id);
        pending.end.clear();
        if (pending.expires_us != 0) timed_[last.transfer.pending_id] = pending.expires_us;
        reserved = pending.transfer.amount.minor;
    }
    add(last.transfer, reserved, -1, sums_[key(last.transfer.debit, last.transfer)],
        sums_[key(last.transfer.credit, last.transfer)]);
    timed_.erase(order_.back());
    transfers_.erase(order_.back());
    order_.pop_back();
}

int64_t ReferenceBooks::expire(Instant now) {
    std::vector<Transfer> over;
    for (const auto& [id, expires_us] : timed_) {
        if (expires_us <= now.us) over.push_back(transfers_.at(id).transfer);
    }
    for (Transfer& transfer : over) {
        transfer.pending_id = transfer.id;
        transfer.id += ":expired";
        transfer.phase = Phase::expiry;
        transfer.timeout_s = 0;
        transfer.reason = Reason::expired;
        enter(transfer, now);
    }
    return static_cast<int64_t>(over.size());
}

std::vector<std::string> ReferenceBooks::differences(store::Session& sql) const {
    std::vector<std::string> found;
    std::map<Key, Sums> left = sums_;
    int64_t kind = 0, rows = 0;
    std::string owner, currency;
    Sums sums;
    sql.each(
        "SELECT kind, owner, currency, debits_pending, debits_posted, credits_pending, credits_posted "
        "FROM ledger_account",
        [&] {
            const Key key{kind, owner, currency};
            if (!(left[key] == sums)) found.push_back("other balances: " + text(key));
            left.erase(key);
        },
        soci::into(kind), soci::into(owner), soci::into(currency), soci::into(sums.debits_pending),
        soci::into(sums.debits_posted), soci::into(sums.credits_pending), soci::into(sums.credits_posted));
    for (const auto& [key, expected] : left) {
        if (!(expected == Sums{})) found.push_back("no such account: " + text(key));
    }
    sql.run("SELECT COUNT(*) FROM ledger_transfer", soci::into(rows));
    if (rows != static_cast<int64_t>(transfers_.size()))
        found.push_back(std::to_string(rows) + " transfers are there instead of " +
                        std::to_string(transfers_.size()));
    return found;
}

}  // namespace vitrine::tests
