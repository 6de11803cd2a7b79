// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/identity/sign_in_throttle.h"

using namespace vitrine;

class TstSignInThrottle : public QObject {
    Q_OBJECT

  private slots:
    void allows_ten_failures_a_minute();
    void forgives_after_a_success();
    void slows_each_login_by_itself();
    void remembers_a_bounded_number_of_logins();
};

void TstSignInThrottle::allows_ten_failures_a_minute() {
    identity::SignInThrottle throttle;
    for (int64_t i = 0; i < 10; ++i) QVERIFY(throttle.begin("clara", i * 1'000'000).ok());
    const auto refused = throttle.begin("clara", 10'000'000);
    QCOMPARE(refused.error().code, Code::rate_limited);
    QCOMPARE(refused.error().retry_after_ms, int64_t(50'000));
    QVERIFY(!throttle.begin("clara", 59'999'999).ok());
    // As each one grows old, one more is allowed; what was refused has not made it longer.
    QVERIFY(throttle.begin("clara", 60'000'000).ok());
    QVERIFY(!throttle.begin("clara", 60'000'001).ok());
    for (int i = 0; i < 10; ++i) QVERIFY(throttle.begin("clara", 200'000'000).ok());
    QVERIFY(!throttle.begin("clara", 200'000'000).ok());
}

void TstSignInThrottle::forgives_after_a_success() {
    identity::SignInThrottle throttle;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 9; ++i) QVERIFY(throttle.begin("clara", 0).ok());
        QVERIFY(throttle.begin("clara", 0).ok());
        throttle.succeeded("clara");
    }
    throttle.succeeded("nobody");
}

void TstSignInThrottle::slows_each_login_by_itself() {
    identity::SignInThrottle throttle;
    for (int i = 0; i < 10; ++i) QVERIFY(throttle.begin("clara", 0).ok());
    QVERIFY(!throttle.begin("clara", 0).ok());
    QVERIFY(throttle.begin("otto", 0).ok());
}

void TstSignInThrottle::remembers_a_bounded_number_of_logins() {
    identity::SignInThrottle throttle;
    for (int i = 0; i < 10; ++i) QVERIFY(throttle.begin("first", 0).ok());
    for (int i = 0; i < 10; ++i) QVERIFY(throttle.begin("second", 0).ok());
    QVERIFY(!throttle.begin("first", 1).ok());  // touched later than the second
    for (int i = 0; i < 4095; ++i) QVERIFY(throttle.begin("login " + std::to_string(i), 2).ok());
    QVERIFY(throttle.begin("second", 3).ok());  // the longest untouched was forgotten
}

QTEST_GUILESS_MAIN(TstSignInThrottle)
#include "tst_sign_in_throttle.moc"
