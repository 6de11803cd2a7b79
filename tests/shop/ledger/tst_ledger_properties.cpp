// SPDX-License-Identifier: GPL-3.0-or-later
#include <rapidcheck.h>

#include <QtTest>
#include <algorithm>
#include <map>
#include <random>

#include "server/shop/ledger/transfer_rules.h"

using namespace vitrine;
using namespace vitrine::shop::ledger;

namespace {

// The rules alone, on maps: what the journal and the accounts' rows are to the real books.
struct Books {
    std::map<std::string, Account> accounts;
    std::map<std::string, Entry> journal;
    std::map<std::string, Phase> resolved;

    Account& account(const Party& party, const Currency& currency) {
        return accounts.try_emplace(account_id(party, currency), Account{bound_of(party.kind), {}})
            .first->second;
    }

    Verdict book(const Transfer& transfer, Instant now) {
        if (const Verdict form = check_form(transfer); form != Verdict::applied) return form;
        if (const auto known = journal.find(transfer.id); known != journal.end())
            return compare(transfer, known->second);
        std::optional<Reserved> reserved;
        if (const auto pending = journal.find(transfer.pending_id); pending != journal.end()) {
            reserved = Reserved{pending->second, std::nullopt};
            if (const auto how = resolved.find(transfer.pending_id); how != resolved.end())
                reserved->resolved = how->second;
        }
        const Verdict verdict =
            carry_out(transfer, reserved, now, account(transfer.debit, transfer.amount.currency),
                      account(transfer.credit, transfer.amount.currency));
        if (verdict != Verdict::applied) return verdict;
        const Instant expires = transfer.timeout_s ? now.plus_s(transfer.timeout_s) : Instant{};
        journal.emplace(transfer.id, Entry{transfer, now, expires});
        if (!transfer.pending_id.empty()) resolved[transfer.pending_id] = transfer.phase;
        return verdict;
    }

    std::map<std::string, Balances> balances() const {
        std::map<std::string, Balances> all;
        for (const auto& [id, account] : accounts) all[id] = account.balances;
        return all;
    }
};

Party any_party() {
    return *rc::gen::element(Party{AccountKind::gateway, "sandbox"}, Party{AccountKind::escrow, ""},
                             Party{AccountKind::wallet, "ada"}, Party{AccountKind::wallet, "ben"},
                             Party{AccountKind::seller, "shop"}, Party{AccountKind::chargebacks, ""},
                             Party{AccountKind::refunds, ""});
}

Transfer any_transfer() {
    Transfer transfer{"t" + std::to_string(*rc::gen::inRange(0, 60)),
                      static_cast<Phase>(*rc::gen::inRange(1, 6)),
                      "",
                      any_party(),
                      any_party(),
                      Money{*rc::gen::inRange<int64_t>(-2, 50),
                            *Currency::parse(*rc::gen::element<std::string>("EUR", "JPY"))}};
    if (transfer.phase == Phase::pending) transfer.timeout_s = *rc::gen::inRange<int64_t>(0, 4);
    if (*rc::gen::inRange(0, 8) > 0 && transfer.phase > Phase::pending)
        transfer.pending_id = "t" + std::to_string(*rc::gen::inRange(0, 60));
    return transfer;
}

// Resolutions of what is really reserved come up often enough to matter.
Transfer next_transfer(const Books& books) {
    Transfer transfer = any_transfer();
    if (books.journal.empty() || *rc::gen::inRange(0, 3) == 0) return transfer;
    auto any = books.journal.begin();
    std::advance(any, *rc::gen::inRange<size_t>(0, books.journal.size()));
    const Transfer& known = any->second.transfer;
    if (transfer.phase > Phase::pending && known.phase == Phase::pending) {
        transfer.pending_id = known.id;
        transfer.debit = known.debit;
        transfer.credit = known.credit;
        transfer.amount = known.amount;
    }
    return transfer;
}

std::vector<Transfer> shuffled(std::vector<Transfer> transfers) {
    std::mt19937 random(*rc::gen::arbitrary<unsigned>());
    std::shuffle(transfers.begin(), transfers.end(), random);
    return transfers;
}

void check_invariants(const Books& books) {
    std::map<std::string, int64_t> posted, pending;
    for (const auto& [id, account] : books.accounts) {
        const Balances& b = account.balances;
        const std::string currency = id.substr(id.find('/') + 1, 3);
        posted[currency] += b.debits_posted - b.credits_posted;
        pending[currency] += b.debits_pending - b.credits_pending;
        RC_ASSERT(b.debits_pending >= 0 && b.debits_posted >= 0 && b.credits_pending >= 0 &&
                  b.credits_posted >= 0);
        if (account.bound == Bound::debits_within_credits)
            RC_ASSERT(b.debits_pending + b.debits_posted <= b.credits_posted);
        if (account.bound == Bound::credits_within_debits)
            RC_ASSERT(b.credits_pending + b.credits_posted <= b.debits_posted);
    }
    for (const auto& [currency, sum] : posted) RC_ASSERT(sum == 0);
    for (const auto& [currency, sum] : pending) RC_ASSERT(sum == 0);
}

}  // namespace

