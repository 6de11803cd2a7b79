// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

// The measurements measure what they say, in small: that all was sold that could be, and nothing twice. How
// fast is not asserted.
class TstBench : public QObject {
    Q_OBJECT

    QJsonObject run(const QStringList& arguments) {
        QProcess bench;
        bench.start(qEnvironmentVariable("VITRINE_BIN") + "/vitrine-bench",
                    arguments + QStringList{"--json"});
        if (!bench.waitForFinished(120'000) || bench.exitCode() != 0) {
            qWarning("%s", bench.readAllStandardError().constData());
            return {};
        }
        return QJsonDocument::fromJson(bench.readAllStandardOutput().trimmed().split('\n').last()).object();
    }

  private slots:
    void holds_data() {
        QTest::addColumn<QString>("store");
        QTest::newRow("sqlite") << "sqlite";
        QTest::newRow("postgresql") << "postgresql";
    }
    void holds() {
        QFETCH(QString, store);
        const QJsonObject figures = run({"holds", "--buyers", "40", "--holds-each", "5", "--skus", "2",
                                         "--rounds", "1", "--no-http", "--store", store});
        QCOMPARE(figures["holds"].toInt(), 200);
        QVERIFY(figures["holds_per_s"].toDouble() > 0);
        QVERIFY(figures["naive_per_s"].toDouble() > 0);
        QCOMPARE(figures.contains("raw_per_s"), store == "sqlite");
        QCOMPARE(figures["oversold"].toInt(-1), 0);
    }
    void holds_beside_a_long_past() {
        const QJsonObject figures = run({"holds", "--buyers", "40", "--holds-each", "2", "--rounds", "1",
                                         "--past-products", "300", "--past-orders", "1000"});
        QCOMPARE(figures["past_products"].toInt(), 300);
        QCOMPARE(figures["past_orders"].toInt(), 1000);
        QCOMPARE(figures["http_oversold"].toInt(-1), 0);
        QVERIFY(figures["past_p99_ms"].toDouble() > 0);
        QVERIFY(figures["past_search_p99_ms"].toDouble() > 0);
    }
    void flash_sale() {
        const QJsonObject figures =
            run({"flashsale", "--buyers", "300", "--units", "25", "--within-s", "0.5"});
        QCOMPARE(figures["held"].toInt(), 25);
        QCOMPARE(figures["sold"].toInt(), 25);
        QCOMPARE(figures["sold_out"].toInt(), 275);
        QCOMPARE(figures["oversold"].toInt(-1), 0);
        QVERIFY(figures["answered_p99_ms"].toDouble() > 0);
        QVERIFY(figures["room_p99_ms"].toDouble() > 0);
    }
    void ledger_data() { holds_data(); }
    void ledger() {
        QFETCH(QString, store);
        const QJsonObject figures = run({"ledger", "--transfers", "1000", "--wallets", "20", "--chain", "3",
                                         "--rounds", "1", "--store", store});
        QCOMPARE(figures["transfers"].toInt(), 1000);
        QVERIFY(figures["transfers_per_s"].toDouble() > 0);
        QCOMPARE(figures.contains("raw_per_s"), store == "sqlite");
        QCOMPARE(figures["unbalanced"].toInt(-1), 0);
    }
    void search() {
        const QJsonObject figures = run({"search", "--products", "3000"});
        QCOMPARE(figures["products"].toInt(), 3000);
        QVERIFY(figures["found_per_search"].toDouble() > 1);
        QVERIFY(figures["search_p99_ms"].toDouble() > 0);
    }
};

QTEST_GUILESS_MAIN(TstBench)
#include "tst_bench.moc"
