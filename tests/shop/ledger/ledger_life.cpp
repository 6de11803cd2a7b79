// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shop/ledger/ledger_life.h"

#include <limits>

namespace vitrine::tests {
namespace {

using namespace shop::ledger;

constexpr size_t kRemembered = 64;
const char* const kCurrencies[] = {"EUR", "EUR", "EUR", "JPY", "KWD"};
const char* const kNames[] = {"ada", "ben", "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee", "a/b/c", "Zoë ☕"};
constexpr int64_t kOddAmounts[] = {0,
                                   -1,
                                   std::numeric_limits<int64_t>::min(),
                                   std::numeric_limits<int64_t>::max(),
                                   1'000'000'000'000'001,
                                   1'000'000'000'000'000};

// Money that is there for all of it to begin with.
Party source() { return {AccountKind::gateway, "sandbox"}; }

}  // namespace

LedgerLife::Step LedgerLife::next() {
    ++steps_;
    Step step;
    const int64_t dice = roll(100);
    if (dice < 2) {
        step.what = Step::time_passes;
        step.seconds = roll(90);
        now_ = now_.plus_s(step.seconds);
    } else if (dice < 4) {
        step.what = Step::sweep;
        step.expected.booked = books_.expire(now_);
    } else {
        const int64_t length = roll(3) ? 1 : 2 + roll(4);
        for (int64_t i = 0; i < length; ++i) step.transfers.push_back(any());
        step.expected = books_.book(step.transfers, now_);
        for (const Transfer& transfer : step.transfers) remember(transfer);
    }
    return step;
}

std::string LedgerLife::new_id() { return "t" + std::to_string(++made_); }

Party LedgerLife::party() {
    switch (roll(10)) {
        case 0:
        case 1:
            return source();
        case 2:
        case 3:
            return {AccountKind::escrow, ""};
        case 4:
        case 5:
            return {AccountKind::wallet, kNames[roll(5)]};
        case 6:
            return {AccountKind::seller, kNames[roll(5)]};
        case 7:
            return {AccountKind::chargebacks, ""};
        case 8:
            return {AccountKind::refunds, ""};
        default:
            return {static_cast<AccountKind>(1 + roll(10)), kNames[roll(5)]};
    }
}

Money LedgerLife::money() {
    return {roll(50) ? 1 + roll(500) : 1 + roll(900'000'000'000'000), *Currency::parse(kCurrencies[roll(5)])};
}

Transfer LedgerLife::fresh() {
    Transfer transfer{new_id(), Phase::single, "", roll(3) ? party() : source(), party(), money()};
    if (roll(2)) {
        transfer.phase = Phase::pending;
        transfer.timeout_s = roll(3) ? 0 : 1 + roll(120);
    }
    transfer.reason = static_cast<Reason>(1 + roll(14));
    if (roll(2)) transfer.reference = "order " + std::to_string(roll(1000));
    if (roll(4) == 0) transfer.external_key = transfer.id + "/1";
    return transfer;
}

Transfer LedgerLife::resolving() {
    if (reserved_.empty()) return fresh();
    Transfer transfer = reserved_[static_cast<size_t>(roll(static_cast<int64_t>(reserved_.size())))];
    transfer.pending_id = transfer.id;
    transfer.id = new_id();
    transfer.timeout_s = 0;
    const int64_t dice = roll(8);
    transfer.phase = dice < 4 ? Phase::posting : dice < 7 ? Phase::voiding : Phase::expiry;
    if (roll(4) == 0) transfer.amount.minor = 1 + roll(transfer.amount.minor + 1);
    return transfer;
}

Transfer LedgerLife::again() {
    if (told_.empty()) return fresh();
    return told_[static_cast<size_t>(roll(static_cast<int64_t>(told_.size())))];
}

Transfer LedgerLife::spoilt(Transfer transfer) {
    switch (roll(10)) {
        case 0:
            transfer.amount.minor = kOddAmounts[roll(6)];
            break;
        case 1:
            transfer.credit = transfer.debit;
            break;
        case 2:
            transfer.pending_id = roll(2) ? "nothing" : "";
            break;
        case 3:
            transfer.timeout_s = roll(2) ? -1 : 5;
            break;
        case 4:
            transfer.id = roll(2) ? "" : std::string(161, 'x');
            break;
        case 5:
            transfer.debit = party();
            break;
        case 6:
            transfer.amount.currency = *Currency::parse("CHF");
            break;
        case 7:
            transfer.phase = static_cast<Phase>(1 + roll(5));
            break;
        case 8:
            transfer.reference += "!";
            break;
        default:
            transfer.pending_id = told_.empty() ? "nothing" : told_.front().id;
    }
    return transfer;
}

Transfer LedgerLife::any() {
    const int64_t dice = roll(20);
    if (dice < 9) return fresh();
    if (dice < 15) return resolving();
    if (dice < 17) return again();
    return spoilt(dice == 17 ? again() : dice == 18 ? resolving() : fresh());
}

void LedgerLife::remember(const Transfer& transfer) {
    told_.push_back(transfer);
    if (told_.size() > kRemembered) told_.pop_front();
    const auto known = books_.transfers().find(transfer.id);
    // What only has the id of one that was booked may be nonsense.
    if (known == books_.transfers().end() || !(known->second.transfer == transfer)) return;
    if (transfer.phase != Phase::pending) return;
    reserved_.push_back(transfer);
    if (reserved_.size() > kRemembered) reserved_.pop_front();
}

}  // namespace vitrine::tests
