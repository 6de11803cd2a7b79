// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/shop/ledger/books.h"
#include "tests/server/shop_on_air.h"
#include "vitrine/v1/payout.grpc.pb.h"

using namespace vitrine;
using namespace vitrine::test;
using namespace vitrine::shop::ledger;

// The books of the real server, and what its operator asks of them.
class TstServerBooks : public QObject {
    Q_OBJECT

    ShopOnAir shop_;
    QByteArray order_id_ = command_id();
    int64_t price_ = 0;

    int64_t balance(const Party& party) {
        const auto database =
            store::Database::open("sqlite://" + shop_.directory.path().toStdString() + "/vitrine.db");
        return balances(*database->connect(true), party, *Currency::parse("EUR")).credits_posted;
    }

    QByteArray said_;
    int reconcile(const QByteArray& report, const QStringList& more = {}) {
        QFile file(shop_.directory.filePath("report.csv"));
        if (!file.open(QIODevice::WriteOnly)) return -1;
        file.write(report);
        file.close();
        return run(QStringList{"reconcile", file.fileName(), "--data-dir", shop_.directory.path()} + more);
    }
    int run(const QStringList& arguments) {
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(RunningServer::program(), arguments);
        program.waitForFinished(20'000);
        said_ = program.readAll();
        return program.exitCode();
    }
    QByteArray line(int64_t minor) const {
        return "act,key,amount_minor,currency\ncapture," + order_id_ + "/1," +
               QByteArray::number(qlonglong(minor)) + ",EUR\n";
    }

  private slots:
    void initTestCase() {
        QVERIFY2(shop_.open({"--escrow-s", "0", "--creator-bp", "2000", "--commission", "0:1000"}),
                 shop_.server ? shop_.server->log().constData() : "not started");
    }

    void whatIsPaidIsDivided() {
        const QByteArray ana = shop_.guest();
        const auto held = shop_.hold(ana, shop_.variant(), 1, command_id());
        QCOMPARE(shop_.pay(ana, held.json()["id"].toString(), "sandbox_approve", order_id_).status, 200);
        const QJsonObject order = shop_.settled(ana, order_id_);
        QCOMPARE(order["state"].toString(), QString("ORDER_STATE_PAID"));
        price_ = order["total"].toObject()["minor"].toString().toLongLong();
        QVERIFY(price_ > 0);
        QTRY_VERIFY(balance({AccountKind::seller, "shop"}) > 0);  // the round of each second
        const int64_t creator = balance({AccountKind::creator, shop_.made.accounts(0).account().id()});
        const int64_t platform = balance({AccountKind::commission, ""});
        QCOMPARE(balance({AccountKind::seller, "shop"}) + creator + platform, price_);
        QVERIFY(std::abs(creator * 5 - price_) < 5 && std::abs(platform * 10 - price_) < 10);
    }

    void theBooksAreReconciledWhileItRuns() {
        QCOMPARE(reconcile(line(price_)), 0);
        QVERIFY2(said_.contains("1 in the books, 1 in the report, 0 differences"), said_.constData());
        QCOMPARE(reconcile(line(price_ + 1)), 3);
        QVERIFY2(said_.contains("capture " + order_id_ + "/1: the books have"), said_.constData());
        QCOMPARE(reconcile("act,key,amount_minor,currency\n"), 3);
        QVERIFY2(said_.contains("the gateway does not report it"), said_.constData());
        QCOMPARE(reconcile("act,key,amount_minor,currency\n", {"--until", "2020-01-01"}), 0);
        QCOMPARE(reconcile("act,key,amount_minor,currency\n", {"--gateway", "another"}), 0);
        QCOMPARE(reconcile(line(price_) + "capture,x,1,XXX\n"), 3);
        QVERIFY2(said_.contains("Entry 2 cannot be read"), said_.constData());
    }

    void whatCannotBeDoneIsExplained() {
        QCOMPARE(reconcile("key,amount\n"), 1);
        QVERIFY2(said_.contains("has no column “act”"), said_.constData());
        QCOMPARE(reconcile(line(price_), {"--from", "yesterday"}), 1);
        QVERIFY2(said_.contains("Write it as 2026-11-30"), said_.constData());
        QCOMPARE(reconcile(line(price_), {"--from", "2026-02-30"}), 1);
        QTemporaryDir empty;
        QCOMPARE(run({"reconcile", "/nonexistent.csv", "--data-dir", empty.path()}), 1);
        QVERIFY2(said_.contains("cannot be read"), said_.constData());
        QCOMPARE(run({"--commission", "12%", "--data-dir", empty.path()}), 2);
        QVERIFY2(said_.contains("such as 0:1200,10000:1000"), said_.constData());
    }

    void whatIsDueIsPaidOut() {
        const auto stub = v1::PayoutService::NewStub(shop_.server->channel());
        const auto due = [&] {
            grpc::ClientContext context;
            shop_.authorise(context);
            v1::ListBalancesResponse found;
            if (!stub->ListBalances(&context, {}, &found).ok() || found.balances_size() != 1)
                return int64_t{-1};
            return found.balances(0).available().minor();
        };
        const auto ask = [&](int64_t minor) {
            grpc::ClientContext context;
            shop_.authorise(context);
            v1::RequestPayoutRequest request;
            request.set_command_id(command_id().toStdString());
            request.set_kind(v1::BALANCE_KIND_CREATOR);
            request.mutable_amount()->set_minor(minor);
            request.mutable_amount()->set_currency("EUR");
            v1::Payout asked;
            return stub->RequestPayout(&context, request, &asked).error_code();
        };
        const int64_t all = due();
        QVERIFY(all > 0);
        QCOMPARE(ask(all + 1), grpc::StatusCode::FAILED_PRECONDITION);
        QCOMPARE(ask(all), grpc::StatusCode::OK);
        QCOMPARE(due(), int64_t{0});
        const auto state = [&] {
            grpc::ClientContext context;
            shop_.authorise(context);
            v1::ListPayoutsResponse found;
            stub->ListPayouts(&context, {}, &found);
            return found.payouts_size() == 1 ? found.payouts(0).state() : v1::PAYOUT_STATE_UNSPECIFIED;
        };
        QTRY_COMPARE_WITH_TIMEOUT(state(), v1::PAYOUT_STATE_DONE, 20'000);
        // Nobody else sees any of it.
        grpc::ClientContext nobody;
        v1::ListBalancesResponse nothing;
        QCOMPARE(stub->ListBalances(&nobody, {}, &nothing).error_code(), grpc::StatusCode::PERMISSION_DENIED);
    }
};

QTEST_GUILESS_MAIN(TstServerBooks)
#include "tst_server_books.moc"