// RC_PARAMS="seed=…" (printed when one fails) replays a failure.
class TstLedgerProperties : public QObject {
    Q_OBJECT

  private slots:
    void whatever_is_asked_the_books_balance() {
        QVERIFY(rc::check([] {
            Books books;
            Instant now{1'000'000};
            for (int i = *rc::gen::inRange(1, 120); i > 0; --i) {
                if (*rc::gen::inRange(0, 10) == 0) now = now.plus_s(1);
                const auto before = books.balances();
                const Verdict verdict = books.book(next_transfer(books), now);
                if (verdict != Verdict::applied) {
                    for (const auto& [id, balances] : before)
                        RC_ASSERT(books.accounts.at(id).balances == balances);
                }
                check_invariants(books);
            }
        }));
    }

    void told_again_nothing_moves() {
        QVERIFY(rc::check([] {
            Books books;
            std::vector<Transfer> told;
            const Instant now{1'000'000};
            for (int i = *rc::gen::inRange(1, 60); i > 0; --i) {
                const Transfer transfer = next_transfer(books);
                if (books.book(transfer, now) == Verdict::applied) told.push_back(transfer);
            }
            const auto before = books.balances();
            // In whatever order, and however much later.
            for (const Transfer& transfer : shuffled(told))
                RC_ASSERT(books.book(transfer, now.plus_s(1000)) == Verdict::exists);
            RC_ASSERT(books.balances() == before);
        }));
    }

    // Posts, voids and the clock race for one reservation: whoever is first, there is one outcome, and all
    // money is accounted for.
    void a_race_has_one_outcome() {
        QVERIFY(rc::check([] {
            const Currency euro = *Currency::parse("EUR");
            const Party ada{AccountKind::wallet, "ada"}, escrow{AccountKind::escrow, ""};
            Books books;
            const Instant now{1'000'000};
            const int64_t amount = *rc::gen::inRange<int64_t>(1, 100);
            RC_ASSERT(
                books.book({"fill", Phase::single, "", {AccountKind::gateway, "g"}, ada, Money{100, euro}},
                           now) == Verdict::applied);
            Transfer pending{"p", Phase::pending, "", ada, escrow, Money{amount, euro}, 10};
            RC_ASSERT(books.book(pending, now) == Verdict::applied);
            std::vector<Transfer> racers;
            for (int i = 0; i < 6; ++i) {
                Transfer racer = pending;
                racer.id = "r" + std::to_string(i);
                racer.pending_id = "p";
                racer.timeout_s = 0;
                racer.phase = i < 2 ? Phase::posting : i < 4 ? Phase::voiding : Phase::expiry;
                if (i == 1) racer.amount.minor = *rc::gen::inRange<int64_t>(1, amount + 1);
                racers.push_back(racer);
            }
            int won = 0;
            Transfer winner = pending;
            for (const Transfer& racer : shuffled(racers)) {
                const Instant when = now.plus_s(*rc::gen::inRange(0, 20));
                if (books.book(racer, when) != Verdict::applied) continue;
                ++won;
                winner = racer;
            }
            RC_ASSERT(won <= 1);
            const Balances wallet = books.account(ada, euro).balances;
            RC_ASSERT(wallet.debits_pending == (won ? 0 : amount));
            RC_ASSERT(wallet.debits_posted ==
                      (won && winner.phase == Phase::posting ? winner.amount.minor : 0));
            RC_ASSERT(books.account(escrow, euro).balances.credits_posted == wallet.debits_posted);
        }));
    }
};

QTEST_APPLESS_MAIN(TstLedgerProperties)
#include "tst_ledger_properties.moc"
