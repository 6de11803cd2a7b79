// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <deque>
#include <random>

#include "server/room/say_limit.h"

using namespace vitrine;

class TstSayLimit : public QObject {
    Q_OBJECT

  private slots:
    void allows_five_at_once_and_then_one_a_second();
    void says_when_to_come_again();
    void counts_each_sender_by_himself();
    void never_allows_more_than_ten_in_five_seconds();
};

void TstSayLimit::allows_five_at_once_and_then_one_a_second() {
    room::SayLimit limit;
    int64_t now_us = 77'000'000;
    for (int i = 0; i < 5; ++i) QVERIFY(limit.count("me", now_us).ok());
    QCOMPARE(limit.count("me", now_us).error().code, Code::rate_limited);
    for (int i = 0; i < 20; ++i) {
        now_us += 1'000'000;
        QVERIFY(limit.count("me", now_us).ok());
        QVERIFY(!limit.count("me", now_us).ok());
    }
    now_us += 5'000'000;
    for (int i = 0; i < 5; ++i) QVERIFY(limit.count("me", now_us).ok());
    QVERIFY(!limit.count("me", now_us).ok());
}

void TstSayLimit::says_when_to_come_again() {
    room::SayLimit limit;
    for (int i = 0; i < 5; ++i) QVERIFY(limit.count("me", 0).ok());
    const auto refused = limit.count("me", 300'500);
    QCOMPARE(refused.error().retry_after_ms, int64_t(700));
    QVERIFY(!limit.count("me", 999'000).ok());
    QVERIFY(limit.count("me", 300'500 + refused.error().retry_after_ms * 1000).ok());
}

void TstSayLimit::counts_each_sender_by_himself() {
    room::SayLimit limit;
    for (int i = 0; i < 5; ++i) QVERIFY(limit.count("me", 0).ok());
    QVERIFY(!limit.count("me", 0).ok());
    QVERIFY(limit.count("you", 0).ok());
}

void TstSayLimit::never_allows_more_than_ten_in_five_seconds() {
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    room::SayLimit limit;
    std::deque<int64_t> allowed;
    int64_t now_us = 0;
    int count = 0;
    for (int i = 0; i < 20'000; ++i) {
        now_us += random() % 600'000;
        if (!limit.count("me", now_us).ok()) continue;
        ++count;
        allowed.push_back(now_us);
        while (allowed.front() < now_us - 4'999'999) allowed.pop_front();
        // A burst of five, and one for each of the seconds.
        QVERIFY(allowed.size() <= 10);
    }
    // And not much less than one a second either: what is refused does not count.
    QVERIFY(count >= now_us / 1'000'000);
}

QTEST_GUILESS_MAIN(TstSayLimit)
#include "tst_say_limit.moc"
