// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "commerce-client/price.h"

using namespace vitrine::commerce;

class TestPrice : public QObject {
    Q_OBJECT
  private slots:
    void writes_data() {
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("text");
        QTest::newRow("cents") << qint64{1250} << "EUR" << QStringLiteral("€12.50");
        QTest::newRow("leading zero of the cents") << qint64{5} << "USD"
                                                   << "$0.05";
        QTest::newRow("no minor digits") << qint64{1250} << "JPY" << QStringLiteral("¥1,250");
        QTest::newRow("three minor digits") << qint64{1250} << "KWD" << QStringLiteral("KWD\u00a01.250");
        QTest::newRow("negative") << qint64{-199} << "GBP" << QStringLiteral("−£1.99");
        QTest::newRow("beyond a double")
            << qint64{9'007'199'254'740'993} << "EUR" << QStringLiteral("€90,071,992,547,409.93");
        QTest::newRow("the least") << std::numeric_limits<qint64>::min() << "JPY"
                                   << QStringLiteral("−¥9,223,372,036,854,775,808");
    }
    void writes() {
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        QTEST(price_text(minor, currency.toStdString(), QLocale(QLocale::English, QLocale::UnitedStates)),
              "text");
    }
    void reads_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<qint64>("minor");  // −1: refused
        QTest::newRow("point") << "12.50"
                               << "EUR" << qint64{1250};
        QTest::newRow("comma, one digit") << "12,5"
                                          << "EUR" << qint64{1250};
        QTest::newRow("whole") << " 12 "
                               << "EUR" << qint64{1200};
        QTest::newRow("yen") << "1250"
                             << "JPY" << qint64{1250};
        QTest::newRow("yen have no minor digits") << "12.5"
                                                  << "JPY" << qint64{-1};
        QTest::newRow("too exact") << "1.005"
                                   << "EUR" << qint64{-1};
        QTest::newRow("words") << "ten"
                               << "EUR" << qint64{-1};
        QTest::newRow("negative") << "-1"
                                  << "EUR" << qint64{-1};
        QTest::newRow("empty") << ""
                               << "EUR" << qint64{-1};
        QTest::newRow("overflowing") << "99999999999999999999"
                                     << "EUR" << qint64{-1};
    }
    void reads() {
        QFETCH(QString, typed);
        QFETCH(QString, currency);
        QTEST(static_cast<qint64>(parse_price(typed, currency.toStdString()).value_or(-1)), "minor");
    }
};

QTEST_GUILESS_MAIN(TestPrice)
#include "tst_client_price.moc"
