// SPDX-License-Identifier: GPL-3.0-or-later
#include <QUuid>
#include <QtTest>
#include <set>
#include <thread>

#include "server/domain/id.h"

using namespace vitrine;

class TstId : public QObject {
    Q_OBJECT

  private slots:
    void makes_version_7_as_others_read_it();
    void carries_its_time_and_sorts_by_it();
    void never_repeats_even_from_many_threads();
    void refuses_what_is_not_one_data();
    void refuses_what_is_not_one();
};

void TstId::makes_version_7_as_others_read_it() {
    const auto text = make_id({1'700'000'000'123'456});
    QVERIFY(is_id(text));
    const auto uuid = QUuid::fromString(QString::fromStdString(text));
    QVERIFY(!uuid.isNull());
    QCOMPARE(uuid.variant(), QUuid::DCE);
    QCOMPARE(uuid.data3 >> 12, 7);
    QCOMPARE(uuid.toString(QUuid::WithoutBraces).toStdString(), text);
}

void TstId::carries_its_time_and_sorts_by_it() {
    const int64_t ms = 1'700'000'000'123;
    const auto text = make_id({ms * 1000 + 999});
    QCOMPARE(QString::fromStdString(text.substr(0, 8) + text.substr(9, 4)).toLongLong(nullptr, 16),
             qint64(ms));
    std::string last;
    for (int64_t t = 0; t < 1000; ++t) {
        const auto next = make_id({(ms + t) * 1000});
        QVERIFY(last < next);
        last = next;
    }
}

void TstId::never_repeats_even_from_many_threads() {
    std::vector<std::vector<std::string>> made(4);
    std::vector<std::thread> threads;
    for (auto& mine : made) {
        threads.emplace_back([&mine] {
            for (int i = 0; i < 2500; ++i) mine.push_back(make_id({1'700'000'000'000'000}));
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::string> all;
    for (const auto& mine : made) all.insert(mine.begin(), mine.end());
    QCOMPARE(all.size(), size_t(10'000));
}

void TstId::refuses_what_is_not_one_data() {
    QTest::addColumn<QByteArray>("text");
    const QByteArray good = "0190163d-8694-739b-aea5-966c26f8ad91";
    QVERIFY(is_id(good.toStdString()));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("version 4") << QByteArray("0190163d-8694-439b-aea5-966c26f8ad91");
    QTest::newRow("wrong variant") << QByteArray("0190163d-8694-739b-cea5-966c26f8ad91");
    QTest::newRow("upper case") << good.toUpper();
    QTest::newRow("braces") << QByteArray('{' + good + '}');
    QTest::newRow("too short") << good.chopped(1);
    QTest::newRow("too long") << QByteArray(good + '0');
    QTest::newRow("misplaced hyphen") << QByteArray("0190163d8-694-739b-aea5-966c26f8ad91");
    QTest::newRow("not hexadecimal") << QByteArray("0190163g-8694-739b-aea5-966c26f8ad91");
    QTest::newRow("zero byte") << QByteArray(good.chopped(1) + '\0');
    QTest::newRow("injection") << QByteArray("0190163d-8694-739b-aea5-966c26' OR 1");
}

void TstId::refuses_what_is_not_one() {
    QFETCH(QByteArray, text);
    QVERIFY(!is_id(text.toStdString()));
}

QTEST_GUILESS_MAIN(TstId)
#include "tst_id.moc"
