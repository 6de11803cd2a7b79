// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/shop_on_air.h"
#include "vitrine/v1/coupon.grpc.pb.h"
#include "vitrine/v1/drop.grpc.pb.h"
#include "vitrine/v1/price.grpc.pb.h"

using namespace vitrine;
using namespace vitrine::test;

// Drops, flash prices, currencies and coupons as a page and a retailer's program meet them, through the real
// server.
class TestDropOnAir : public QObject {
    Q_OBJECT

    ShopOnAir shop_;

    template <class Service, class Request, class Response>
    grpc::Status call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                      const Request& request, Response* response) {
        grpc::ClientContext context;
        shop_.authorise(context);
        const auto stub = Service::NewStub(shop_.server->channel());
        return (stub.get()->*method)(&context, request, response);
    }
    RunningServer::Answer post(const QByteArray& path, const QByteArray& as, QJsonObject body) {
        if (!body.contains("commandId")) body["commandId"] = QString(command_id());
        return shop_.server->request("POST", path, as, body);
    }
    QByteArray show() const { return QByteArray::fromStdString(shop_.show_id); }
    QString address(const QByteArray& path) const {
        return "http://127.0.0.1:" + QString::number(shop_.server->port("http")) + path;
    }

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open(), shop_.server ? shop_.server->log().constData() : "not started");
    }

    // The same check that anybody can make, with Node and none of our code.
    void aDropIsDrawnByTheServersClockAndCanBeChecked() {
        v1::OpenDropRequest request;
        request.set_command_id(command_id().toStdString());
        request.set_show_id(shop_.show_id);
        request.set_variant_id(shop_.variant(2).toStdString());  // three paper lamps
        request.set_quantity(2);
        request.set_window_s(5);
        v1::Drop drop;
        QVERIFY(call<v1::DropService>(&v1::DropService::Stub::OpenDrop, request, &drop).ok());
        const QByteArray path = "/v1/drops/" + QByteArray::fromStdString(drop.id());
        QCOMPARE(shop_.snapshot()["drops"].toArray().size(), 1);
        QString entry;
        QList<QByteArray> guests;
        for (int i = 0; i < 6; ++i) {
            guests << shop_.guest("Guest " + QString::number(i));
            const auto entered = post(path + "/entries", guests.back(), {});
            QCOMPARE(entered.status, 200);
            entry = entered.json()["id"].toString();
        }
        QCOMPARE(post(path + "/entries", "", {}).status, 401);
        QCOMPARE(shop_.hold(guests[0], shop_.variant(2), 1, command_id()).status, 412);
        QJsonObject draw;
        QTRY_COMPARE_WITH_TIMEOUT(
            (draw = shop_.server->request("GET", path).json())["drop"].toObject()["state"].toString(),
            QString("DROP_STATE_DRAWN"), 20'000);
        QCOMPARE(draw["winners"].toArray().size(), 2);
        QProcess check;
        check.setProcessChannelMode(QProcess::MergedChannels);
        check.start("node",
                    {qEnvironmentVariable("VITRINE_SOURCE") + "/scripts/check-draw.mjs", address(path),
                     "--commitment", QString::fromStdString(drop.commitment()), "--entry", entry});
        QVERIFY(check.waitForFinished(30'000));
        QVERIFY2(check.exitCode() == 0, check.readAll().constData());
        // Two have a lamp, and the third in the draw has the one that was not the drop's.
        int holding = 0, waiting = 0;
        for (const QByteArray& guest : guests) {
            const QJsonObject buyer = shop_.snapshot(guest)["buyer"].toObject();
            holding += static_cast<int>(buyer["holds"].toArray().size());
            waiting += static_cast<int>(buyer["waitlist"].toArray().size());
        }
        QCOMPARE(holding, 3);
        QCOMPARE(waiting, 3);
        QCOMPARE(
            shop_.server->request("GET", "/v1/shows/" + show() + "/drops").json()["drops"].toArray().size(),
            1);
    }

    // And that it notices.
    void theCheckRefusesAnotherSeedOrAnotherWinner() {
        const QJsonArray drops =
            shop_.server->request("GET", "/v1/shows/" + show() + "/drops").json()["drops"].toArray();
        const QByteArray path = "/v1/drops/" + drops[0].toObject()["id"].toString().toUtf8();
        const QJsonObject draw = shop_.server->request("GET", path).json();
        QJsonObject other_winner = draw, other_seed = draw;
        QJsonArray winners = draw["winners"].toArray();
        winners[0] = winners[1];
        other_winner["winners"] = winners;
        QJsonObject drop = draw["drop"].toObject();
        drop["seed"] = QString(64, '0');
        other_seed["drop"] = drop;
        for (const QJsonObject& forged : {other_winner, other_seed}) {
            QProcess check;
            check.start("node", {qEnvironmentVariable("VITRINE_SOURCE") + "/scripts/check-draw.mjs", "-"});
            QVERIFY(check.waitForStarted());
            check.write(QJsonDocument(forged).toJson());
            check.closeWriteChannel();
            QVERIFY(check.waitForFinished(30'000));
            QCOMPARE(check.exitCode(), 1);
        }
    }

    void aFlashPriceEndsByItself() {
        v1::StartFlashPriceRequest request;
        request.set_command_id(command_id().toStdString());
        request.set_show_id(shop_.show_id);
        request.set_variant_id(shop_.variant(0).toStdString());
        request.mutable_price()->set_minor(1000);
        request.mutable_price()->set_currency("EUR");
        request.set_duration_s(5);
        v1::FlashPriceChanged started;
        QVERIFY(call<v1::PriceService>(&v1::PriceService::Stub::StartFlashPrice, request, &started).ok());
        const QByteArray ana = shop_.guest();
        QCOMPARE(shop_.hold(ana, shop_.variant(0), 1, command_id())
                     .json()["unitPrice"]
                     .toObject()["minor"]
                     .toString(),
                 QString("1000"));
        const auto flash = [&]() -> QJsonValue {
            return shop_.snapshot()["products"]
                .toArray()[0]
                .toObject()["variants"]
                .toArray()[0]
                .toObject()["flash"];
        };
        QVERIFY(flash().isObject());
        QTRY_VERIFY_WITH_TIMEOUT(!flash().isObject(), 20'000);
        QCOMPARE(shop_.hold(ana, shop_.variant(0), 1, command_id())
                     .json()["unitPrice"]
                     .toObject()["minor"]
                     .toString(),
                 QString("2400"));
    }

    void aViewerPaysInHisCurrencyWithACoupon() {
        v1::SetExchangeRateRequest rate;
        rate.set_command_id(command_id().toStdString());
        rate.mutable_rate()->set_base("EUR");
        rate.mutable_rate()->set_quote("JPY");
        rate.mutable_rate()->set_rate_e9(160'000'000'000);
        v1::ExchangeRate set;
        QVERIFY(call<v1::PriceService>(&v1::PriceService::Stub::SetExchangeRate, rate, &set).ok());
        v1::SaveCouponRequest save;
        save.set_command_id(command_id().toStdString());
        save.mutable_coupon()->set_code("TENTH");
        save.mutable_coupon()->set_percent_e2(1000);
        v1::Coupon coupon;
        QVERIFY(call<v1::CouponService>(&v1::CouponService::Stub::SaveCoupon, save, &coupon).ok());
        const auto prices = shop_.server->request("GET", "/v1/shows/" + show() + "/prices?currency=JPY");
        QCOMPARE(prices.json()["quotes"].toArray()[0].toObject()["price"].toObject()["minor"].toString(),
                 QString("3840"));
        const QByteArray ana = shop_.guest();
        QCOMPARE(post("/v1/currency", ana, {{"currency", "JPY"}}).status, 200);
        QCOMPARE(shop_.snapshot(ana)["buyer"].toObject()["currency"].toString(), QString("JPY"));
        const auto held = post("/v1/holds", ana,
                               {{"showId", QString(show())},
                                {"variantId", shop_.variant(0)},
                                {"quantity", "1"},
                                {"currency", "JPY"}});
        QCOMPARE(held.status, 200);
        const auto check =
            shop_.server->request("POST", "/v1/coupons/check", ana,
                                  {{"code", "tenth"}, {"holdIds", QJsonArray{held.json()["id"]}}});
        QCOMPARE(check.json()["total"].toObject()["minor"].toString(), QString("3456"));
        const QByteArray order_id = command_id();
        QCOMPARE(post("/v1/orders", ana,
                      {{"commandId", QString(order_id)},
                       {"holdId", held.json()["id"]},
                       {"email", "ana@example.org"},
                       {"paymentToken", "sandbox_approve"},
                       {"couponCode", "tenth"}})
                     .status,
                 200);
        const QJsonObject order = shop_.settled(ana, order_id);
        QCOMPARE(order["state"].toString(), QString("ORDER_STATE_PAID"));
        QCOMPARE(order["total"].toObject()["minor"].toString(), QString("3456"));
        QCOMPARE(order["total"].toObject()["currency"].toString(), QString("JPY"));
        QCOMPARE(order["lines"][0]["rateE9"].toString(), QString("160000000000"));
    }
};

QTEST_GUILESS_MAIN(TestDropOnAir)
#include "tst_drop_on_air.moc"
