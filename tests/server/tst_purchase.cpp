// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/shop_on_air.h"
#include "tests/web/socket_peer.h"

using namespace vitrine;
using namespace vitrine::test;

// A purchase as the page makes it, through the real server.
class TestPurchase : public QObject {
    Q_OBJECT

    ShopOnAir shop_;

    int64_t available(const QString& variant) {
        for (const auto& level : shop_.stock()) {
            if (level.variant_id() == variant.toStdString()) return level.available();
        }
        return -1;
    }

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open(), shop_.server ? shop_.server->log().constData() : "not started");
    }

    void guestBuysAndEverybodySeesTheStock() {
        const QString variant = shop_.variant(0);
        const int64_t before = available(variant);
        SocketPeer watcher(shop_.server->port("http"), QByteArray::fromStdString(shop_.show_id));
        watcher.hello();
        QVERIFY(watcher.message());
        const QByteArray ana = shop_.guest();
        const auto held = shop_.hold(ana, variant, 2, command_id());
        QCOMPARE(held.status, 200);
        QCOMPARE(held.json()["state"].toString(), QString("HOLD_STATE_ACTIVE"));
        QCOMPARE(available(variant), before - 2);
        QCOMPARE(stock_told(watcher, variant), before - 2);
        const QByteArray order_id = command_id();
        QCOMPARE(shop_.pay(ana, held.json()["id"].toString(), "sandbox_approve", order_id).status, 200);
        QCOMPARE(shop_.settled(ana, order_id)["state"].toString(), QString("ORDER_STATE_PAID"));
        QCOMPARE(available(variant), before - 2);
        // It is his order and nobody else's to see.
        QCOMPARE(shop_.server->request("GET", "/v1/orders/" + order_id, shop_.guest("Eve")).status, 404);
    }
    void theSameBuyTwiceIsOneOrder() {
        const QByteArray ana = shop_.guest();
        const QByteArray hold_id = command_id();
        const QString variant = shop_.variant(1);
        const int64_t before = available(variant);
        const auto first = shop_.hold(ana, variant, 1, hold_id);
        const auto again = shop_.hold(ana, variant, 1, hold_id);
        QCOMPARE(again.status, 200);
        QCOMPARE(first.body, again.body);
        QCOMPARE(shop_.hold(ana, variant, 2, hold_id).status, 409);  // the same id, another wish
        QCOMPARE(available(variant), before - 1);
        const QByteArray order_id = command_id();
        QCOMPARE(shop_.pay(ana, first.json()["id"].toString(), "sandbox_approve", order_id).status, 200);
        QCOMPARE(shop_.pay(ana, first.json()["id"].toString(), "sandbox_approve", order_id).status, 200);
        QCOMPARE(shop_.settled(ana, order_id)["state"].toString(), QString("ORDER_STATE_PAID"));
        int found = 0;
        for (const auto& order : shop_.orders()) found += order.hold_id() == hold_id.toStdString() ? 1 : 0;
        QCOMPARE(found, 1);
    }
    void declinedThenConfirmedThenTimedOut() {
        const QByteArray ana = shop_.guest();
        const auto held = shop_.hold(ana, shop_.variant(2), 1, command_id());
        const QString hold_id = held.json()["id"].toString();
        const QByteArray order_id = command_id();
        shop_.pay(ana, hold_id, "sandbox_decline", order_id);
        const QJsonObject declined = shop_.settled(ana, order_id);
        QCOMPARE(declined["state"].toString(), QString("ORDER_STATE_DECLINED"));
        QVERIFY(!declined["problem"].toString().isEmpty());
        const auto second = shop_.pay(ana, hold_id, "sandbox_confirm", command_id());
        QCOMPARE(second.status, 200);
        const QByteArray id = second.json()["id"].toString().toUtf8();
        QCOMPARE(shop_.settled(ana, id)["state"].toString(), QString("ORDER_STATE_NEEDS_CONFIRMATION"));
        QCOMPARE(shop_.server
                     ->request("POST", "/v1/orders/" + id + "/confirm", ana,
                               {{"commandId", QString(command_id())}, {"approve", true}})
                     .status,
                 200);
        QCOMPARE(shop_.settled(ana, id)["state"].toString(), QString("ORDER_STATE_PAID"));

        const auto other = shop_.hold(ana, shop_.variant(3), 1, command_id());
        const QByteArray lost = command_id();
        shop_.pay(ana, other.json()["id"].toString(), "sandbox_timeout", lost);
        QCOMPARE(shop_.settled(ana, lost)["state"].toString(), QString("ORDER_STATE_PAID"));
    }
    // Of what is paid the money goes back, as long as the buyer may cancel.
    void aBuyerCancelsWhatHeHasPaid() {
        const QString variant = shop_.variant(1);
        const int64_t before = available(variant);
        const QByteArray ana = shop_.guest(), id = command_id();
        const auto held = shop_.hold(ana, variant, 2, command_id());
        QCOMPARE(shop_.pay(ana, held.json()["id"].toString(), "sandbox_approve", id).status, 200);
        const QJsonObject paid = shop_.settled(ana, id);
        QCOMPARE(paid["state"].toString(), QString("ORDER_STATE_PAID"));
        QVERIFY(paid["cancelUntilUs"].toString().toLongLong() > paid["authorisedUs"].toString().toLongLong());
        const auto cancel = [&](const QByteArray& who) {
            return shop_.server->request("POST", "/v1/orders/" + id + "/cancel", who,
                                         {{"commandId", QString(command_id())}});
        };
        QCOMPARE(cancel(shop_.guest("Eve")).status, 404);
        QCOMPARE(cancel("").status, 401);
        QCOMPARE(cancel(ana).status, 200);
        const auto state = [&] {
            return shop_.server->request("GET", "/v1/orders/" + id, ana).json()["state"].toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), QString("ORDER_STATE_REFUNDED"), 20'000);
        QCOMPARE(available(variant), before);
        const auto refunds =
            shop_.server->request("GET", "/v1/orders/" + id + "/refunds", ana).json()["refunds"];
        QCOMPARE(refunds.toArray().size(), 1);
        QCOMPARE(refunds.toArray()[0].toObject()["state"].toString(), QString("REFUND_STATE_DONE"));
        QCOMPARE(shop_.server->request("GET", "/v1/orders/" + id + "/refunds", shop_.guest("Eve")).status,
                 404);
    }
    void staffGivesAPartBack() {
        const QByteArray ana = shop_.guest(), id = command_id();
        const auto held = shop_.hold(ana, shop_.variant(2), 2, command_id());
        QCOMPARE(shop_.pay(ana, held.json()["id"].toString(), "sandbox_approve", id).status, 200);
        shop_.settled(ana, id);
        grpc::ClientContext context;
        shop_.authorise(context);
        v1::RefundOrderRequest request;
        request.set_command_id(command_id().toStdString());
        request.set_order_id(id.toStdString());
        request.set_reason("broken");
        request.add_lines()->set_quantity(1);
        v1::Order order;
        QVERIFY(v1::PaymentService::NewStub(shop_.server->channel())
                    ->RefundOrder(&context, request, &order)
                    .ok());
        const auto state = [&] {
            return shop_.server->request("GET", "/v1/orders/" + id, ana).json()["state"].toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), QString("ORDER_STATE_PARTLY_REFUNDED"), 20'000);
    }
    void thePageLearnsWhereToPay() {
        const auto gateway = shop_.server->request("GET", "/v1/payments/gateway");
        QCOMPARE(gateway.status, 200);
        QCOMPARE(gateway.json()["name"].toString(), QString("sandbox"));
    }
    void badWishesAreRefused() {
        const QByteArray ana = shop_.guest();
        QCOMPARE(shop_.hold(ana, shop_.variant(), 0, command_id()).status, 400);
        QCOMPARE(shop_.hold(ana, shop_.variant(), -1, command_id()).status, 400);
        QCOMPARE(shop_.hold(ana, shop_.variant(), 100, command_id()).status, 413);
        QCOMPARE(shop_.hold(ana, shop_.variant(), 1, "not-an-id").status, 400);
        QCOMPARE(shop_.hold(ana, "no-such-variant", 1, command_id()).status, 404);
        QCOMPARE(shop_.server->request("POST", "/v1/holds", ana, {{"quantiti", 1}}).status, 400);
    }

    // Sockets come back to the new process and miss nothing that was said meanwhile.
    void socketsResumeAfterSigkill() {
        SocketPeer before(shop_.server->port("http"), QByteArray::fromStdString(shop_.show_id));
        before.hello();
        const auto welcome = before.message();
        QVERIFY(welcome && welcome->welcome().has_snapshot());
        const auto& snapshot = welcome->welcome().snapshot();
        const int64_t chat = snapshot.chat_size() ? snapshot.chat(snapshot.chat_size() - 1).number() : 0;
        const QByteArray missed = command_id();
        const QByteArray path = "/v1/shows/" + QByteArray::fromStdString(shop_.show_id) + "/chat";
        QCOMPARE(shop_.server
                     ->request("POST", path, shop_.guest("Fay"),
                               {{"commandId", QString(missed)}, {"text", "missed"}})
                     .status,
                 200);
        shop_.server->kill();
        shop_.server->start();
        QVERIFY(shop_.server->ready());
        SocketPeer after(shop_.server->port("http"), QByteArray::fromStdString(shop_.show_id));
        after.hello("", snapshot.epoch(), snapshot.seq(), chat);
        const auto again = after.message();
        QVERIFY(again && again->welcome().recovered());
        QVERIFY(!again->welcome().has_snapshot());
        const auto events = after.message();
        QVERIFY(events);
        int64_t seq = snapshot.seq();
        int lines = 0;
        for (const auto& event : events->events().events()) {
            if (event.seq() > 0) QCOMPARE(event.seq(), ++seq);
            lines += event.chat().id() == missed.toStdString() ? 1 : 0;
        }
        QCOMPARE(lines, 1);
        // A cursor of another numbering, or of the future, means the snapshot.
        SocketPeer stranger(shop_.server->port("http"), QByteArray::fromStdString(shop_.show_id));
        stranger.hello("", "another-epoch", 1, 1);
        QVERIFY(stranger.message()->welcome().has_snapshot());
        SocketPeer future(shop_.server->port("http"), QByteArray::fromStdString(shop_.show_id));
        future.hello("", snapshot.epoch(), 1'000'000, 0);
        QVERIFY(future.message()->welcome().has_snapshot());
    }

  private:
    static int64_t stock_told(SocketPeer& watcher, const QString& variant) {
        while (const auto frame = watcher.message()) {
            for (const auto& event : frame->events().events()) {
                for (const auto& level : event.stock().variants()) {
                    if (level.variant_id() == variant.toStdString()) return level.available();
                }
            }
        }
        return -1;
    }
};

QTEST_GUILESS_MAIN(TestPurchase)
#include "tst_purchase.moc"
