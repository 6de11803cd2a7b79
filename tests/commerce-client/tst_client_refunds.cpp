// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTest>

#include "commerce-client/command_id.h"
#include "commerce-client/refund_sum.h"
#include "server/shop/refund_rules.h"

using namespace vitrine;
using namespace vitrine::commerce;

namespace {

v1::OrderLine line(int64_t quantity, int64_t unit_minor, int64_t discount_minor = 0) {
    v1::OrderLine made;
    made.set_quantity(quantity);
    made.mutable_unit_price()->set_minor(unit_minor);
    made.mutable_discount()->set_minor(discount_minor);
    return made;
}

v1::Order order(v1::OrderState state, const v1::OrderLine& only) {
    v1::Order made;
    made.set_state(state);
    *made.add_lines() = only;
    made.mutable_total()->set_minor(only.quantity() * only.unit_price().minor() - only.discount().minor());
    return made;
}

}  // namespace

class TestRefunds : public QObject {
    Q_OBJECT
  private slots:
    void partsAddUpToWhatWasPaid() {
        v1::OrderLine three = line(3, 1000, 1);  // 29.99 for three
        int64_t sum = 0;
        for (int i = 0; i < 3; ++i) {
            const int64_t one = refund_of(three, 1);
            sum += one;
            three.set_refunded_quantity(three.refunded_quantity() + 1);
            three.mutable_refunded()->set_minor(three.refunded().minor() + one);
        }
        QCOMPARE(sum, 2999);
        QCOMPARE(units_left(three), 0);
    }
    // What the dialog promises is what the server gives back.
    void theServerSaysTheSame() {
        QRandomGenerator random(20'261'124);
        for (int i = 0; i < 20'000; ++i) {
            v1::OrderLine sold = line(random.bounded(1, 100), random.bounded(1, 1'000'000'000));
            const int64_t whole = sold.quantity() * sold.unit_price().minor();
            sold.mutable_discount()->set_minor(
                static_cast<int64_t>(random.generateDouble() * static_cast<double>(whole)));
            const int64_t before = random.bounded(static_cast<int>(sold.quantity()));
            sold.mutable_refunded()->set_minor(refund_of(sold, before));
            sold.set_refunded_quantity(before);
            const int64_t now = random.bounded(1, static_cast<int>(sold.quantity() - before) + 1);
            const shop::LineMoney money{sold.quantity(), before, whole - sold.discount().minor(),
                                        sold.refunded().minor()};
            QCOMPARE(refund_of(sold, now), shop::refund_of(money, now));
        }
    }
    void whatCanBeDoneFollowsTheState_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("refund");
        QTest::addColumn<bool>("cancel");
        QTest::newRow("paying") << int(v1::ORDER_STATE_PAYING) << false << true;
        QTest::newRow("bank asks") << int(v1::ORDER_STATE_NEEDS_CONFIRMATION) << false << true;
        QTest::newRow("authorised") << int(v1::ORDER_STATE_AUTHORISED) << true << true;
        QTest::newRow("paid") << int(v1::ORDER_STATE_PAID) << true << true;
        QTest::newRow("refunded in part") << int(v1::ORDER_STATE_PARTLY_REFUNDED) << true << true;
        QTest::newRow("declined") << int(v1::ORDER_STATE_DECLINED) << false << true;
        QTest::newRow("cancelled") << int(v1::ORDER_STATE_CANCELLED) << false << false;
        QTest::newRow("refunded") << int(v1::ORDER_STATE_REFUNDED) << false << false;
    }
    void whatCanBeDoneFollowsTheState() {
        QFETCH(int, state);
        const v1::Order sold = order(static_cast<v1::OrderState>(state), line(2, 1000));
        QTEST(can_refund(sold), "refund");
        QTEST(can_cancel(sold), "cancel");
    }
    void allOnItsWayBackLeavesNothingToDo() {
        v1::OrderLine back = line(2, 1000);
        back.set_refunded_quantity(2);
        back.mutable_refunded()->set_minor(2000);
        QVERIFY(!can_refund(order(v1::ORDER_STATE_PAID, back)));
        QVERIFY(!can_cancel(order(v1::ORDER_STATE_PAID, back)));
    }
    void cancellingGivesBackWhatIsLeft() {
        v1::Order sold = order(v1::ORDER_STATE_PARTLY_REFUNDED, line(2, 1000));
        sold.mutable_refunded()->set_minor(400);
        sold.mutable_refunding()->set_minor(100);
        QCOMPARE(cancelled_money(sold).minor(), 1500);
        QCOMPARE(cancelled_money(order(v1::ORDER_STATE_PAYING, line(2, 1000))).minor(), 0);
    }
    void pressedAgainIsTheSameCommandUntilItIsDoneOrChanged() {
        PressedCommand pressed;
        const std::string first = pressed.idFor("one unit");
        QCOMPARE(pressed.idFor("one unit"), first);
        const std::string other = pressed.idFor("two units");
        QVERIFY(other != first);
        pressed.done();
        QVERIFY(pressed.idFor("two units") != other);
    }
};

QTEST_GUILESS_MAIN(TestRefunds)
#include "tst_client_refunds.moc"
