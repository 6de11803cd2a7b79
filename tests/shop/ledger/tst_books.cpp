// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>

#include "tests/shop/ledger/book_auditor.h"
#include "tests/shop/ledger/money_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using namespace vitrine::shop::ledger;

// Debits and credits on a real database.
class TstBooks : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::critical); }

    void the_same_transfer_twice_is_one() {
        MoneyHouse house;
        const Transfer once = topped_up("top", "sandbox", "ada", euro(500));
        QCOMPARE(*house.record({once}), int64_t{1});
        QCOMPARE(*house.record({once}), int64_t{0});
        house.reopen();
        QCOMPARE(*house.record({once}), int64_t{0});
        QCOMPARE(house.balances(kAda), (Balances{0, 0, 0, 500}));
        Transfer other = once;
        other.amount.minor = 501;
        QCOMPARE(house.record({other}).error().code, Code::conflict);
        QCOMPARE(house.balances(kAda), (Balances{0, 0, 0, 500}));
        house.check();
    }

    void a_wallet_is_never_overdrawn() {
        MoneyHouse house;
        QVERIFY(house.record({topped_up("top", "sandbox", "ada", euro(500))}).ok());
        const Payment all{"order", "order/1", kAda, euro(500)};
        QVERIFY(house.record({authorised(all)}).ok());
        const Payment more{"other", "other/1", kAda, euro(1)};
        QCOMPARE(house.record({captured_at_once(more)}).error().code, Code::declined);
        QVERIFY(house.record({voided(all)}).ok());
        QVERIFY(house.record({captured_at_once(more)}).ok());
        QCOMPARE(house.balances(kAda).available(), int64_t{499});
        house.check();
    }

    // The one that fails takes the others with it, and an account that it would have opened.
    void a_chain_is_booked_whole_or_not_at_all() {
        MoneyHouse house;
        const Transfer sound = topped_up("top", "sandbox", "ada", euro(500));
        const Transfer broken = captured_at_once({"order", "order/1", {AccountKind::wallet, "ben"}, euro(1)});
        QCOMPARE(house.record({sound, broken}).error().code, Code::declined);
        QCOMPARE(house.balances(kAda), Balances{});
        QCOMPARE(house.number("SELECT COUNT(*) FROM ledger_account"), int64_t{0});
        QCOMPARE(house.number("SELECT COUNT(*) FROM ledger_transfer"), int64_t{0});
        QCOMPARE(*house.record({sound, captured_at_once({"order", "order/1", kAda, euro(500)})}), int64_t{2});
        house.check();
    }

    void a_refused_chain_lets_its_command_go_on() {
        MoneyHouse house;
        const auto command = [](store::Unit& unit) -> Result<int64_t> {
            const Payment from_wallet{"order", "order/1", kAda, euro(5)};
            if (record(unit, std::vector{captured_at_once(from_wallet),
                                         topped_up("gift", "sandbox", "ada", euro(1))})
                    .ok())
                return int64_t{0};
            return record(unit, captured_at_once({"order", "order/2", kGateway, euro(5)}));
        };
        QCOMPARE(*await<int64_t>([&](auto reply) { house.committer->submit<int64_t>(command, reply); }),
                 int64_t{1});
        QCOMPARE(house.balances(kEscrow), (Balances{0, 0, 0, 5}));
        QCOMPARE(house.balances(kAda), Balances{});
        house.check();
    }

    void a_command_that_fails_leaves_no_trace_in_the_books() {
        MoneyHouse house;
        const auto command = [](store::Unit& unit) -> Result<int64_t> {
            VITRINE_CHECK(record(unit, topped_up("top", "sandbox", "ada", euro(5))).ok());
            return Error{Code::precondition, "Changed my mind."};
        };
        QVERIFY(!await<int64_t>([&](auto reply) { house.committer->submit<int64_t>(command, reply); }).ok());
        QCOMPARE(house.balances(kAda), Balances{});
        QCOMPARE(*house.record({topped_up("top", "sandbox", "ada", euro(5))}), int64_t{1});
        house.check();
    }

    void in_a_chain_each_sees_what_was_before() {
        MoneyHouse house;
        const Payment payment{"order", "order/1", kAda, euro(5)};
        QVERIFY(
            house
                .record({topped_up("top", "sandbox", "ada", euro(5)), authorised(payment), captured(payment)})
                .ok());
        QCOMPARE(house.balances(kAda), (Balances{0, 5, 0, 5}));
        house.check();
    }

    void what_is_reserved_for_a_time_comes_back() {
        MoneyHouse house;
        QVERIFY(house.record({topped_up("top", "sandbox", "ada", euro(9))}).ok());
        const Payment payment{"order", "order/1", kAda, euro(9), 60};
        QVERIFY(house.record({authorised(payment)}).ok());
        QCOMPARE(house.expire(), int64_t{0});
        house.clock.advance_us(60'000'000);
        QCOMPARE(house.record({captured(payment)}).error().code,
                 Code::expired);  // the sweep did not come yet
        QCOMPARE(house.balances(kAda).available(), int64_t{0});
        QCOMPARE(house.expire(), int64_t{1});
        QCOMPARE(house.balances(kAda).available(), int64_t{9});
        QCOMPARE(house.expire(), int64_t{0});
        QCOMPARE(house.record({voided(payment)}).error().code, Code::expired);
        house.check();
    }

    void currencies_never_meet() {
        MoneyHouse house;
        QVERIFY(house.record({topped_up("top", "sandbox", "ada", euro(500))}).ok());
        const Money yen{5, *Currency::parse("JPY")};
        QCOMPARE(house.record({captured_at_once({"order", "order/1", kAda, yen})}).error().code,
                 Code::declined);
        QVERIFY(house.record({topped_up("yen", "sandbox", "ada", yen)}).ok());
        QCOMPARE(house.balances(kAda), (Balances{0, 0, 0, 500}));
        house.check();
    }

    // The schema says it too, whatever a program does.
    void the_database_refuses_what_the_rules_refuse() {
        MoneyHouse house;
        QVERIFY(house.record({topped_up("top", "sandbox", "ada", euro(5))}).ok());
        QVERIFY(house.record({authorised({"order", "order/1", kAda, euro(5)})}).ok());
        QVERIFY(house.record({captured({"order", "order/1", kAda, euro(5)})}).ok());
        for (const char* statement :
             {"UPDATE ledger_account SET debits_posted = 6 WHERE id = 'wallet/EUR/ada'",
              "UPDATE ledger_account SET debits_pending = 1 WHERE id = 'wallet/EUR/ada'",
              "UPDATE ledger_account SET credits_posted = -1 WHERE id = 'gateway/EUR/sandbox'",
              "UPDATE ledger_account SET bound = 3", "UPDATE ledger_transfer SET amount_minor = 0",
              "UPDATE ledger_transfer SET credit_account = debit_account",
              "UPDATE ledger_transfer SET debit_account = 'wallet/EUR/nobody'",
              "UPDATE ledger_transfer SET pending_id = '' WHERE phase = 3",
              "UPDATE ledger_transfer SET expires_us = 5 WHERE phase = 3",
              "INSERT INTO ledger_transfer SELECT 'second', phase, pending_id, debit_account, "
              "credit_account, "
              "amount_minor, currency, reason, reference, external_key, at_us, expires_us FROM "
              "ledger_transfer "
              "WHERE phase = 3"})
            QVERIFY_THROWS_EXCEPTION(soci::soci_error, house.database->connect(false)->run(statement));
        house.check();
    }
};

QTEST_GUILESS_MAIN(TstBooks)
#include "tst_books.moc"
