// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/ledger/journal.h"
#include "tests/shop/ledger/money_house.h"
#include "tests/shop/scripted_gateway.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;
using ledger::Balances;
using ledger::GatewayAct;

namespace {

const Caller kAnn = guest("Ann");
constexpr SaleTerms kUnhurried{.capture_after_s = 3600};

struct Counter : MoneyHouse {
    std::string buy(int64_t quantity = 1, const SaleTerms& how = {}) {
        terms = how;
        reopen();
        const auto sale = sell(5);
        return pay(kAnn, hold(kAnn, sale, quantity)->id(), "card")->id();
    }
    int work() { return pay_all(bank); }
    // The one thing that is due comes out so.
    void hear(PaymentState state, int64_t minor) {
        const auto task = outbox().at(0);
        const auto settled = settle(task, {PaymentAnswer{state, minor, "EUR", "", "", ""}, true});
        VITRINE_CHECK(settled.ok());
    }
    void hear_of_refund() {
        const GatewayNews news{new_id(), "refund.failed", "", "", bank.refunds.begin()->first};
        VITRINE_CHECK(await<Done>([&](auto reply) { sales->gateway_news("sandbox", news, reply); }).ok());
        work();
    }
    // What a report of the gateway should say.
    std::map<GatewayAct, int64_t> at_gateway() {
        std::map<GatewayAct, int64_t> found;
        for (const auto& movement :
             ledger::journal::at_gateway(*database->connect(true), "sandbox", {0}, {INT64_MAX}))
            found[movement.act] += movement.money.minor;
        return found;
    }
    int64_t movements() {
        return static_cast<int64_t>(
            ledger::journal::at_gateway(*database->connect(true), "sandbox", {0}, {INT64_MAX}).size());
    }
    int64_t handed_out() {
        return balances(kShopParty).available() + number(
                                                      "SELECT COALESCE(SUM(credits_posted - debits_posted), "
                                                      "0) FROM ledger_account WHERE kind IN (5, 6)");
    }
    int64_t after_escrow() {
        clock.advance_us(terms.escrow_s * 1'000'000);
        return release_escrow();
    }
    void check() {
        for (const auto& complaint : audit()) QFAIL(complaint.c_str());
    }

    ScriptedGateway bank;
};

}  // namespace

// What happens to an order's money at its gateway, as the books have it.
class TstOrderBooks : public QObject {
    Q_OBJECT

  private slots:
    void what_is_reserved_is_pending_until_it_is_taken() {
        Counter shop;
        shop.buy(1, kUnhurried);
        QCOMPARE(shop.balances(kGateway), Balances{});
        shop.work();
        QCOMPARE(shop.balances(kGateway), (Balances{2400, 0, 0, 0}));
        QCOMPARE(shop.balances(kEscrow), (Balances{0, 0, 2400, 0}));
        shop.check();
        shop.clock.advance_us(3'600'000'000);
        shop.work();
        QCOMPARE(shop.balances(kGateway), (Balances{0, 2400, 0, 0}));
        QCOMPARE(shop.balances(kEscrow), (Balances{0, 0, 0, 2400}));
        shop.check();
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{0});
        QCOMPARE(shop.handed_out(), int64_t{2400});
        shop.check();
    }

