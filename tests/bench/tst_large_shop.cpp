// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "bench/large_shop.h"
#include "server/bus/bus.h"
#include "server/shop/ledger/order_money.h"
#include "tests/shop/auditor.h"
#include "tests/store/answers.h"
#include "tests/store/test_database.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

int64_t number(store::Session& sql, const std::string& query) {
    int64_t found = 0;
    sql.run(query, soci::into(found));
    return found;
}

}  // namespace

// What is measured in a shop with a long past is worth something only if a shop can have that past.
class TstLargeShop : public QObject {
    Q_OBJECT

  private slots:
    void is_one_that_the_server_could_have_made_data() {
        QTest::addColumn<qint64>("products");
        QTest::addColumn<qint64>("orders");
        QTest::newRow("more orders than products") << qint64{7} << qint64{31};
        QTest::newRow("as many") << qint64{12} << qint64{12};
        QTest::newRow("fewer") << qint64{700} << qint64{5};
        QTest::newRow("none") << qint64{3} << qint64{0};
    }
    void is_one_that_the_server_could_have_made() {
        QFETCH(qint64, products);
        QFETCH(qint64, orders);
        const TestDatabase place;
        bench::Words words;
        bench::fill_large_shop(place.url(), {products, orders}, words);
        const auto database = store::Database::open(place.url());
        const auto sql = database->connect(false);
        for (const auto& complaint : audit_shop(*sql)) QFAIL(complaint.c_str());
        if (!TestDatabase::postgresql()) {  // which has looked at each row by itself
            QCOMPARE(number(*sql, "SELECT COUNT(*) FROM pragma_foreign_key_check"), int64_t{0});
        }
        QCOMPARE(number(*sql, "SELECT COUNT(*) FROM product_words"), int64_t{products});
        QCOMPARE(number(*sql, "SELECT COUNT(*) FROM orders WHERE state = 3"), int64_t{orders});
        QCOMPARE(number(*sql, "SELECT COUNT(*) FROM stock WHERE on_hand = 10"), int64_t{products});
    }
    void has_all_the_indexes_of_a_fresh_one() {
        const std::string count =
            TestDatabase::postgresql()
                ? "SELECT COUNT(*) FROM pg_indexes WHERE schemaname = 'public'"
                : "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'";
        const TestDatabase large, fresh;
        bench::Words words;
        bench::fill_large_shop(large.url(), {5, 5}, words);
        const auto database = store::Database::open(large.url());
        const auto other = store::Database::open(fresh.url());
        QVERIFY(number(*other->connect(true), count) > 10);
        QCOMPARE(number(*database->connect(true), count), number(*other->connect(true), count));
    }
    void its_money_goes_on() {
        const TestDatabase place;
        bench::Words words;
        bench::fill_large_shop(place.url(), {3, 9}, words);
        const auto database = store::Database::open(place.url());
        const auto bus = bus::make_local_bus();
        const ManualClock clock(SystemClock().now().plus_s(30 * 86'400));
        const auto committer = store::make_committer(*database, *bus, clock);
        const auto released = await<int64_t>([&](auto reply) {
            committer->submit<int64_t>(
                [](store::Unit& unit) -> Result<int64_t> { return shop::ledger::release_due(unit, {}, 100); },
                reply);
        });
        QCOMPARE(*released, int64_t{9});
        for (const auto& complaint : audit_shop(*database->connect(true))) QFAIL(complaint.c_str());
    }
};

QTEST_GUILESS_MAIN(TstLargeShop)
#include "tst_large_shop.moc"
