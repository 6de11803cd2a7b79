// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QtTest>

#include "server/store/migrations.h"
#include "tests/shop/auditor.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

// A shop as the first release left it: in a show, with holds, an order under way, somebody waiting and a
// journal.
const char* const kShop[] = {
    "INSERT INTO product VALUES ('mug', 1, 'Mug', '', '', 1, 0, 1, 1)",
    "INSERT INTO variant VALUES ('mug-1', 'mug', 0, '', '', 2400, 'EUR', 0)",
    "INSERT INTO stock VALUES ('mug-1', 3, 3, 2)",
    "INSERT INTO stock_movement VALUES ('mug-1', 1, 1, 5, 5, 'first stock', 'ria', 'mug', 1)",
    "INSERT INTO stock_movement VALUES ('mug-1', 2, 3, -2, 3, 'sold', 'ann', 'order-1', 2)",
    "INSERT INTO show VALUES ('evening', 'evening', 'Evening', 2, 'creator', 'Cleo', 'key', 'hash', 1, 1, 0, "
    "0, 0)",
    "INSERT INTO lineup VALUES ('evening', 0, 'mug')",
    "INSERT INTO hold VALUES ('hold-1', 'evening', 'mug-1', 'ann', 2, 2400, 'EUR', 4, 0, 1, 9, 9, 'order-1')",
    "INSERT INTO hold VALUES ('hold-2', 'evening', 'mug-1', 'bob', 3, 2400, 'EUR', 1, 0, 1, 9, 9, '')",
    "INSERT INTO orders VALUES ('order-1', 'evening', 'hold-1', 'ann', 'Ann', 'ann@example.org', 4800, "
    "'EUR', 3, '', "
    "1, 1, 2)",
    "INSERT INTO order_line VALUES ('order-1', 0, 'mug-1', 'mug', 'Mug', 2, 2400)",
    "INSERT INTO payment VALUES ('order-1', 1, 4800, 'EUR', '', 1, 0, 0, 0, 'ref', '', 1, 2)",
    "INSERT INTO waiting VALUES ('mug-1', 1, 'evening', 'cid', 1)",
};

}  // namespace

class TstOlderShop : public QObject {
    Q_OBJECT

  private slots:
    void what_the_first_release_had_is_in_its_first_location_and_goes_on_being_sold() {
        ShopHouse house;
        house.close();
        const QDir folder(house.dir.path());
        for (const QString& name : folder.entryList(QDir::Files))
            QVERIFY(QFile::remove(folder.filePath(name)));
        {
            const auto first = store::Database::open(house.url(), {store::migrations().front()});
            const auto session = first->connect(false);
            for (const char* statement : kShop) *session << statement;
        }
        house.open();
        QVERIFY(house.audit().empty());
        const ShopHouse::Sale sale{"evening", "mug", "mug-1"};
        const auto level = house.stock("mug-1");
        QCOMPARE(level.buckets_size(), 1);
        QCOMPARE(level.buckets(0).location_id(), std::string("main"));
        QCOMPARE(level.held(), int64_t{3});
        QCOMPARE(level.sold(), int64_t{2});
        const auto order = house.order("order-1");
        QCOMPARE(order->subtotal().minor(), int64_t{4800});
        QCOMPARE(order->lines(0).rate_e9(), int64_t{1'000'000'000});
        QCOMPARE(order->lines(0).base_currency(), std::string("EUR"));
        // Bob's time is over: Cid has waited for that, and the journal goes on.
        house.expire();
        QCOMPARE(house.buyer({"cid", "Cid", v1::ROLE_VIEWER, true}, "evening").holds_size(), 1);
        QCOMPARE(house.left(sale), int64_t{2});
        QVERIFY(house.hold(guest("Dan"), sale, 2).ok());
        QVERIFY(house.audit().empty());
    }
};

QTEST_GUILESS_MAIN(TstOlderShop)
#include "tst_older_shop.moc"
