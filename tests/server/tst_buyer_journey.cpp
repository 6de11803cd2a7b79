// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include "tests/mail/smtp_sink.h"
#include "tests/server/shop_on_air.h"

using namespace vitrine;
using namespace vitrine::test;
using tests::SmtpSink;

// A buyer's way over HTTP through the real server, with a real mail server behind it.
class TestBuyerJourney : public QObject {
    Q_OBJECT

    SmtpSink sink_;
    ShopOnAir shop_;

    RunningServer::Answer post(const QByteArray& path, const QByteArray& as, QJsonObject body = {}) {
        if (!body.contains("commandId")) body["commandId"] = QString(command_id());
        return shop_.server->request("POST", path, as, body);
    }
    QJsonObject get(const QByteArray& path, const QByteArray& as = "") {
        return shop_.server->request("GET", path, as).json();
    }
    RunningServer::Answer put(const QByteArray& as, const QString& variant, int quantity) {
        return post("/v1/cart/lines", as,
                    {{"showId", QString::fromStdString(shop_.show_id)},
                     {"variantId", variant},
                     {"quantity", QString::number(quantity)}});
    }
    QJsonArray lines(const QByteArray& as) {
        return get("/v1/shows/" + QByteArray::fromStdString(shop_.show_id) + "/cart", as)["lines"].toArray();
    }
    // Signs in through the mail box.
    QByteArray sign_in(const QString& email) {
        const int before = static_cast<int>(sink_.letters().size());
        if (shop_.server->request("POST", "/v1/sessions/codes", "", {{"email", email}}).status != 200)
            return "";
        if (!sink_.wait_for(before + 1)) return "";
        const QString text = sink_.letters().last().part("text/plain");
        const QString code = QRegularExpression("\\d{4} \\d{4}").match(text).captured();
        return shop_.server->request("POST", "/v1/sessions/by-code", "", {{"email", email}, {"code", code}})
            .json()["accessToken"]
            .toString()
            .toUtf8();
    }

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open({"--smtp-url", QString::fromStdString(sink_.url()), "--mail-from",
                             "Demo Shop <shop@example.org>"}),
                 shop_.server ? shop_.server->log().constData() : "not started");
    }

    void from_a_guests_cart_to_the_receipt_of_an_account() {
        const QByteArray guest = shop_.guest("Ana");
        QCOMPARE(put(guest, shop_.variant(0), 2).status, 200);
        QCOMPARE(put(guest, shop_.variant(1), 1).json()["lines"].toArray().size(), 2);
        const QByteArray ana = sign_in("ana@example.org");
        QVERIFY(!ana.isEmpty());
        QCOMPARE(lines(ana).size(), 0);
        QCOMPARE(post("/v1/cart/merge", ana, {{"guestToken", QString(guest)}}).json()["lines"].toString(),
                 QString("2"));
        QCOMPARE(lines(ana).size(), 2);
        QCOMPARE(lines(guest).size(), 0);
        QCOMPARE(lines(sign_in("ana@example.org")).size(), 2);  // on another device

        const QJsonObject address{
            {"name", "Ana"}, {"line1", "1 Main Street"}, {"city", "Berlin"}, {"country", "DE"}};
        const auto profile = post("/v1/profile/addresses", ana, {{"address", address}}).json();
        QCOMPARE(profile["email"].toString(), QString("ana@example.org"));
        QJsonArray holds;
        for (const auto& line : lines(ana)) holds.append(line.toObject()["hold"].toObject()["id"]);
        const QByteArray order_id = command_id();
        const auto order = post("/v1/orders", ana,
                                {{"commandId", QString(order_id)},
                                 {"holdIds", holds},
                                 {"email", "ana@example.org"},
                                 {"addressId", profile["addresses"].toArray()[0].toObject()["id"]},
                                 {"paymentToken", "sandbox_approve"},
                                 {"keepCard", QJsonObject{{"brand", "Visa"}, {"last4", "4242"}}}});
        QCOMPARE(order.status, 200);
        QCOMPARE(shop_.settled(ana, order_id)["state"].toString(), QString("ORDER_STATE_PAID"));
        QVERIFY(sink_.wait_for(3));
        const auto letter = sink_.letters().last();
        QCOMPARE(letter.to, QByteArray("ana@example.org"));
        QVERIFY(letter.part("text/plain").contains("Berlin"));
        QCOMPARE(get("/v1/orders", ana)["orders"].toArray().size(), 1);
        QCOMPARE(get("/v1/orders?limit=x", ana)["code"].toString(), QString("invalid_argument"));
        QCOMPARE(get("/v1/orders", shop_.guest("Eve"))["orders"].toArray().size(), 0);

        const QString card = get("/v1/profile", ana)["methods"].toArray()[0].toObject()["id"].toString();
        const QByteArray tap = command_id();
        QCOMPARE(post("/v1/orders/now", ana,
                      {{"commandId", QString(tap)},
                       {"showId", QString::fromStdString(shop_.show_id)},
                       {"variantId", shop_.variant(0)},
                       {"quantity", "1"},
                       {"savedMethodId", card}})
                     .status,
                 200);
        QCOMPARE(shop_.settled(ana, tap)["state"].toString(), QString("ORDER_STATE_PAID"));
        QVERIFY(sink_.wait_for(4));
    }

    void a_guests_link_opens_his_order_and_cancels_it() {
        const int before = static_cast<int>(sink_.letters().size());
        const QByteArray guest = shop_.guest("Gus");
        const auto held = shop_.hold(guest, shop_.variant(2), 1, command_id());
        const QByteArray order_id = command_id();
        QCOMPARE(shop_.pay(guest, held.json()["id"].toString(), "sandbox_approve", order_id).status, 200);
        QVERIFY(sink_.wait_for(before + 1));
        const QString text = sink_.letters().last().part("text/plain");
        const QByteArray token = QRegularExpression("/o/([\\w-]+)").match(text).captured(1).toUtf8();
        QCOMPARE(get("/v1/order-links/" + token)["id"].toString(), QString(order_id));
        const auto page = shop_.server->request("GET", "/o/" + token, "");
        QCOMPARE(page.status, 200);
        QVERIFY(page.head.contains("Referrer-Policy: no-referrer"));
        QCOMPARE(shop_.server->request("GET", "/v1/order-links/" + QByteArray(43, 'A'), "").status, 404);
        QCOMPARE(post("/v1/order-links/" + QByteArray(43, 'A') + "/cancel", "").status, 404);
        QCOMPARE(post("/v1/order-links/" + token + "/cancel", "").status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(get("/v1/order-links/" + token)["state"].toString(),
                                  QString("ORDER_STATE_REFUNDED"), 20'000);
        QVERIFY(sink_.wait_for(before + 2));
    }

    void forged_tokens_take_nobodys_cart() {
        const QByteArray guest = shop_.guest("Gus");
        QCOMPARE(put(guest, shop_.variant(3), 1).status, 200);
        const QByteArray bob = sign_in("bob@example.org");
        for (const QByteArray& token :
             {QByteArray("nonsense"), guest + "x", guest.left(guest.size() - 4), QByteArray()})
            QCOMPARE(post("/v1/cart/merge", bob, {{"guestToken", QString(token)}}).status, 401);
        QCOMPARE(post("/v1/cart/merge", bob, {{"guestToken", QString(bob)}}).status, 400);
        QCOMPARE(post("/v1/cart/merge", "", {{"guestToken", QString(guest)}}).status, 401);
        QCOMPARE(lines(guest).size(), 1);
    }

    void nobody_writes_to_the_whole_world_through_us() {
        QTemporaryDir directory;
        RunningServer server(directory.path(), {"--smtp-url", QString::fromStdString(sink_.url()),
                                                "--mail-from", "shop@example.org"});
        QVERIFY(server.ready());
        const auto ask = [&](int person) {
            return server
                .request("POST", "/v1/sessions/codes", "",
                         {{"email", QString("p%1@example.org").arg(person)}})
                .status;
        };
        int sent = 0;
        while (sent < 100 && ask(sent) == 200) ++sent;
        QCOMPARE(sent, 15);
        QCOMPARE(ask(99), 429);
    }

    void without_mail_the_shop_says_so() {
        ShopOnAir dumb;
        QVERIFY(dumb.open());
        QVERIFY(!dumb.server->request("GET", "/v1/profile", "").json()["signInByMail"].toBool());
        const auto answer =
            dumb.server->request("POST", "/v1/sessions/codes", "", {{"email", "ana@example.org"}});
        QCOMPARE(answer.status, 412);
        QVERIFY(answer.body.contains("sends no mail"));
    }

    void settings_that_cannot_work_end_the_start_with_a_sentence() {
        for (const QStringList& settings :
             {QStringList{"--smtp-url", "smtp://127.0.0.1:25"},
              QStringList{"--smtp-url", "mail.example.org", "--mail-from", "a@b.c"}}) {
            QTemporaryDir directory;
            RunningServer server(directory.path(), settings);
            QVERIFY(!server.ready());
            QVERIFY(server.log().contains("mail"));
        }
    }
};

QTEST_GUILESS_MAIN(TestBuyerJourney)
#include "tst_buyer_journey.moc"
