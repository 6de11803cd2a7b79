// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMessageAuthenticationCode>
#include <QtTest>

#include "server/shop/stripe_event.h"
#include "server/shop/stripe_signature.h"

using namespace vitrine;
using namespace vitrine::shop::stripe;

namespace {

constexpr int64_t kNow_s = 1'700'000'000;
const Instant kNow{kNow_s * 1'000'000};
// With ' for ".
QByteArray json(const char* text) { return QByteArray(text).replace('\'', '"'); }

const QByteArray kBody = json("{'id':'evt_1','object':'event','type':'payment_intent.succeeded'}");

// By Qt's HMAC, not by the one that is tried.
QByteArray v1(const QByteArray& secret, int64_t t, const QByteArray& body = kBody) {
    return QMessageAuthenticationCode::hash(QByteArray::number(qint64(t)) + "." + body, secret,
                                            QCryptographicHash::Sha256)
        .toHex();
}
QByteArray header(const QByteArray& secret, int64_t t = kNow_s, const QByteArray& body = kBody) {
    return "t=" + QByteArray::number(qint64(t)) + ",v1=" + v1(secret, t, body);
}
bool genuine(const QByteArray& header, std::vector<std::string> secrets = {"whsec_a"},
             const QByteArray& body = kBody) {
    return check_signature(header.toStdString(), body.toStdString(), secrets, kNow).ok();
}

}  // namespace

// Who may tell us news: valid, forged, old, several, with a wrong secret; and what the news are about.
class TstStripeSignature : public QObject {
    Q_OBJECT

  private slots:
    void a_valid_one() {
        QVERIFY(genuine(header("whsec_a")));
        QVERIFY(genuine(header("whsec_a", kNow_s - 300)));
        QVERIFY(genuine(header("whsec_a", kNow_s + 300)));
    }

    void forged_ones_data() {
        QTest::addColumn<QByteArray>("forged");
        const QByteArray good = v1("whsec_a", kNow_s);
        const QByteArray t = "t=" + QByteArray::number(qint64(kNow_s));
        QTest::newRow("none") << QByteArray();
        QTest::newRow("another secret") << header("whsec_b");
        QTest::newRow("no time") << "v1=" + good;
        QTest::newRow("another time") << "t=" + QByteArray::number(qint64(kNow_s - 1)) + ",v1=" + good;
        QTest::newRow("no signature") << t;
        QTest::newRow("an empty one") << t + ",v1=";
        QTest::newRow("cut short") << t + ",v1=" + good.left(62);
        QTest::newRow("too long") << t + ",v1=" + good + "00";
        QTest::newRow("one digit off") << t + ",v1=" + good.left(63) + (good.endsWith('0') ? "1" : "0");
        QTest::newRow("upper case") << t + ",v1=" + good.toUpper();
        QTest::newRow("of the old scheme only") << t + ",v0=" + good;
        QTest::newRow("a time that is no number") << "t=12a,v1=" + good;
        QTest::newRow("a time below zero") << "t=-1,v1=" + v1("whsec_a", -1);
        QTest::newRow("a time beyond 64 bits") << "t=99999999999999999999,v1=" + good;
        QTest::newRow("commas") << QByteArray(5000, ',');
    }
    void forged_ones() {
        QFETCH(QByteArray, forged);
        QVERIFY(!genuine(forged));
    }

    void the_body_counts_byte_for_byte() {
        QVERIFY(!genuine(header("whsec_a"), {"whsec_a"}, kBody + "\n"));
        QVERIFY(!genuine(header("whsec_a"), {"whsec_a"}, QByteArray(kBody).replace("evt_1", "evt_2")));
        const QByteArray binary = QByteArray("{\0\xff\r\n}", 6);
        QVERIFY(genuine(header("whsec_a", kNow_s, binary), {"whsec_a"}, binary));
        QVERIFY(genuine(header("whsec_a", kNow_s, ""), {"whsec_a"}, ""));
    }

    void old_ones_and_a_clock_that_is_wrong() {
        for (const int64_t off : {301, 86'400, 1'000'000'000}) {
            QVERIFY(!genuine(header("whsec_a", kNow_s - off)));
            QVERIFY(!genuine(header("whsec_a", kNow_s + off)));
        }
        QVERIFY(!genuine(header("whsec_a", std::numeric_limits<int64_t>::max())));
    }

