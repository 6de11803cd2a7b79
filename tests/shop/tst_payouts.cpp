// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/shop/payout_rules.h"
#include "server/shop/sandbox_gateway.h"
#include "tests/shop/ledger/money_house.h"
#include "tests/shop/scripted_gateway.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;
using ledger::Balances;

namespace {

const Caller kAnn = guest("Ann");
const ledger::Party kHost{ledger::AccountKind::creator, "creator"};

v1::RequestPayoutRequest asking(const std::string& id, v1::BalanceKind kind, int64_t minor,
                                const std::string& currency = "EUR") {
    v1::RequestPayoutRequest request;
    request.set_command_id(id);
    request.set_kind(kind);
    request.mutable_amount()->set_minor(minor);
    request.mutable_amount()->set_currency(currency);
    return request;
}

// Ann has bought for 24.00, and has it: 18.72 are the shop's, 2.40 the host's, 2.88 the platform's.
struct Counter : MoneyHouse {
    explicit Counter(bool at_stripe = false) {
        const auto sale = sell(5);
        const std::string order = pay(kAnn, hold(kAnn, sale)->id(), "card")->id();
        work();
        VITRINE_CHECK(confirm_delivery(kAnn, order).ok());
        if (!at_stripe) return;
        terms.gateway = "stripe";
        reopen();
    }
    int work() { return pay_all(bank); }
    Result<v1::Payout> ask(const Caller& who, const v1::RequestPayoutRequest& request) {
        return await<v1::Payout>([&](auto reply) { settled_money->request_payout(who, request, reply); });
    }
    Result<v1::Payout> ask_for(int64_t minor) {
        return ask(retailer(), asking(new_id(), v1::BALANCE_KIND_SELLER, minor));
    }
    Result<v1::ListBalancesResponse> due_to(const Caller& who) {
        return await<v1::ListBalancesResponse>([&](auto reply) { settled_money->balances(who, reply); });
    }
    v1::Payout last(const Caller& who = retailer()) {
        return await<v1::ListPayoutsResponse>([&](auto reply) { settled_money->payouts(who, reply); })
            ->payouts(0);
    }
    void check() {
        for (const auto& complaint : audit()) QFAIL(complaint.c_str());
    }
    ScriptedGateway bank;
};

}  // namespace

// Those who sold and showed get what is due to them, once, and no more than that.
class TstPayouts : public QObject {
    Q_OBJECT

  private slots:
    void everybody_sees_what_is_due_to_him() {
        Counter shop;
        const auto shops = shop.due_to(retailer());
        QCOMPARE(shops->balances_size(), 1);
        QCOMPARE(shops->balances(0).kind(), v1::BALANCE_KIND_SELLER);
        QCOMPARE(shops->balances(0).available().minor(), int64_t{1872});
        QCOMPARE(shops->balances(0).available().currency(), std::string("EUR"));
        const auto hosts = shop.due_to(creator());
        QCOMPARE(hosts->balances_size(), 1);
        QCOMPARE(hosts->balances(0).kind(), v1::BALANCE_KIND_CREATOR);
        QCOMPARE(hosts->balances(0).owner_id(), std::string("creator"));
        QCOMPARE(hosts->balances(0).available().minor(), int64_t{240});
        QCOMPARE(shop.due_to({"other", "Oz", v1::ROLE_CREATOR, false})->balances_size(), 0);
        for (const Caller& nobody : {kAnn, Caller{}, Caller{"mo", "Mo", v1::ROLE_MODERATOR, false}}) {
            QCOMPARE(shop.due_to(nobody).error().code, Code::permission_denied);
            QCOMPARE(shop.ask(nobody, asking(shop.new_id(), v1::BALANCE_KIND_SELLER, 1)).error().code,
                     Code::permission_denied);
        }
    }

    void what_is_asked_for_is_reserved_and_then_paid() {
        Counter shop;
        const auto asked = shop.ask_for(1000);
        QCOMPARE(asked->state(), v1::PAYOUT_STATE_ASKED);
        QCOMPARE(shop.due_to(retailer())->balances(0).available().minor(), int64_t{872});
        QCOMPARE(shop.due_to(retailer())->balances(0).reserved().minor(), int64_t{1000});
        QCOMPARE(shop.ask_for(873).error().code, Code::precondition);
        shop.check();
        QCOMPARE(shop.work(), 1);
        QCOMPARE(shop.last().state(), v1::PAYOUT_STATE_DONE);
        QCOMPARE(shop.last().settled_us(), shop.clock.now().us);
        QCOMPARE(shop.bank.paid_out["seller/shop"], int64_t{1000});
        QCOMPARE(shop.balances(kShopParty), (Balances{0, 1000, 0, 1872}));
        QVERIFY(shop.ask_for(872).ok());
        QVERIFY(shop.ask(creator(), asking(shop.new_id(), v1::BALANCE_KIND_CREATOR, 240)).ok());
        QCOMPARE(shop.work(), 2);
        QCOMPARE(shop.bank.paid_out["creator/creator"], int64_t{240});
        QCOMPARE(shop.balances(kHost).available(), int64_t{0});
        QCOMPARE(shop.ask_for(1).error().code, Code::precondition);
        shop.check();
    }

    void what_the_gateway_refuses_is_due_again() {
        Counter shop;
        shop.bank.payout = {PayoutState::refused, "", "the account is closed"};
        QVERIFY(shop.ask_for(1872).ok());
        shop.work();
        QCOMPARE(shop.last().state(), v1::PAYOUT_STATE_REFUSED);
        QCOMPARE(shop.last().problem(), std::string("the account is closed"));
        QCOMPARE(shop.balances(kShopParty), (Balances{0, 0, 0, 1872}));
        shop.check();
        shop.bank.payout.state = PayoutState::done;
        QVERIFY(shop.ask_for(1872).ok());
        shop.work();
        QCOMPARE(shop.bank.paid_out["seller/shop"], int64_t{1872});
        shop.check();
    }

