// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "server/shop/refund_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

Result<RefundPlan> plan(std::vector<LineMoney> lines, std::vector<LinePart> wanted,
                        v1::OrderState state = v1::ORDER_STATE_PAID) {
    return plan_refund(state, lines, std::move(wanted));
}

}  // namespace

// What goes back for how much of an order.
class TstRefundRules : public QObject {
    Q_OBJECT

  private slots:
    void the_whole_is_what_was_paid() {
        const auto all = plan({{3, 0, 7200}, {1, 0, 999}}, {});
        QCOMPARE(all->amount_minor, int64_t{8199});
        QCOMPARE(all->parts.size(), size_t{2});
        QVERIFY(all->parts[0] == (LinePart{0, 3, 7200}));
        QCOMPARE(plan({{3, 2, 7200, 4800}}, {})->amount_minor, int64_t{2400});
    }

    // Three for 10.00: no cent is lost or made, in whatever parts they come back.
    void parts_add_up_to_the_whole_to_the_last_minor_unit() {
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            LineMoney line{static_cast<int64_t>(1 + random() % 99), 0,
                           static_cast<int64_t>(1 + random() % 100'000)};
            int64_t back = 0;
            while (line.refunded < line.quantity) {
                const int64_t some = 1 + static_cast<int64_t>(random()) % (line.quantity - line.refunded);
                const int64_t part = refund_of(line, some);
                const int64_t least = line.paid_minor * some / line.quantity;
                QVERIFY(part >= least && part <= least + 1);
                back += part;
                line.refunded += some;
                line.refunded_minor += part;
            }
            QCOMPARE(back, line.paid_minor);
        }
    }

    // Two of three for 10.00, then the third; the gateway refuses the first. What is asked for next makes up
    // for the cent that the third had more.
    void a_refused_refund_does_not_make_more_of_the_whole() {
        LineMoney line{3, 0, 1000};
        const int64_t two = refund_of(line, 2);
        line = {3, 2, 1000, two};
        const int64_t third = refund_of(line, 1);
        QCOMPARE(two, int64_t{666});
        QCOMPARE(third, int64_t{334});
        line = {3, 1, 1000, third};
        QCOMPARE(refund_of(line, 1), int64_t{332});
        QCOMPARE(refund_of(line, 2), int64_t{666});
    }

    void sums_of_the_largest_orders_do_not_overflow() {
        const LineMoney huge{1'000'000'000, 0, 1'000'000'000'000'000'000};
        QCOMPARE(refund_of(huge, 999'999'999), int64_t{999'999'999'000'000'000});
    }

    void bad_wishes_data() {
        QTest::addColumn<int>("line");
        QTest::addColumn<qint64>("quantity");
        QTest::addColumn<int>("code");
        const int invalid = int(Code::invalid_argument), precondition = int(Code::precondition);
        QTest::newRow("no such line") << 1 << qint64{1} << invalid;
        QTest::newRow("a line below zero") << -1 << qint64{1} << invalid;
        QTest::newRow("none") << 0 << qint64{0} << invalid;
        QTest::newRow("fewer than none") << 0 << qint64{-2} << invalid;
        QTest::newRow("more than is left") << 0 << qint64{3} << precondition;
        QTest::newRow("far more") << 0 << std::numeric_limits<qint64>::max() << precondition;
        QTest::newRow("the other end") << 0 << std::numeric_limits<qint64>::min() << invalid;
    }
    void bad_wishes() {
        QFETCH(int, line);
        QFETCH(qint64, quantity);
        QFETCH(int, code);
        QCOMPARE(int(plan({{5, 3, 1000}}, {{line, quantity}}).error().code), code);
    }

    void a_line_is_named_once_and_nothing_is_given_back_twice() {
        QCOMPARE(plan({{5, 0, 1000}}, {{0, 1}, {0, 1}}).error().code, Code::invalid_argument);
        QCOMPARE(plan({{5, 5, 1000}}, {}).error().code, Code::precondition);
    }

    void only_what_is_sold_can_be_refunded() {
        for (const auto state :
             {v1::ORDER_STATE_PAYING, v1::ORDER_STATE_NEEDS_CONFIRMATION, v1::ORDER_STATE_DECLINED,
              v1::ORDER_STATE_CANCELLED, v1::ORDER_STATE_REFUNDED})
            QCOMPARE(plan({{1, 0, 1000}}, {}, state).error().code, Code::precondition);
        for (const auto state :
             {v1::ORDER_STATE_AUTHORISED, v1::ORDER_STATE_PAID, v1::ORDER_STATE_PARTLY_REFUNDED})
            QVERIFY(plan({{1, 0, 1000}}, {}, state).ok());
    }

    void the_state_says_how_much_went_back() {
        QCOMPARE(state_after_refund(100, 0), v1::ORDER_STATE_PAID);
        QCOMPARE(state_after_refund(100, 99), v1::ORDER_STATE_PARTLY_REFUNDED);
        QCOMPARE(state_after_refund(100, 100), v1::ORDER_STATE_REFUNDED);
    }
};

QTEST_GUILESS_MAIN(TstRefundRules)
#include "tst_refund_rules.moc"
