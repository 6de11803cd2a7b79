// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/transfer_rules.h"

namespace vitrine::shop::ledger {
namespace {

bool resolves(Phase phase) { return phase != Phase::single && phase != Phase::pending; }

// Debits and credits are each kept below the same bound, so that no sum of two of them overflows.
bool overflows(const Account& debit, const Account& credit, int64_t amount) {
    return debit.balances.debits_pending + debit.balances.debits_posted > kMostBalanceMinor - amount ||
           credit.balances.credits_pending + credit.balances.credits_posted > kMostBalanceMinor - amount;
}

Verdict check_bounds(const Account& debit, const Account& credit, int64_t amount) {
    const Balances& from = debit.balances;
    const Balances& to = credit.balances;
    if (debit.bound == Bound::debits_within_credits &&
        from.debits_pending + from.debits_posted + amount > from.credits_posted)
        return Verdict::exceeds_credits;
    if (credit.bound == Bound::credits_within_debits &&
        to.credits_pending + to.credits_posted + amount > to.debits_posted)
        return Verdict::exceeds_debits;
    return Verdict::applied;
}

// Expiry is an instant, whether the ledger has come round to it or not.
bool is_over(const Reserved& reserved, Instant now) {
    return reserved.entry.expires.us != 0 && reserved.entry.expires <= now;
}

Verdict check_resolution(const Transfer& transfer, const std::optional<Reserved>& reserved, Instant now) {
    if (!reserved) return Verdict::not_found;
    const Transfer& pending = reserved->entry.transfer;
    if (pending.phase != Phase::pending) return Verdict::not_pending;
    if (!(pending.debit == transfer.debit && pending.credit == transfer.credit &&
          pending.amount.currency == transfer.amount.currency))
        return Verdict::other_parties;
    if (transfer.phase == Phase::posting ? transfer.amount.minor > pending.amount.minor
                                         : transfer.amount.minor != pending.amount.minor)
        return Verdict::other_amount;
    if (reserved->resolved) {
        if (*reserved->resolved == Phase::posting) return Verdict::already_posted;
        return *reserved->resolved == Phase::voiding ? Verdict::already_voided : Verdict::already_expired;
    }
    const bool over = is_over(*reserved, now);
    if (transfer.phase == Phase::expiry) return over ? Verdict::applied : Verdict::not_yet_expired;
    return over ? Verdict::already_expired : Verdict::applied;
}

// A zero byte is no text to PostgreSQL.
bool is_name(const std::string& text) {
    return text.size() <= kMostIdBytes && text.find('\0') == std::string::npos;
}

}  // namespace

Verdict check_form(const Transfer& transfer) {
    const bool named = !transfer.id.empty() && is_name(transfer.id) && is_name(transfer.pending_id) &&
                       is_name(transfer.reference) && is_name(transfer.external_key) &&
                       is_name(transfer.debit.owner) && is_name(transfer.credit.owner);
    const bool sized = transfer.amount.minor > 0 && transfer.amount.minor <= kMostAmountMinor;
    const bool timed = transfer.timeout_s >= 0 && transfer.timeout_s <= kMostTimeout_s &&
                       (transfer.timeout_s == 0 || transfer.phase == Phase::pending);
    const bool linked = resolves(transfer.phase) != transfer.pending_id.empty();
    const bool moves = !(transfer.debit == transfer.credit);
    return named && sized && timed && linked && moves ? Verdict::applied : Verdict::malformed;
}

Verdict compare(const Transfer& asked, const Entry& booked) {
    return asked == booked.transfer ? Verdict::exists : Verdict::differs;
}

bool can_be_posted(const Reserved& reserved, Instant now) {
    return reserved.resolved ? *reserved.resolved == Phase::posting : !is_over(reserved, now);
}

Verdict carry_out(const Transfer& transfer, const std::optional<Reserved>& reserved, Instant now,
                  Account& debit, Account& credit) {
    const int64_t amount = transfer.amount.minor;
    if (!resolves(transfer.phase)) {
        if (overflows(debit, credit, amount)) return Verdict::overflows;
        if (const Verdict bounds = check_bounds(debit, credit, amount); bounds != Verdict::applied)
            return bounds;
        const bool waits = transfer.phase == Phase::pending;
        (waits ? debit.balances.debits_pending : debit.balances.debits_posted) += amount;
        (waits ? credit.balances.credits_pending : credit.balances.credits_posted) += amount;
        return Verdict::applied;
    }
    if (const Verdict verdict = check_resolution(transfer, reserved, now); verdict != Verdict::applied)
        return verdict;
    // What was reserved was counted against every bound: it can neither overflow nor exceed now.
    debit.balances.debits_pending -= reserved->entry.transfer.amount.minor;
    credit.balances.credits_pending -= reserved->entry.transfer.amount.minor;
    if (transfer.phase == Phase::posting) {
        debit.balances.debits_posted += amount;
        credit.balances.credits_posted += amount;
    }
    return Verdict::applied;
}

Error error_for(Verdict verdict) {
    switch (verdict) {
        case Verdict::differs:
            return {Code::conflict,
                    "This transfer was booked before with other contents. Nothing was moved."};
        case Verdict::malformed:
            return {Code::invalid_argument,
                    "This is not a transfer: give an id, two different accounts and an amount above zero."};
        case Verdict::not_found:
            return {Code::not_found, "There is no such transfer to be posted or voided."};
        case Verdict::not_pending:
            return {Code::precondition, "This transfer was made at once: it cannot be posted or voided."};
        case Verdict::other_parties:
            return {Code::invalid_argument, "The reserved money lies between other accounts."};
        case Verdict::other_amount:
            return {Code::invalid_argument, "The amount does not fit what was reserved."};
        case Verdict::already_posted:
            return {Code::precondition, "This money was moved already."};
        case Verdict::already_voided:
            return {Code::precondition, "This reservation of money was given up already."};
        case Verdict::already_expired:
            return {Code::expired, "The time of this reservation of money is over."};
        case Verdict::not_yet_expired:
            return {Code::precondition, "The time of this reservation of money is not over yet."};
        case Verdict::exceeds_credits:
            return {Code::declined, "There is not enough money in this account. Nothing was moved."};
        case Verdict::exceeds_debits:
            return {Code::precondition, "More was to come back than had been taken. Nothing was moved."};
        case Verdict::overflows:
            return {Code::too_large, "The account would hold more than can be counted. Nothing was moved."};
        case Verdict::applied:
        case Verdict::exists:
            break;
    }
    VITRINE_CHECK(false);
}

}  // namespace vitrine::shop::ledger