    void silence_is_asked_again_and_nothing_is_paid_twice() {
        Counter shop;
        SandboxGateway sandbox(shop.dir.filePath("sandbox-gateway.db").toStdString(), 1);
        QVERIFY(shop.ask_for(500).ok());
        const auto task = shop.outbox().at(0);
        const auto answer = call_gateway(sandbox, task, 1000);  // paid, and the answer is lost
        QVERIFY(shop.settle(task, {PayoutAnswer{}, false}).ok());
        QVERIFY(shop.outbox().empty());
        QCOMPARE(shop.balances(kShopParty), (Balances{500, 0, 0, 1872}));
        shop.check();
        shop.reopen();
        shop.clock.advance_us(1'100'000);
        QCOMPARE(shop.pay_all(sandbox), 1);
        QCOMPARE(sandbox.paid_out("seller/shop", "EUR"), int64_t{500});
        for (int told = 0; told < 3; ++told) QVERIFY(shop.settle(task, answer).ok());
        QVERIFY(shop.settle(task, {PayoutAnswer{PayoutState::refused, "", "too late"}, true}).ok());
        QCOMPARE(shop.last().state(), v1::PAYOUT_STATE_DONE);
        QCOMPARE(shop.balances(kShopParty), (Balances{0, 500, 0, 1872}));
        shop.check();
        const auto other = sandbox.pay_out({shop.last().id(), "seller/shop", euro(501)}, 1000);
        QCOMPARE(other.error().code, Code::conflict);
    }

    void the_same_command_asks_once() {
        Counter shop;
        const std::string id = shop.new_id();
        const auto request = asking(id, v1::BALANCE_KIND_SELLER, 700);
        std::vector<Answer<v1::Payout>> answers(20);
        for (auto& answer : answers) shop.settled_money->request_payout(retailer(), request, answer.reply());
        for (auto& answer : answers) QCOMPARE(answer.take()->id(), id);
        QCOMPARE(shop.ask(retailer(), asking(id, v1::BALANCE_KIND_SELLER, 701)).error().code, Code::conflict);
        // Nor can somebody else take its name.
        QCOMPARE(shop.ask(creator(), asking(id, v1::BALANCE_KIND_CREATOR, 5)).error().code, Code::conflict);
        shop.work();
        QCOMPARE(shop.bank.paid_out["seller/shop"], int64_t{700});
        shop.check();
    }

    void nonsense_is_refused_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::newRow("nothing") << 1 << qint64{0} << "EUR";
        QTest::newRow("less than nothing") << 1 << qint64{-5} << "EUR";
        QTest::newRow("the least") << 1 << qint64{INT64_MIN} << "EUR";
        QTest::newRow("the most") << 1 << qint64{INT64_MAX} << "EUR";
        QTest::newRow("no currency") << 1 << qint64{5} << "";
        QTest::newRow("an unknown currency") << 1 << qint64{5} << "XYZ";
        QTest::newRow("nobody's") << 0 << qint64{5} << "EUR";
        QTest::newRow("of no kind") << 9 << qint64{5} << "EUR";
    }
    void nonsense_is_refused() {
        QFETCH(int, kind);
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        Counter shop;
        const auto answer = shop.ask(retailer(), asking(shop.new_id(), static_cast<v1::BalanceKind>(kind),
                                                        minor, currency.toStdString()));
        QCOMPARE(answer.error().code, Code::invalid_argument);
        QCOMPARE(shop.ask(retailer(), asking("x", v1::BALANCE_KIND_SELLER, 5)).error().code,
                 Code::invalid_argument);
        QCOMPARE(shop.balances(kShopParty), (Balances{0, 0, 0, 1872}));
        shop.check();
    }

    void a_currency_in_which_nothing_was_sold_has_nothing_due() {
        Counter shop;
        QCOMPARE(shop.ask(retailer(), asking(shop.new_id(), v1::BALANCE_KIND_SELLER, 1, "JPY")).error().code,
                 Code::precondition);
        QCOMPARE(shop.ask(retailer(), asking(shop.new_id(), v1::BALANCE_KIND_CREATOR, 1)).error().code,
                 Code::permission_denied);
        QCOMPARE(shop.ask(creator(), asking(shop.new_id(), v1::BALANCE_KIND_SELLER, 1)).error().code,
                 Code::permission_denied);
        shop.check();
    }

    // A refund after all was paid out: then he owes us, and gets nothing before that is even.
    void who_owes_gets_nothing() {
        Counter shop;
        QVERIFY(shop.ask_for(1872).ok());
        shop.work();
        const auto session = shop.database->connect(true);
        std::string order;
        session->run("SELECT id FROM orders", soci::into(order));
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.due_to(retailer())->balances(0).available().minor(), int64_t{-1872});
        QCOMPARE(shop.ask_for(1).error().code, Code::precondition);
        shop.check();
    }

    void stripe_pays_by_itself() {
        Counter shop(true);
        const auto refused = shop.ask_for(5);
        QCOMPARE(refused.error().code, Code::precondition);
        QVERIFY(refused.error().message.find("Stripe") != std::string::npos);
        shop.check();
    }
};

QTEST_GUILESS_MAIN(TstPayouts)
#include "tst_payouts.moc"
