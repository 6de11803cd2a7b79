// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "tests/server/shop_on_air.h"
#include "tests/web/socket_peer.h"

using namespace vitrine;
using namespace vitrine::test;

// A purchase as the page makes it, through the real server; and the same while the server is shot.
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
    void badWishesAreRefused() {
        const QByteArray ana = shop_.guest();
        QCOMPARE(shop_.hold(ana, shop_.variant(), 0, command_id()).status, 400);
        QCOMPARE(shop_.hold(ana, shop_.variant(), -1, command_id()).status, 400);
        QCOMPARE(shop_.hold(ana, shop_.variant(), 100, command_id()).status, 413);
        QCOMPARE(shop_.hold(ana, shop_.variant(), 1, "not-an-id").status, 400);
        QCOMPARE(shop_.hold(ana, "no-such-variant", 1, command_id()).status, 404);
        QCOMPARE(shop_.server->request("POST", "/v1/holds", ana, {{"quantiti", 1}}).status, 400);
    }

    // Buyers press on while the server is killed and started again; then its books are read. What was
    // answered must be there, nothing may be there twice, and every unit must be somewhere.
    void sigkillInABurstLosesNothing() {
        const QString variant = shop_.variant(4);
        std::map<std::string, int64_t> received;
        for (const auto& level : shop_.stock()) received[level.variant_id()] = level.on_hand() + level.sold();
        const QByteArray ana = shop_.guest("Burst");
        struct Asked {
            QByteArray hold_id, order_id;
            bool held = false, ordered = false;
        };
        std::vector<std::vector<Asked>> asked(6);
        std::atomic<bool> going{true};
        std::atomic<int> answers{0};
        std::vector<std::thread> buyers;
        for (auto& mine : asked) {
            buyers.emplace_back([&, token = shop_.guest("Burst buyer")] {
                while (going) {
                    Asked one{command_id(), command_id()};
                    const auto held = shop_.hold(token, variant, 1, one.hold_id);
                    one.held = held.status == 200;
                    if (one.held) {
                        one.ordered =
                            shop_.pay(token, QString(one.hold_id), "sandbox_approve", one.order_id).status ==
                            200;
                    }
                    if (held.status != 0) ++answers;
                    mine.push_back(one);
                    if (held.status == 0) return;  // the server is gone
                    if (held.status != 200) QThread::msleep(20);
                }
            });
        }
        QTRY_VERIFY_WITH_TIMEOUT(answers > 15, 20'000);
        shop_.server->kill();
        going = false;
        for (auto& buyer : buyers) buyer.join();
        shop_.server->start();
        QVERIFY2(shop_.server->ready(), shop_.server->log().constData());
        QVERIFY(shop_.sign_in());

        // Open payments are taken up again by themselves.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const auto& order : shop_.orders()) {
                    if (order.state() == v1::ORDER_STATE_PAYING) return false;
                }
                return true;
            }(),
            30'000);
        std::set<std::string> holds;
        std::map<std::string, int64_t> sold;
        std::set<std::string> ids;
        for (const auto& order : shop_.orders()) {
            QVERIFY2(ids.insert(order.id()).second, "an order twice");
            QVERIFY2(holds.insert(order.hold_id()).second, "two orders for one hold");
            if (order.state() != v1::ORDER_STATE_PAID) continue;
            for (const auto& line : order.lines()) sold[line.variant_id()] += line.quantity();
        }
        int ordered = 0;
        for (const auto& mine : asked) {
            for (const Asked& one : mine) {
                if (!one.ordered) continue;
                ++ordered;
                QVERIFY2(ids.contains(one.order_id.toStdString()), "an answered order is gone");
            }
        }
        QVERIFY(ordered > 0);
        for (const auto& level : shop_.stock()) {
            QCOMPARE(level.on_hand() + level.sold(), received[level.variant_id()]);
            QCOMPARE(level.available(), level.on_hand() - level.held());
            QVERIFY(level.available() >= 0);
            QCOMPARE(level.sold(), sold[level.variant_id()]);
        }
        // Asked again under its id, an unanswered wish is answered once.
        for (const auto& mine : asked) {
            if (mine.empty() || mine.back().held) continue;
            QCOMPARE(shop_.hold(ana, variant, 1, command_id()).status / 100,
                     2 * (available(variant) > 0) + 4 * (available(variant) <= 0));
            break;
        }
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
