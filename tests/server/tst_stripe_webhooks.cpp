// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMessageAuthenticationCode>
#include <QTest>

#include "tests/server/shop_on_air.h"
#include "tests/shop/fake_stripe.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

QJsonObject stripe_event(const QString& id, const QByteArray& order_id,
                         const QString& type = "payment_intent.succeeded") {
    return {{"id", id},
            {"object", "event"},
            {"type", type},
            {"data",
             QJsonObject{{"object", QJsonObject{{"object", "payment_intent"},
                                                {"id", "pi_x"},
                                                {"status", "succeeded"},
                                                {"metadata", QJsonObject{{"vitrine_payment",
                                                                          QString(order_id + "/1")}}}}}}}};
}

}  // namespace

// The real server with its orders paid at Stripe (a stand-in on loopback), and what Stripe tells it unasked.
class TestStripeWebhooks : public QObject {
    Q_OBJECT

    tests::FakeStripe stripe_;
    ShopOnAir shop_;

    QStringList settings() const {
        return {"--gateway",
                "stripe",
                "--stripe-url",
                QString::fromStdString(stripe_.url()),
                "--stripe-webhook-secret",
                "whsec_old,whsec_new",
                "--stripe-publishable-key",
                "pk_test_shown"};
    }
    int send(const QJsonObject& event, const QByteArray& secret = "whsec_new", qint64 age_s = 0) {
        const QByteArray body = QJsonDocument(event).toJson(QJsonDocument::Compact);
        const QByteArray t = QByteArray::number(SystemClock().now().us / 1'000'000 - age_s);
        const QByteArray v1 =
            QMessageAuthenticationCode::hash(t + "." + body, secret, QCryptographicHash::Sha256).toHex();
        return shop_.server
            ->request("POST", "/v1/webhooks/stripe", "", event,
                      "Stripe-Signature: t=" + t + ",v1=" + v1 + "\r\n")
            .status;
    }
    QByteArray buy(const QByteArray& who, const QString& card) {
        const auto held = shop_.hold(who, shop_.variant(0), 1, command_id());
        const QByteArray id = command_id();
        shop_.pay(who, held.json()["id"].toString(), card, id);
        return id;
    }
    void write_key(QFileDevice::Permissions permissions) {
        QFile file(shop_.directory.filePath("stripe.key"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(stripe_.secret_key + "\n");
        file.setPermissions(permissions);
    }

  private slots:
    void initTestCase() {
        write_key(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        QVERIFY2(shop_.open(settings()), shop_.server ? shop_.server->log().constData() : "not started");
    }

    void anOrderIsPaidThereAndTheMoneyGoesBackThere() {
        const QByteArray ana = shop_.guest(), id = buy(ana, "pm_card_visa");
        QCOMPARE(shop_.settled(ana, id)["state"].toString(), QString("ORDER_STATE_PAID"));
        QCOMPARE(
            shop_.server
                ->request("POST", "/v1/orders/" + id + "/cancel", ana, {{"commandId", QString(command_id())}})
                .status,
            200);
        const auto state = [&] {
            return shop_.server->request("GET", "/v1/orders/" + id, ana).json()["state"].toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), QString("ORDER_STATE_REFUNDED"), 20'000);
        QVERIFY(stripe_.refunds() > 0);
        const auto gateway = shop_.server->request("GET", "/v1/payments/gateway").json();
        QCOMPARE(gateway["name"].toString(), QString("stripe"));
        QCOMPARE(gateway["publishableKey"].toString(), QString("pk_test_shown"));
    }

    void theBuyerConfirmsAndStripeSaysSo() {
        const QByteArray ana = shop_.guest(), id = buy(ana, "pm_card_authenticationRequired");
        const QJsonObject asked = shop_.settled(ana, id);
        QCOMPARE(asked["state"].toString(), QString("ORDER_STATE_NEEDS_CONFIRMATION"));
        QVERIFY(asked["confirmation"].toObject()["clientSecret"].toString().endsWith("_secret"));
        stripe_.set_status((id + "/1").toStdString(), "requires_capture");
        for (int i = 0; i < 3; ++i) QCOMPARE(send(stripe_event("evt_confirmed", id)), 200);
        const auto state = [&] {
            return shop_.server->request("GET", "/v1/orders/" + id, ana).json()["state"].toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), QString("ORDER_STATE_PAID"), 20'000);
        // After a restart the same news are old, and old secrets are still good.
        shop_.server->kill();
        shop_.server->start(settings());
        QVERIFY2(shop_.server->ready(), shop_.server->log().constData());
        QVERIFY(shop_.sign_in());
        const size_t asked_before = stripe_.requests().size();
        QCOMPARE(send(stripe_event("evt_confirmed", id), "whsec_old"), 200);
        QCOMPARE(send(stripe_event("evt_other", "nobody's order")), 200);
        QCOMPARE(send(stripe_event("evt_unknown", id, "terminal.reader.action_failed")), 200);
        QCOMPARE(state(), QString("ORDER_STATE_PAID"));
        QCOMPARE(stripe_.requests().size(), asked_before);  // of what is paid nothing more is wanted
    }

    void aBankTakesMoneyBackAndDecides() {
        const QByteArray ana = shop_.guest(), id = buy(ana, "pm_card_visa");
        QCOMPARE(shop_.settled(ana, id)["state"].toString(), QString("ORDER_STATE_PAID"));
        const auto dispute = [&] {
            return shop_.server->request("GET", "/v1/orders/" + id, ana).json()["dispute"].toString();
        };
        const auto tell = [&](const QString& event, const QString& type, const QString& status) {
            const QJsonObject object = stripe_.dispute((id + "/1").toStdString(), status);
            return send({{"id", event},
                         {"object", "event"},
                         {"type", type},
                         {"data", QJsonObject{{"object", object}}}});
        };
        QCOMPARE(tell("evt_d1", "charge.dispute.created", "needs_response"), 200);
        QTRY_COMPARE_WITH_TIMEOUT(dispute(), QString("DISPUTE_STATE_OPEN"), 20'000);
        const auto refused = shop_.server->request("POST", "/v1/orders/" + id + "/delivery-confirmation", ana,
                                                   {{"commandId", QString(command_id())}});
        QCOMPARE(refused.status, 412);
        QCOMPARE(tell("evt_d2", "charge.dispute.closed", "won"), 200);
        QTRY_COMPARE_WITH_TIMEOUT(dispute(), QString("DISPUTE_STATE_WON"), 20'000);
        // Late, twice, and against what was decided: it stands.
        QCOMPARE(tell("evt_d1", "charge.dispute.created", "needs_response"), 200);
        QCOMPARE(tell("evt_d3", "charge.dispute.closed", "lost"), 200);
        QCOMPARE(send({{"id", "evt_d4"},
                       {"object", "event"},
                       {"type", "charge.dispute.created"},
                       {"data", QJsonObject{{"object", QJsonObject{{"object", "dispute"},
                                                                   {"id", "../refunds"},
                                                                   {"payment_intent", QJsonObject{}}}}}}}),
                 200);
        QCOMPARE(dispute(), QString("DISPUTE_STATE_WON"));
        QCOMPARE(shop_.server
                     ->request("POST", "/v1/orders/" + id + "/delivery-confirmation", ana,
                               {{"commandId", QString(command_id())}})
                     .status,
                 200);
    }

    void whoIsNotStripeIsNotHeard() {
        const QJsonObject news = stripe_event("evt_forged", "x");
        QCOMPARE(send(news, "whsec_guessed"), 400);
        QCOMPARE(send(news, ""), 400);
        QCOMPARE(send(news, "whsec_new", 600), 400);
        QCOMPARE(send(news, "whsec_new", -600), 400);
        QCOMPARE(send({{"object", "event"}}), 400);
        QCOMPARE(shop_.server->request("POST", "/v1/webhooks/stripe", "", news).status, 400);
        QCOMPARE(shop_.server->request("GET", "/v1/webhooks/stripe").status, 405);
        QJsonObject huge = news;
        huge["padding"] = QString(300'000, 'x');
        QCOMPARE(send(huge), 413);
    }

    void theKeyIsNeverShown() {
        const QByteArray log = shop_.server->log();
        QVERIFY(!log.contains(stripe_.secret_key));
        QVERIFY(!log.contains("whsec_"));
        QVERIFY(!log.contains("_secret"));
    }

    void aKeyThatOthersCanReadIsRefused() {
        shop_.server->kill();
        write_key(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther);
        shop_.server->start(settings());
        QVERIFY(!shop_.server->ready());
        QVERIFY2(shop_.server->log().contains("0600"), shop_.server->log().constData());
        QVERIFY(QFile::remove(shop_.directory.filePath("stripe.key")));
        shop_.server->start(settings());
        QVERIFY(!shop_.server->ready());
        QVERIFY2(shop_.server->log().contains("no secret key"), shop_.server->log().constData());
    }
};

QTEST_GUILESS_MAIN(TestStripeWebhooks)
#include "tst_stripe_webhooks.moc"