    void what_is_cancelled_or_lapses_is_given_up_data() {
        QTest::addColumn<bool>("cancelled");
        QTest::newRow("cancelled") << true;
        QTest::newRow("lapsed") << false;
    }
    void what_is_cancelled_or_lapses_is_given_up() {
        QFETCH(bool, cancelled);
        Counter shop;
        const std::string order = shop.buy(1, kUnhurried);
        shop.work();
        if (cancelled) {
            QVERIFY(shop.cancel(kAnn, order).ok());
            QCOMPARE(shop.balances(kGateway), (Balances{2400, 0, 0, 0}));  // the gateway has not said so yet
            shop.check();
        } else {
            shop.bank.state = PaymentState::declined;
            shop.clock.advance_us(3'600'000'000);
        }
        shop.work();
        QCOMPARE(shop.balances(kGateway), Balances{});
        QCOMPARE(shop.balances(kEscrow), Balances{});
        shop.check();
    }

    void a_refused_card_leaves_no_trace() {
        Counter shop;
        shop.bank.state = PaymentState::declined;
        shop.buy();
        shop.work();
        QCOMPARE(shop.number("SELECT COUNT(*) FROM ledger_transfer"), int64_t{0});
        shop.check();
    }

    void a_part_given_back_before_it_is_taken_is_never_taken() {
        Counter shop;
        shop.bank.amount_minor = 4800;
        const std::string order = shop.buy(2, kUnhurried);
        shop.work();
        QVERIFY(shop.refund(retailer(), order, 1).ok());
        QCOMPARE(shop.balances(kGateway), (Balances{4800, 0, 0, 0}));
        shop.clock.advance_us(3'600'000'000);
        shop.work();
        QCOMPARE(shop.balances(kGateway), (Balances{0, 2400, 0, 0}));
        QCOMPARE(shop.at_gateway(), (std::map<GatewayAct, int64_t>{{GatewayAct::capture, 2400}}));
        shop.check();
    }

    void a_refund_is_on_its_way_until_it_arrives() {
        Counter shop;
        shop.bank.amount_minor = 4800;
        const std::string order = shop.buy(2);
        shop.work();
        QVERIFY(shop.refund(retailer(), order, 1).ok());
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{2400});
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{2400});
        shop.check();
        shop.work();
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{0});
        QCOMPARE(shop.at_gateway(),
                 (std::map<GatewayAct, int64_t>{{GatewayAct::capture, 4800}, {GatewayAct::refund, 2400}}));
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QCOMPARE(shop.handed_out(), int64_t{2400});
        // And the rest after it was handed out.
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.handed_out(), int64_t{0});
        QCOMPARE(shop.balances(kGateway), (Balances{0, 4800, 0, 4800}));
        shop.check();
    }

    void a_refund_that_is_refused_waits_in_escrow_again() {
        Counter shop;
        const std::string order = shop.buy();
        shop.work();
        shop.bank.refund_refused = true;
        QVERIFY(shop.refund(retailer(), order).ok());
        QCOMPARE(shop.number("SELECT COUNT(*) FROM escrow"), int64_t{0});
        shop.work();
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{2400});
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{0});
        QCOMPARE(shop.at_gateway(), (std::map<GatewayAct, int64_t>{{GatewayAct::capture, 2400}}));
        shop.check();
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QCOMPARE(shop.handed_out(), int64_t{2400});
        shop.check();
    }

    void a_refund_that_the_bank_sends_back_is_handed_out_again() {
        Counter shop;
        const std::string order = shop.buy();
        shop.work();
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.handed_out(), int64_t{0});
        shop.bank.refund_refused = true;
        shop.hear_of_refund();
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{2400});
        QCOMPARE(shop.at_gateway(), (std::map<GatewayAct, int64_t>{{GatewayAct::capture, 2400},
                                                                   {GatewayAct::refund, 2400},
                                                                   {GatewayAct::refund_failed, 2400}}));
        shop.check();
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QCOMPARE(shop.handed_out(), int64_t{2400});
        // The seller tries once more.
        shop.bank.refund_refused = false;
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.handed_out(), int64_t{0});
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{0});
        shop.check();
    }

    void too_much_taken_is_never_anybodys() {
        Counter shop;
        shop.buy();
        shop.pay_due(shop.bank);
        shop.hear(PaymentState::captured, 3000);
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{2400});
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{600});
        QCOMPARE(shop.movements(), int64_t{1});  // as the gateway's report has it
        QCOMPARE(shop.at_gateway()[GatewayAct::capture], int64_t{3000});
        shop.bank.state = PaymentState::captured;
        shop.work();
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{0});
        QCOMPARE(shop.at_gateway()[GatewayAct::refund], int64_t{600});
        shop.check();
    }

    void money_taken_after_a_cancel_is_never_anybodys() {
        Counter shop;
        const std::string order = shop.buy(1, kUnhurried);
        shop.work();
        QVERIFY(shop.cancel(kAnn, order).ok());
        shop.bank.state = PaymentState::captured;  // a moment before
        shop.work();
        QCOMPARE(shop.balances(kEscrow), Balances{});
        QCOMPARE(shop.balances(kRefunds).available(), int64_t{0});
        QCOMPARE(shop.balances(kGateway), (Balances{0, 2400, 0, 2400}));
        shop.check();
    }

    void less_taken_than_wanted_is_all_that_can_go_back() {
        Counter shop;
        const std::string order = shop.buy();
        shop.pay_due(shop.bank);
        shop.hear(PaymentState::captured, 2000);
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{2000});
        const auto all = shop.refund(retailer(), order);
        QCOMPARE(all.error().code, Code::precondition);
        QVERIFY2(all.error().message.find("20.00 EUR") != std::string::npos, all.error().message.c_str());
        shop.check();
    }
};

QTEST_GUILESS_MAIN(TstOrderBooks)
#include "tst_order_books.moc"
