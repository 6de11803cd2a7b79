// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <functional>
#include <limits>

#include "server/shop/coupon_rules.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

constexpr Instant kNow{1'700'000'000'000'000};
constexpr int64_t kSmallest = std::numeric_limits<int64_t>::min();
constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();

Money euro(int64_t minor) { return {minor, *Currency::parse("EUR")}; }

v1::Coupon percent(int64_t percent_e2) {
    v1::Coupon coupon;
    coupon.set_code("SUMMER");
    coupon.set_percent_e2(percent_e2);
    return coupon;
}
v1::Coupon amount(int64_t minor) {
    v1::Coupon coupon;
    coupon.set_code("FIVER");
    coupon.set_amount_minor(minor);
    coupon.set_currency("EUR");
    return coupon;
}

using Change = std::function<void(v1::Coupon&)>;
v1::Coupon with(v1::Coupon coupon, const Change& change) {
    change(coupon);
    return coupon;
}

}  // namespace

class TstCouponRules : public QObject {
    Q_OBJECT

  private slots:
    void codes_are_typed_as_people_type() {
        QCOMPARE(*coupon_code("summer-25"), std::string("SUMMER-25"));
        QCOMPARE(*coupon_code(" Summer 25 "), std::string("SUMMER25"));
        for (const char* bad : {"", "AB", "-ABC", "ABC-", "A--BC", "ÄPFEL", "a_b_c", "'; DROP TABLE coupon",
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567"}) {
            QCOMPARE(coupon_code(bad).error().code, Code::invalid_argument);
        }
    }

    void what_an_editor_may_send() {
        QVERIFY(check_coupon(percent(1)).ok() && check_coupon(percent(99'00)).ok());
        QVERIFY(check_coupon(amount(500)).ok());
        const std::vector<Change> wrong = {
            [](v1::Coupon& c) { c.set_percent_e2(0); },
            [](v1::Coupon& c) { c.set_percent_e2(99'01); },
            [](v1::Coupon& c) { c.set_percent_e2(kLargest); },
            [](v1::Coupon& c) { c.set_percent_e2(kSmallest); },
            [](v1::Coupon& c) { c.set_amount_minor(100); },
            [](v1::Coupon& c) { c.set_minimum_minor(100); },  // in no currency
            [](v1::Coupon& c) { c.set_budget_minor(100); },
            [](v1::Coupon& c) { c.set_currency("XXX"); },
            [](v1::Coupon& c) { c.set_per_person(-1); },
            [](v1::Coupon& c) { c.set_most_uses(kLargest); },
            [](v1::Coupon& c) { c.set_starts_us(-1); },
            [](v1::Coupon& c) { c.set_starts_us(10), c.set_ends_us(10); },
            [](v1::Coupon& c) { c.set_code("?"); },
        };
        for (const Change& change : wrong)
            QCOMPARE(check_coupon(with(percent(10'00), change)).error().code, Code::invalid_argument);
        for (const int64_t bad : {kSmallest, int64_t{-1}, kMostBillMinor + 1, kLargest}) {
            QVERIFY(!check_coupon(amount(bad)).ok());
            QVERIFY(!check_coupon(with(amount(5), [&](v1::Coupon& c) { c.set_minimum_minor(bad); })).ok());
        }
    }

    void what_it_takes_off() {
        QCOMPARE(*redeem(percent(12'50), {}, euro(999), kNow), int64_t{124});
        QCOMPARE(*redeem(amount(500), {}, euro(999), kNow), int64_t{500});
        QCOMPARE(*redeem(amount(500), {}, euro(300), kNow), int64_t{299});
        QCOMPARE(redeem(percent(1), {}, euro(99), kNow).error().code, Code::precondition);
        QCOMPARE(redeem(amount(500), {}, euro(1), kNow).error().code, Code::precondition);
    }

    void whom_it_is_good_for() {
        struct Case {
            Change change;
            CouponHistory history;
            int64_t subtotal;
            bool good;
        };
        const std::vector<Case> cases = {
            {[](v1::Coupon& c) { c.set_minimum_minor(1000); }, {}, 999, false},
            {[](v1::Coupon& c) { c.set_minimum_minor(1000); }, {}, 1000, true},
            {[](v1::Coupon& c) { c.set_per_person(2); }, {1}, 5000, true},
            {[](v1::Coupon& c) { c.set_per_person(2); }, {2}, 5000, false},
            {[](v1::Coupon& c) { c.set_most_uses(3), c.set_uses(2); }, {}, 5000, true},
            {[](v1::Coupon& c) { c.set_most_uses(3), c.set_uses(3); }, {}, 5000, false},
            {[](v1::Coupon& c) { c.set_budget_minor(900), c.set_given_minor(400); }, {}, 5000, true},
            {[](v1::Coupon& c) { c.set_budget_minor(900), c.set_given_minor(401); }, {}, 5000, false},
            {[](v1::Coupon& c) { c.set_archived(true); }, {}, 5000, false},
            {[](v1::Coupon& c) { c.set_starts_us(kNow.us); }, {}, 5000, true},
            {[](v1::Coupon& c) { c.set_starts_us(kNow.us + 1); }, {}, 5000, false},
            {[](v1::Coupon& c) { c.set_ends_us(kNow.us + 1); }, {}, 5000, true},
            {[](v1::Coupon& c) { c.set_ends_us(kNow.us); }, {}, 5000, false},
            {[](v1::Coupon& c) { c.set_currency("USD"); }, {}, 5000, false},
        };
        for (const Case& one : cases) {
            const auto discount =
                redeem(with(amount(500), one.change), one.history, euro(one.subtotal), kNow);
            QCOMPARE(discount.ok(), one.good);
            if (!one.good) QCOMPARE(discount.error().code, Code::precondition);
        }
        // A percentage without conditions on money is good in every currency.
        QVERIFY(redeem(percent(10'00), {}, Money{5000, *Currency::parse("JPY")}, kNow).ok());
    }
};

QTEST_GUILESS_MAIN(TstCouponRules)
#include "tst_coupon_rules.moc"
