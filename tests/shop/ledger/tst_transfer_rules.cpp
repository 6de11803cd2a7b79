// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "server/shop/ledger/transfer_rules.h"

using namespace vitrine;
using namespace vitrine::shop::ledger;

namespace {

const Currency kEuro = *Currency::parse("EUR");
const Party kWallet{AccountKind::wallet, "ada"};
const Party kEscrow{AccountKind::escrow, ""};
constexpr Instant kNow{1'000'000'000};

Transfer transfer(Phase phase, int64_t minor) {
    const bool resolves = phase != Phase::single && phase != Phase::pending;
    return {"t", phase, resolves ? "p" : "", kWallet, kEscrow, Money{minor, kEuro}};
}

Reserved reserved(int64_t minor, int64_t expires_in_us = 0) {
    Transfer pending = transfer(Phase::pending, minor);
    pending.id = "p";
    return {{pending, {1}, {expires_in_us == 0 ? 0 : kNow.us + expires_in_us}}, std::nullopt};
}

Reserved resolved(int64_t minor, Phase how) {
    Reserved done = reserved(minor);
    done.resolved = how;
    return done;
}

// A row of the table: what the two accounts have, what is asked, and what they have then.
struct Case {
    const char* name;
    Account debit, credit;
    Transfer asked;
    std::optional<Reserved> pending;
    Verdict verdict;
    Balances debit_after, credit_after;
};

constexpr Bound kFree = Bound::none, kCovered = Bound::debits_within_credits,
                kOwed = Bound::credits_within_debits;
constexpr int64_t kFull = kMostBalanceMinor;

const std::vector<Case>& cases() {
    static const std::vector<Case> table = {
        {"at once",
         {kFree, {}},
         {kFree, {}},
         transfer(Phase::single, 5),
         {},
         Verdict::applied,
         {0, 5, 0, 0},
         {0, 0, 0, 5}},
        {"reserved",
         {kFree, {}},
         {kFree, {}},
         transfer(Phase::pending, 5),
         {},
         Verdict::applied,
         {5, 0, 0, 0},
         {0, 0, 5, 0}},
        {"posted whole",
         {kFree, {5, 1, 0, 0}},
         {kFree, {0, 0, 5, 2}},
         transfer(Phase::posting, 5),
         reserved(5),
         Verdict::applied,
         {0, 6, 0, 0},
         {0, 0, 0, 7}},
        {"posted in part",
         {kFree, {5, 1, 0, 0}},
         {kFree, {0, 0, 5, 2}},
         transfer(Phase::posting, 3),
         reserved(5),
         Verdict::applied,
         {0, 4, 0, 0},
         {0, 0, 0, 5}},
        {"posted for more",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::posting, 6),
         reserved(5),
         Verdict::other_amount,
         {},
         {}},
        {"voided",
         {kFree, {5, 1, 0, 0}},
         {kFree, {0, 0, 5, 2}},
         transfer(Phase::voiding, 5),
         reserved(5),
         Verdict::applied,
         {0, 1, 0, 0},
         {0, 0, 0, 2}},
        {"voided in part",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::voiding, 4),
         reserved(5),
         Verdict::other_amount,
         {},
         {}},
        {"posted after a void",
         {kFree, {}},
         {kFree, {}},
         transfer(Phase::posting, 5),
         resolved(5, Phase::voiding),
         Verdict::already_voided,
         {},
         {}},
        {"voided after a post",
         {kFree, {0, 5, 0, 0}},
         {kFree, {0, 0, 0, 5}},
         transfer(Phase::voiding, 5),
         resolved(5, Phase::posting),
         Verdict::already_posted,
         {},
         {}},
        {"posted after the end",
         {kFree, {}},
         {kFree, {}},
         transfer(Phase::posting, 5),
         resolved(5, Phase::expiry),
         Verdict::already_expired,
         {},
         {}},
        {"posted in the last instant",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::posting, 5),
         reserved(5, 1),
         Verdict::applied,
         {0, 5, 0, 0},
         {0, 0, 0, 5}},
        {"posted at the end, not yet swept",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::posting, 5),
         reserved(5, -1),
         Verdict::already_expired,
         {},
         {}},
        {"ended in time",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::expiry, 5),
         reserved(5, -1),
         Verdict::applied,
         {},
         {}},
        {"ended too early",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::expiry, 5),
         reserved(5, 1),
         Verdict::not_yet_expired,
         {},
         {}},
        {"ended without a time",
         {kFree, {5, 0, 0, 0}},
         {kFree, {0, 0, 5, 0}},
         transfer(Phase::expiry, 5),
         reserved(5),
         Verdict::not_yet_expired,
         {},
         {}},
        {"nothing to post",
         {kFree, {}},
         {kFree, {}},
         transfer(Phase::posting, 5),
         {},
         Verdict::not_found,
         {},
         {}},
        {"covered to the last cent",
         {kCovered, {2, 3, 0, 10}},
         {kFree, {}},
         transfer(Phase::single, 5),
         {},
         Verdict::applied,
         {2, 8, 0, 10},
         {0, 0, 0, 5}},
        {"one cent short",
         {kCovered, {2, 3, 0, 9}},
         {kFree, {}},
         transfer(Phase::single, 5),
         {},
         Verdict::exceeds_credits,
         {},
         {}},
        {"what only comes does not count",
         {kCovered, {0, 0, 100, 0}},
         {kFree, {}},
         transfer(Phase::pending, 1),
         {},
         Verdict::exceeds_credits,
         {},
         {}},
        {"owed to the last cent",
         {kFree, {}},
         {kOwed, {0, 9, 2, 2}},
         transfer(Phase::single, 5),
         {},
         Verdict::applied,
         {0, 5, 0, 0},
         {0, 9, 2, 7}},
        {"more than is owed",
         {kFree, {}},
         {kOwed, {0, 8, 2, 2}},
         transfer(Phase::pending, 5),
         {},
         Verdict::exceeds_debits,
         {},
         {}},
        {"as full as it gets",
         {kFree, {0, kFull - 5, 0, 0}},
         {kFree, {0, 0, 2, kFull - 7}},
         transfer(Phase::single, 5),
         {},
         Verdict::applied,
         {0, kFull, 0, 0},
         {0, 0, 2, kFull - 2}},
        {"over the debit's brim",
         {kFree, {1, kFull - 5, 0, 0}},
         {kFree, {}},
         transfer(Phase::pending, 5),
         {},
         Verdict::overflows,
         {},
         {}},
        {"over the credit's brim",
         {kFree, {}},
         {kFree, {0, 0, 1, kFull - 5}},
         transfer(Phase::single, 5),
         {},
         Verdict::overflows,
         {},
         {}},
    };
    return table;
}

}  // namespace

