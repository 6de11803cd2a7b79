// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include "server/shop/stripe_gateway.h"
#include "server/shop/stripe_signature.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

// A program of this folder, on Node, with its npm packages.
class Peer {
  public:
    explicit Peer(const char* script) {
        const QString folder = qEnvironmentVariable("VITRINE_SOURCE") + "/tests/stripe";
        process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process_.start("node", {folder + "/" + script});
    }
    ~Peer() {
        process_.closeWriteChannel();
        if (!process_.waitForFinished(5000)) process_.kill();
        process_.waitForFinished(5000);
    }
    QByteArray line() {
        QDeadlineTimer deadline(30'000);
        while (!process_.canReadLine() && process_.state() != QProcess::NotRunning && !deadline.hasExpired())
            process_.waitForReadyRead(100);
        return process_.readLine().trimmed();
    }
    QJsonObject ask(const QJsonObject& request) {
        process_.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + "\n");
        return QJsonDocument::fromJson(line()).object();
    }

  private:
    QProcess process_;
};

bool ours(const QByteArray& header, const QByteArray& payload, const std::string& secret) {
    return stripe::check_signature(header.toStdString(), payload.toStdString(), std::vector{secret},
                                   SystemClock().now())
        .ok();
}

}  // namespace

// What others made: Stripe's own client signs and judges webhooks, and a mock of Stripe by others keeps the
// money. CMake fetches their packages.
class TstStripePeers : public QObject {
    Q_OBJECT

  private slots:
    void stripes_own_client_signs_and_judges_as_we_do() {
        Peer stripe("signer.mjs");
        const qint64 now_s = SystemClock().now().us / 1'000'000;
        const QString secret = "whsec_test",
                      payload = R"({"id":"evt_1","object":"event","text":"Grüße, 你好 \u2028"})";
        const auto sign = [&](const QString& with, qint64 at_s) {
            const QByteArray header =
                stripe.ask({{"payload", payload}, {"secret", with}, {"timestamp", at_s}})["header"]
                    .toString()
                    .toUtf8();
            return header;
        };
        const QByteArray good = sign(secret, now_s), foreign = sign("whsec_other", now_s);
        QVERIFY2(good.startsWith("t="), "Stripe's client did not sign: are its npm packages there?");
        const QByteArray two = foreign + good.mid(good.indexOf(",v1="));
        const QList<QByteArray> headers{good,
                                        foreign,
                                        two,
                                        sign(secret, now_s - 200),
                                        sign(secret, now_s - 400),
                                        sign(secret, 1),  // 0 would be now to their client
                                        good.left(good.size() - 1),
                                        good + "0",
                                        good.mid(good.indexOf("v1=")),
                                        QByteArray(good).replace(",v1=", ",v0="),
                                        QByteArray(good).replace("t=", "t=1"),
                                        "",
                                        "t=,v1="};
        int genuine = 0;
        for (const QByteArray& header : headers) {
            const bool theirs =
                stripe.ask({{"payload", payload}, {"secret", secret}, {"header", QString(header)}})["genuine"]
                    .toBool();
            QVERIFY2(ours(header, payload.toUtf8(), secret.toStdString()) == theirs, header.constData());
            genuine += theirs;
        }
        QCOMPARE(genuine, 3);  // good, one of two, and 200 s old
        QVERIFY(!ours(good, payload.toUtf8() + " ", secret.toStdString()));
    }

    void money_at_a_stripe_that_others_wrote() {
        Peer mock("intents.mjs");
        const QByteArray port = mock.line();
        QVERIFY2(port.toInt() > 0, "the mock did not start: are its npm packages there?");
        StripeGateway gateway({{"sk_test_mock", "http://127.0.0.1:" + port.toStdString()}, ""});
        const auto named = [](const std::string& key) {
            return PaymentRef{key, Money{2400, *Currency::parse("EUR")}, ""};
        };
        const auto reserve = [&](const std::string& key, const std::string& card = "pm_card_visa") {
            return gateway.authorise({named(key), card, false}, 5000);
        };
        const auto first = reserve("o/1"), again = reserve("o/1");
        QVERIFY(first->state == PaymentState::authorised && first->amount_minor == 2400);
        QCOMPARE(again->gateway_reference, first->gateway_reference);
        QCOMPARE(gateway.look_up(named("o/1"), 5000)->gateway_reference, first->gateway_reference);
        const auto taken = gateway.capture({named("o/1"), 2000}, 5000);
        QVERIFY(taken->state == PaymentState::captured && taken->amount_minor == 2000);
        QCOMPARE(gateway.capture({named("o/1"), 2000}, 5000)->amount_minor, int64_t{2000});
        QVERIFY(gateway.void_payment(named("o/1"), 5000)->state == PaymentState::captured);
        for (int i = 0; i < 2; ++i)
            QVERIFY(gateway.refund({named("o/1"), "r1", 1500}, 5000)->state == RefundState::done);
        QVERIFY(gateway.refund({named("o/1"), "r2", 501}, 5000)->state == RefundState::refused);
        QVERIFY(gateway.refund({named("o/1"), "r3", 500}, 5000)->state == RefundState::done);

        const auto refused = reserve("o/2", "pm_card_chargeDeclined");
        QVERIFY(refused->state == PaymentState::declined && !refused->problem.empty());
        QVERIFY(gateway.look_up(named("o/2"), 5000)->state == PaymentState::declined);

        QVERIFY(reserve("o/3")->state == PaymentState::authorised);
        QVERIFY(gateway.void_payment(named("o/3"), 5000)->state == PaymentState::declined);
        QVERIFY(gateway.capture({named("o/3"), 2400}, 5000)->state == PaymentState::declined);

        // Busy, broken: nothing is known. And the same key with another wish is refused there.
        QCOMPARE(reserve("o/4", "tok_429").error().code, Code::unavailable);
        QCOMPARE(reserve("o/5", "tok_500").error().code, Code::unavailable);
        QCOMPARE(reserve("o/1", "tok_mastercard").error().code, Code::conflict);
        QCOMPARE(gateway.look_up(named("o/9"), 5000).error().code, Code::not_found);
    }
};

QTEST_GUILESS_MAIN(TstStripePeers)
#include "tst_stripe_peers.moc"
