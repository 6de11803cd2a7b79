// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include "server/shop/ledger/gateway_report.h"
#include "server/shop/ledger/journal.h"
#include "server/shop/sandbox_gateway.h"
#include "tests/shop/ledger/money_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using namespace vitrine::shop::ledger;
using Kind = Difference::Kind;

namespace {

GatewayMovement capture_of(const std::string& key, Money money) { return {GatewayAct::capture, key, money}; }

std::vector<Kind> kinds(const std::vector<Difference>& found) {
    std::vector<Kind> kinds;
    for (const Difference& difference : found) kinds.push_back(difference.kind);
    return kinds;
}

std::vector<GatewayMovement> booked(MoneyHouse& house) {
    return journal::at_gateway(*house.database->connect(true), "sandbox", {0}, {INT64_MAX});
}

}  // namespace

class TstReconciliation : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::critical); }

    void every_difference_is_listed() {
        const Money yen{5, *Currency::parse("JPY")};
        const std::vector<GatewayMovement> here = {
            capture_of("same", euro(5)),
            {GatewayAct::refund, "same", euro(2)},
            capture_of("only here", euro(5)),
            capture_of("less there", euro(5)),
            capture_of("other currency", euro(5)),
            capture_of("twice there", euro(5)),
            capture_of("twice here", euro(5)),
            capture_of("twice here", euro(5)),
            capture_of("twice there, once wrong", euro(5)),
        };
        const std::vector<GatewayMovement> there = {
            capture_of("twice there", euro(5)),
            capture_of("twice there", euro(5)),
            capture_of("only there", euro(5)),
            {GatewayAct::refund, "same", euro(2)},
            capture_of("same", euro(5)),
            capture_of("less there", euro(4)),
            capture_of("other currency", yen),
            capture_of("twice here", euro(5)),
            capture_of("twice there, once wrong", euro(6)),
            capture_of("twice there, once wrong", euro(5)),
        };
        const auto found = reconcile(here, there);
        QVERIFY(kinds(found) == (std::vector<Kind>{Kind::other_amount, Kind::missing_there,
                                                   Kind::missing_here, Kind::other_currency, Kind::twice_here,
                                                   Kind::twice_there, Kind::twice_there}));
        QCOMPARE(sentence(found[0]),
                 std::string("capture less there: the books have 0.05 EUR, the gateway reports 0.04 EUR."));
        QVERIFY(reconcile({}, {}).empty());
        QVERIFY(kinds(reconcile(here, here)) == (std::vector<Kind>{Kind::twice_here, Kind::twice_there}));
    }

    void a_report_is_read() {
        const auto report = read_report(
            "\xef\xbb\xbf"
            "currency,note,amount_minor,key,act\r\n"
            "EUR,\"a, b\",1250,order/1,capture\r\n"
            "eur,,300,\"re\"\"fund\",refund\r\n"
            "JPY,x,7,out,payout\n");
        QVERIFY(report.ok());
        QVERIFY(report->problems.empty());
        QCOMPARE(report->movements.size(), size_t{3});
        QCOMPARE(report->movements[0].key, std::string("order/1"));
        QVERIFY(report->movements[0].money == euro(1250));
        QCOMPARE(report->movements[1].key, std::string("re\"fund"));
        QVERIFY(report->movements[1].act == GatewayAct::refund);
        QCOMPARE(report->movements[2].money.currency.code(), std::string("JPY"));
    }

    void stripes_own_columns_are_read() {
        const auto report = read_report(
            "balance_transaction_id,reporting_category,gross,currency,payment_metadata[vitrine_payment],"
            "refund_metadata[vitrine_refund]\n"
            "txn_1,charge,12.50,eur,order/1,\n"
            "txn_2,refund,-3.5,eur,order/1,refund\n"
            "txn_3,dispute,-12,eur,dispute,\n"
            "txn_4,charge,700,jpy,order/2,\n"
            "txn_5,charge,1.234,kwd,order/3,\n"
            "txn_6,refund_failure,3.5,eur,order/1,refund\n");
        QVERIFY(report.ok());
        QVERIFY(report->problems.empty());
        const std::vector<int64_t> expected = {1250, 350, 1200, 700, 1234, 350};
        for (size_t i = 0; i < expected.size(); ++i) QCOMPARE(report->movements[i].money.minor, expected[i]);
        QCOMPARE(report->movements[0].key, std::string("order/1"));
        QCOMPARE(report->movements[1].key, std::string("refund"));
        QVERIFY(report->movements[5].act == GatewayAct::refund_failed);
        QCOMPARE(report->movements[5].key, std::string("refund"));
    }

    void what_cannot_be_read_is_told_line_by_line() {
        const auto report = read_report(
            "act,key,amount,currency\n"
            "capture,order/1,12.505,EUR\n"
            "capture,order/1,,EUR\n"
            "capture,order/1,1e3,EUR\n"
            "capture,order/1,99999999999999999999,EUR\n"
            "gift,order/1,1,EUR\n"
            "capture,,1,EUR\n"
            "capture,order/1,1,XXX\n"
            "capture\n"
            "\n"
            "capture,order/2,1,EUR\n");
        QVERIFY(report.ok());
        QCOMPARE(report->problems.size(), size_t{8});
        QCOMPARE(report->movements.size(), size_t{1});
        QVERIFY(report->problems[4].find("Entry 5 cannot be read: “gift”") == 0);
        for (const char* nameless : {"", "act,key,currency\n", "order/1,5,EUR\n", "\"act,key"})
            QCOMPARE(read_report(nameless).error().code, Code::invalid_argument);
    }

    void the_sandbox_and_the_books_agree() {
        MoneyHouse house;
        shop::SandboxGateway gateway(house.dir.filePath("gateway.db").toStdString());
        const auto sale = house.sell(5, 2400);
        for (const char* token : {"sandbox_approve", "sandbox_decline", "sandbox_approve"}) {
            const Caller who = guest(token);
            QVERIFY(house.pay(who, house.hold(who, sale)->id(), token).ok());
        }
        house.pay_all(gateway);
        std::vector<GatewayMovement> report;
        for (const auto& payment : gateway.payments()) {
            if (payment.taken_minor > 0)
                report.push_back(capture_of(payment.idempotency_key, euro(payment.taken_minor)));
        }
        QCOMPARE(report.size(), size_t{2});
        QVERIFY(reconcile(booked(house), report).empty());
        // Money that the gateway took and whose outcome we never heard.
        const shop::PaymentRef lost{"lost/1", euro(2400), ""};
        QVERIFY(gateway.authorise({lost, "sandbox_approve", false}, 1000).ok());
        QVERIFY(gateway.capture({lost, 2400}, 1000).ok());
        report.push_back(capture_of("lost/1", euro(2400)));
        QVERIFY(kinds(reconcile(booked(house), report)) == std::vector{Kind::missing_here});
    }

    void only_what_touched_the_gateway_is_compared() {
        MoneyHouse house;
        QVERIFY(house
                    .record({topped_up("top", "sandbox", "ada", euro(900)),
                             topped_up("elsewhere", "other", "ada", euro(900)),
                             captured_at_once({"order", "order/1", kAda, euro(500)}),
                             authorised({"next", "next/1", kGateway, euro(500)})})
                    .ok());
        QCOMPARE(booked(house).size(), size_t{1});
        QVERIFY(house.record({captured({"next", "next/1", kGateway, euro(500)})}).ok());
        QCOMPARE(booked(house).size(), size_t{2});
        const Instant now = house.clock.now();
        const auto session = house.database->connect(true);
        QCOMPARE(journal::at_gateway(*session, "sandbox", {0}, now).size(), size_t{0});
        QCOMPARE(journal::at_gateway(*session, "sandbox", now, {now.us + 1}).size(), size_t{2});
    }
};

QTEST_GUILESS_MAIN(TstReconciliation)
#include "tst_reconciliation.moc"