class TstTransferRules : public QObject {
    Q_OBJECT

  private slots:
    void the_table_data() {
        QTest::addColumn<int>("row");
        for (size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].name) << static_cast<int>(i);
    }

    void the_table() {
        QFETCH(int, row);
        const Case& c = cases()[static_cast<size_t>(row)];
        Account debit = c.debit, credit = c.credit;
        QCOMPARE(int(carry_out(c.asked, c.pending, kNow, debit, credit)), int(c.verdict));
        const bool moved = c.verdict == Verdict::applied;
        QVERIFY(debit.balances == (moved ? c.debit_after : c.debit.balances));
        QVERIFY(credit.balances == (moved ? c.credit_after : c.credit.balances));
    }

    void a_reservation_is_resolved_between_the_same_accounts() {
        Account debit{kFree, {5, 0, 0, 0}}, credit{kFree, {0, 0, 5, 0}};
        for (const auto spoil : {+[](Transfer& t) { t.debit.owner = "ben"; },
                                 +[](Transfer& t) { t.credit.kind = AccountKind::refunds; },
                                 +[](Transfer& t) { std::swap(t.debit, t.credit); },
                                 +[](Transfer& t) { t.amount.currency = *Currency::parse("JPY"); }}) {
            Transfer posting = transfer(Phase::posting, 5);
            spoil(posting);
            QCOMPARE(int(carry_out(posting, reserved(5), kNow, debit, credit)), int(Verdict::other_parties));
        }
        Reserved at_once = reserved(5);
        at_once.entry.transfer.phase = Phase::single;
        QCOMPARE(int(carry_out(transfer(Phase::posting, 5), at_once, kNow, debit, credit)),
                 int(Verdict::not_pending));
    }

    void nonsense_has_no_form() {
        const auto spoils = {
            +[](Transfer& t) { t.amount.minor = 0; },
            +[](Transfer& t) { t.amount.minor = -1; },
            +[](Transfer& t) { t.amount.minor = std::numeric_limits<int64_t>::min(); },
            +[](Transfer& t) { t.amount.minor = std::numeric_limits<int64_t>::max(); },
            +[](Transfer& t) { t.amount.minor = kMostAmountMinor + 1; },
            +[](Transfer& t) { t.id.clear(); },
            +[](Transfer& t) { t.id = std::string(kMostIdBytes + 1, 'x'); },
            +[](Transfer& t) { t.reference = std::string(kMostIdBytes + 1, 'x'); },
            +[](Transfer& t) { t.reference = std::string("a\0b", 3); },
            +[](Transfer& t) { t.credit.owner = std::string("a\0b", 3); },
            +[](Transfer& t) { t.credit = t.debit; },
            +[](Transfer& t) { t.pending_id = "p"; },
            +[](Transfer& t) { t.phase = Phase::posting; },
            +[](Transfer& t) { t.timeout_s = 60; },
            +[](Transfer& t) { t.timeout_s = -1; },
            +[](Transfer& t) {
                t.phase = Phase::pending;
                t.timeout_s = kMostTimeout_s + 1;
            },
        };
        for (const auto spoil : spoils) {
            Transfer odd = transfer(Phase::single, 5);
            QCOMPARE(int(check_form(odd)), int(Verdict::applied));
            spoil(odd);
            QCOMPARE(int(check_form(odd)), int(Verdict::malformed));
        }
        QCOMPARE(int(check_form(transfer(Phase::single, kMostAmountMinor))), int(Verdict::applied));
    }

    // Whatever differs, it is another transfer.
    void an_id_stands_for_one_transfer() {
        const Transfer known = transfer(Phase::pending, 5);
        QCOMPARE(int(compare(known, {known, kNow, {}})), int(Verdict::exists));
        const auto changes = {
            +[](Transfer& t) { t.phase = Phase::single; },
            +[](Transfer& t) { t.pending_id = "p"; },
            +[](Transfer& t) { t.debit.owner = "ben"; },
            +[](Transfer& t) { t.credit.kind = AccountKind::refunds; },
            +[](Transfer& t) { t.amount.minor = 6; },
            +[](Transfer& t) { t.amount.currency = *Currency::parse("JPY"); },
            +[](Transfer& t) { t.timeout_s = 1; },
            +[](Transfer& t) { t.reason = Reason::refunded; },
            +[](Transfer& t) { t.reference = "order"; },
            +[](Transfer& t) { t.external_key = "key"; },
        };
        for (const auto change : changes) {
            Transfer other = known;
            change(other);
            QCOMPARE(int(compare(other, {known, kNow, {}})), int(Verdict::differs));
        }
    }

    void account_ids_can_be_read_back() {
        for (int64_t kind = 1; kind <= 10; ++kind) {
            for (const char* owner : {"", "ada", "a/b/c", "Zoë ☕"}) {
                const Party party{static_cast<AccountKind>(kind), owner};
                QVERIFY(party_of(account_id(party, kEuro)) == party);
            }
        }
        QCOMPARE(account_id(kWallet, kEuro), std::string("wallet/EUR/ada"));
        for (const char* odd : {"", "wallet", "wallet/EUR", "purse/EUR/ada", "/EUR/ada"})
            QVERIFY(!party_of(odd));
    }

    void each_refusal_has_its_sentence() {
        for (int verdict = int(Verdict::differs); verdict <= int(Verdict::overflows); ++verdict) {
            const Error error = error_for(static_cast<Verdict>(verdict));
            QVERIFY(error.message.ends_with("."));
            QVERIFY(error.code != Code::internal);
        }
    }
};

QTEST_APPLESS_MAIN(TstTransferRules)
#include "tst_transfer_rules.moc"