    void several_signatures_and_several_secrets() {
        const QByteArray both = header("whsec_old") + ",v1=" + v1("whsec_new", kNow_s);
        QVERIFY(genuine(both, {"whsec_new"}));
        QVERIFY(genuine(both, {"whsec_old"}));
        QVERIFY(genuine(header("whsec_new"), {"whsec_old", "whsec_new"}));
        QVERIFY(genuine(header("whsec_a") + ",v0=" + v1("x", kNow_s) + ",scheme=1"));
        QVERIFY(!genuine(both, {"whsec_third"}));
    }

    // Rather nothing than everything.
    void without_a_secret_nothing_is_genuine() {
        QVERIFY(!genuine(header("whsec_a"), {}));
        QVERIFY(!genuine(header(""), {""}));
        QVERIFY(!genuine(header(""), {}));
    }

    void what_an_event_is_about_data() {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("refund");
        QTest::newRow("an intent")
            << json("{'object':'payment_intent','id':'pi_1','metadata':{'vitrine_payment':'o/1'}}") << "o/1"
            << "pi_1"
            << "";
        QTest::newRow("somebody else's intent")
            << json("{'object':'payment_intent','id':'pi_1','metadata':{}}") << ""
            << "pi_1"
            << "";
        QTest::newRow("a charge") << json(
                                         "{'object':'charge','id':'ch_1','payment_intent':'pi_1','metadata':{"
                                         "'vitrine_payment':'o/1'}}")
                                  << "o/1"
                                  << "pi_1"
                                  << "";
        QTest::newRow("a refund") << json(
                                         "{'object':'refund','id':'re_1','payment_intent':'pi_1','metadata':{"
                                         "'vitrine_refund':'r'}}")
                                  << ""
                                  << "pi_1"
                                  << "r";
        QTest::newRow("expanded") << json("{'object':'refund','payment_intent':{'id':'pi_9'}}") << ""
                                  << "pi_9"
                                  << "";
        QTest::newRow("something we do not know") << json("{'object':'customer','id':'cus_1'}") << ""
                                                  << ""
                                                  << "";
        QTest::newRow("of other types")
            << json("{'object':'payment_intent','id':7,'metadata':['vitrine_payment']}") << ""
            << ""
            << "";
        QTest::newRow("with a zero byte") << json(
                                                 "{'object':'payment_intent','id':'pi_1\\u0000','metadata':{'"
                                                 "vitrine_payment':'o/1\\u0000'}}")
                                          << ""
                                          << ""
                                          << "";
        QTest::newRow("no object") << QByteArray("null") << ""
                                   << ""
                                   << "";
    }
    void what_an_event_is_about() {
        QFETCH(QByteArray, object);
        QFETCH(QString, key);
        QFETCH(QString, reference);
        QFETCH(QString, refund);
        const QByteArray body =
            json("{'id':'evt_1','object':'event','type':'x.y','data':{'object':") + object + "}}";
        const auto event = read_event(body.toStdString());
        QVERIFY(event.ok());
        QCOMPARE(event->id, std::string("evt_1"));
        QCOMPARE(QString::fromStdString(event->payment_key), key);
        QCOMPARE(QString::fromStdString(event->payment_reference), reference);
        QCOMPARE(QString::fromStdString(event->refund_key), refund);
    }

    void what_is_no_event_data() {
        QTest::addColumn<QByteArray>("body");
        const std::vector<QByteArray> bodies{"",
                                             "null",
                                             "[]",
                                             "7",
                                             "{",
                                             json("{'id':'evt_1'}"),
                                             json("{'object':'event','type':'x'}"),
                                             json("{'object':'event','id':'','type':'x'}"),
                                             json("{'object':'event','id':7,'type':'x'}"),
                                             json("{'object':'charge','id':'evt_1','type':'x'}"),
                                             json("{'object':'event','id':'evt_1'}"),
                                             json("{'object':'event','id':'evt_1\\u0000','type':'x'}"),
                                             "\xff\xfe"};
        for (const QByteArray& body : bodies) QTest::newRow(body.toPercentEncoding().constData()) << body;
        QTest::newRow("a long id") << json("{'object':'event','type':'x','id':'") + QByteArray(256, 'e') +
                                          "\"}";
        QTest::newRow("deep") << QByteArray(100'000, '[');
    }
    void what_is_no_event() {
        QFETCH(QByteArray, body);
        QCOMPARE(read_event(body.toStdString()).error().code, Code::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(TstStripeSignature)
#include "tst_stripe_signature.moc"
