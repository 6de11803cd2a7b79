// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>
#include <random>

#include "server/domain/money.h"

using namespace vitrine;

namespace {

Money money(int64_t minor, const char* code) { return {minor, Currency::parse(code).value()}; }
constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

}  // namespace

class TstMoney : public QObject {
    Q_OBJECT

  private slots:
    void knows_exponents_data();
    void knows_exponents();
    void refuses_what_is_no_currency_data();
    void refuses_what_is_no_currency();
    void writes_amounts_data();
    void writes_amounts();
    void never_mixes_currencies();
    void refuses_to_overflow();
    void times_is_repeated_plus();
};

void TstMoney::knows_exponents_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("exponent");
    QTest::newRow("first") << "AED" << 2;
    QTest::newRow("EUR") << "EUR" << 2;
    QTest::newRow("JPY") << "JPY" << 0;
    QTest::newRow("KWD") << "KWD" << 3;
    QTest::newRow("last") << "ZAR" << 2;
}

void TstMoney::knows_exponents() {
    QFETCH(QString, code);
    QFETCH(int, exponent);
    const auto currency = Currency::parse(code.toStdString());
    QVERIFY(currency.ok());
    QCOMPARE(currency->exponent(), exponent);
    QCOMPARE(currency->code(), code.toStdString());
}

void TstMoney::refuses_what_is_no_currency_data() {
    QTest::addColumn<QString>("code");
    for (const char* code :
         {"", "eur", "EURO", "EU", "XXX", "E\u20ac", "ZZZ", "AAA", "EUR'; DROP TABLE orders; --"})
        QTest::newRow(code) << code;
}

void TstMoney::refuses_what_is_no_currency() {
    QFETCH(QString, code);
    QCOMPARE(Currency::parse(code.toStdString()).error().code, Code::invalid_argument);
}

void TstMoney::writes_amounts_data() {
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("euros") << qint64(1250) << "EUR"
                           << "12.50 EUR";
    QTest::newRow("cents") << qint64(5) << "EUR"
                           << "0.05 EUR";
    QTest::newRow("nothing") << qint64(0) << "EUR"
                             << "0.00 EUR";
    QTest::newRow("negative cents") << qint64(-5) << "EUR"
                                    << "-0.05 EUR";
    QTest::newRow("yen") << qint64(1250) << "JPY"
                         << "1250 JPY";
    QTest::newRow("fils") << qint64(1) << "KWD"
                          << "0.001 KWD";
    QTest::newRow("most") << qint64(kMost) << "EUR"
                          << "92233720368547758.07 EUR";
    QTest::newRow("least") << qint64(kLeast) << "EUR"
                           << "-92233720368547758.08 EUR";
}

void TstMoney::writes_amounts() {
    QFETCH(qint64, minor);
    QFETCH(QString, code);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(money(minor, code.toLatin1().constData()).text()), text);
}

void TstMoney::never_mixes_currencies() {
    QCOMPARE(money(1, "EUR").plus(money(1, "USD")).error().code, Code::invalid_argument);
    QVERIFY(!(money(1, "EUR") == money(1, "USD")));
}

void TstMoney::refuses_to_overflow() {
    QVERIFY(!money(kMost, "EUR").plus(money(1, "EUR")).ok());
    QVERIFY(!money(kLeast, "EUR").plus(money(-1, "EUR")).ok());
    QVERIFY(!money(kMost / 2 + 1, "EUR").times(2).ok());
    QVERIFY(!money(kLeast, "EUR").times(-1).ok());
    QCOMPARE(money(kMost, "EUR").plus(money(0, "EUR"))->minor, kMost);
}

void TstMoney::times_is_repeated_plus() {
    const auto seed = std::random_device()();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 500; ++round) {
        const auto price =
            money(std::uniform_int_distribution<int64_t>(-1'000'000, 1'000'000)(random), "EUR");
        const int count = std::uniform_int_distribution<int>(0, 99)(random);
        auto sum = money(0, "EUR");
        for (int i = 0; i < count; ++i) sum = sum.plus(price).value();
        QVERIFY(price.times(count).value() == sum);
    }
}

QTEST_GUILESS_MAIN(TstMoney)
#include "tst_money.moc"
