// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include "server/shop/sandbox_gateway.h"
#include "tests/shop/ledger/money_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using namespace vitrine::shop::ledger;

// A shop that sold before there were books gets them with its next start.
class TstBooksBegin : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::critical); }

    void what_was_paid_before_is_in_escrow() {
        MoneyHouse house;
        shop::SandboxGateway gateway(house.dir.filePath("gateway.db").toStdString());
        const auto sale = house.sell(9, 2400);
        for (const char* token :
             {"sandbox_approve", "sandbox_decline", "sandbox_approve", "sandbox_confirm"}) {
            const Caller who = guest(token);
            QVERIFY(house.pay(who, house.hold(who, sale)->id(), token).ok());
        }
        house.pay_all(gateway);
        const Balances before = house.balances(kEscrow);
        QCOMPARE(before, (Balances{0, 0, 0, 4800}));
        const std::string due = "SELECT SUM(due_us) FROM escrow";
        const int64_t due_before = house.number(due);
        forget_the_books(house);
        QCOMPARE(house.balances(kEscrow), before);
        QCOMPARE(house.balances(kGateway), (Balances{0, 4800, 0, 0}));
        QCOMPARE(house.number(due), due_before);
        for (const auto& complaint : house.audit()) QFAIL(complaint.c_str());
        house.clock.advance_us(14 * 86'400'000'000LL);
        QCOMPARE(house.release_escrow(), int64_t{2});
        QCOMPARE(house.number("SELECT credits_posted FROM ledger_account WHERE id = 'creator/EUR/creator'"),
                 int64_t{480});
        house.check();
    }

    void an_empty_shop_gets_empty_books() {
        MoneyHouse house;
        forget_the_books(house);
        QCOMPARE(house.number("SELECT COUNT(*) FROM ledger_account"), int64_t{0});
        QCOMPARE(house.number("SELECT COUNT(*) FROM ledger_transfer"), int64_t{0});
    }

  private:
    // Back to the schema before them, and forward again.
    static void forget_the_books(MoneyHouse& house) {
        house.close();
        {
            const auto database = store::Database::open(house.url());
            const auto session = database->connect(false);
            for (const char* table :
                 {"escrow", "seller_volume", "ledger_expiry", "ledger_transfer", "ledger_account"})
                *session << std::string("DROP TABLE ") + table;
            *session << "DELETE FROM schema_step WHERE version = 2";
        }
        house.open();
    }
};

QTEST_GUILESS_MAIN(TstBooksBegin)
#include "tst_books_begin.moc"
