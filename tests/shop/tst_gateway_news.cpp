// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <map>

#include "tests/shop/auditor.h"
#include "tests/shop/scripted_gateway.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");

struct Counter : ShopHouse {
    explicit Counter(SaleTerms sale_terms = {}) : ShopHouse(sale_terms) {}
    int work() { return pay_all(bank); }
    std::string buy(const Sale& sale, const Caller& who = kAnn) {
        return pay(who, hold(who, sale)->id(), "card")->id();
    }
    v1::OrderState state(const std::string& order_id) { return order(order_id)->state(); }
    bool tell(const std::string& order_id, int attempt = 1) {
        return hear(order_id + "/" + std::to_string(attempt));
    }
    bool sound() {
        const auto complaints = audit();
        for (const auto& complaint : complaints) qWarning("%s", complaint.c_str());
        return complaints.empty();
    }
    ScriptedGateway bank;
};

}  // namespace

// Webhooks race answers, come late, twice and in any order, and contradict what was answered before.
class TstGatewayNews : public QObject {
    Q_OBJECT

  private slots:
    void a_confirmed_payment_is_heard_of_without_the_buyer() {
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.state = PaymentState::needs_confirmation;
        const std::string order = shop.buy(sale);
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_NEEDS_CONFIRMATION);
        shop.bank.state = PaymentState::authorised;
        QVERIFY(shop.tell(order));
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QCOMPARE(shop.confirm(kAnn, order, true)->state(), v1::ORDER_STATE_PAID);
        QVERIFY(shop.sound());
    }

    void what_the_page_needs_to_ask_the_bank_is_for_the_buyer_alone() {
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.state = PaymentState::needs_confirmation;
        const std::string order = shop.buy(sale);
        shop.events();
        shop.work();
        v1::GetOrderRequest get;
        get.set_order_id(order);
        const auto own = await<v1::Order>([&](auto reply) { shop.sales->order(kAnn, get, reply); });
        QCOMPARE(own->confirmation().client_secret(), std::string("secret"));
        QCOMPARE(shop.buyer(kAnn, sale.show_id).orders(0).confirmation().gateway(), std::string("sandbox"));
        QVERIFY(!shop.order(order)->has_confirmation());
        int told = 0;
        for (const auto& event : shop.events()) {
            if (!event.has_order()) continue;
            QCOMPARE(event.order().has_confirmation(), event.audience() == v1::AUDIENCE_PERSON);
            ++told;
        }
        QCOMPARE(told, 2);
        shop.bank.state = PaymentState::authorised;
        shop.tell(order);
        shop.work();
        QVERIFY(!shop.buyer(kAnn, sale.show_id).orders(0).has_confirmation());
    }

    void the_same_news_twice_are_looked_up_once() {
        Counter shop;
        shop.bank.state = PaymentState::needs_confirmation;
        const std::string order = shop.buy(shop.sell(1));
        shop.work();
        const std::string event = shop.new_id();
        QVERIFY(shop.hear(order + "/1", event));
        QCOMPARE(shop.work(), 1);
        for (int i = 0; i < 3; ++i) QVERIFY(shop.hear(order + "/1", event));
        QCOMPARE(shop.work(), 0);
        shop.reopen();
        QVERIFY(shop.hear(order + "/1", event));
        QCOMPARE(shop.work(), 0);
    }

    void what_is_paid_is_not_looked_up_again() {
        Counter shop;
        const std::string order = shop.buy(shop.sell(1));
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QVERIFY(shop.tell(order));
        QCOMPARE(shop.work(), 0);
    }

    void a_reservation_that_somebody_cancelled_is_heard_of_before_its_time() {
        Counter shop({.capture_after_s = 3600});
        const auto sale = shop.sell(1);
        const std::string order = shop.buy(sale);
        shop.work();
        QVERIFY(shop.tell(order));
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_AUTHORISED);  // nothing happened to it
        shop.bank.state = PaymentState::declined;
        QVERIFY(shop.tell(order));
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(shop.stock(sale.variant_id).available(), int64_t{1});
        QVERIFY(shop.sound());
    }

    void news_of_strangers_change_nothing() {
        Counter shop;
        const std::string order = shop.buy(shop.sell(1));
        shop.work();
        for (const std::string key : {"", "/", "/1", "x", "x/1", "x/y", "x/99999999999999999999", "x/-1"})
            QVERIFY(shop.hear(key));
        QVERIFY(shop.hear(order + "/2"));
        QVERIFY(shop.hear(order + "/1x"));
        QCOMPARE(shop.work(), 0);
        QVERIFY(shop.sound());
    }

    // Whatever comes first, and in whatever order the rest: the end is the same.
    void news_and_answers_in_every_order() {
        std::vector<int> order_of_words{0, 1, 2, 3};
        do {
            Counter shop;
            const auto sale = shop.sell(1);
            const std::string order = shop.buy(sale);
            const auto task = shop.outbox()[0];
            const auto answer = call_gateway(shop.bank, task, 1000);
            for (const int word : order_of_words) {
                if (word == 0) QVERIFY(shop.settle(task, answer).ok());
                if (word == 1) QVERIFY(shop.settle(task, answer).ok());  // the answer again
                if (word == 2) shop.tell(order);
                if (word == 3) shop.pay_due(shop.bank);
            }
            shop.work();
            QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
            QCOMPARE(shop.stock(sale.variant_id).sold(), int64_t{1});
            QVERIFY(shop.bank.refunds.empty() && shop.bank.voids == 0);
            QVERIFY(shop.sound());
        } while (std::next_permutation(order_of_words.begin(), order_of_words.end()));
    }

    void money_that_arrives_after_a_cancel_goes_back_data() {
        QTest::addColumn<bool>("taken");
        QTest::newRow("reserved") << false;
        QTest::newRow("taken") << true;
    }
    void money_that_arrives_after_a_cancel_goes_back() {
        QFETCH(bool, taken);
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.state = PaymentState::needs_confirmation;
        const std::string order = shop.buy(sale);
        shop.work();
        QVERIFY(shop.cancel(kAnn, order).ok());
        shop.work();
        QCOMPARE(shop.bank.voids, 1);
        shop.bank.state = taken ? PaymentState::captured : PaymentState::authorised;
        shop.tell(order);
        shop.work();
        QCOMPARE(shop.bank.voids, taken ? 1 : 2);
        QCOMPARE(shop.bank.given_back, taken ? int64_t{2400} : int64_t{0});
        QCOMPARE(shop.state(order), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(shop.stock(sale.variant_id).available(), int64_t{1});
        shop.tell(order);  // and again: it has gone back already
        shop.work();
        QCOMPARE(shop.bank.given_back, taken ? int64_t{2400} : int64_t{0});
        QVERIFY(shop.sound());
    }

    // "Expired hold paid": the card was refused, the hold ran out, and then the money is there after all.
    void a_late_success_sells_if_there_are_units_and_else_goes_back_data() {
        QTest::addColumn<bool>("gone");
        QTest::addColumn<bool>("taken");
        for (const bool gone : {false, true})
            for (const bool taken : {false, true})
                QTest::addRow("%s, %s", gone ? "sold out" : "units left", taken ? "taken" : "reserved")
                    << gone << taken;
    }
    void a_late_success_sells_if_there_are_units_and_else_goes_back() {
        QFETCH(bool, gone);
        QFETCH(bool, taken);
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.state = PaymentState::declined;
        const std::string order = shop.buy(sale);
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_DECLINED);
        shop.clock.advance_us(400'000'000);
        shop.expire();
        if (gone) QVERIFY(shop.hold(guest("Bob"), sale).ok());
        shop.bank.state = taken ? PaymentState::captured : PaymentState::authorised;
        shop.tell(order);
        shop.work();
        QCOMPARE(shop.state(order), gone ? v1::ORDER_STATE_DECLINED : v1::ORDER_STATE_PAID);
        QCOMPARE(shop.bank.given_back, gone && taken ? int64_t{2400} : int64_t{0});
        QCOMPARE(shop.bank.voids, gone && !taken ? 1 : 0);
        QCOMPARE(shop.stock(sale.variant_id).sold(), int64_t{gone ? 0 : 1});
        QVERIFY(shop.sound());
    }

    void money_that_went_back_is_not_sold_for_when_units_return() {
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.state = PaymentState::declined;
        const std::string order = shop.buy(sale);
        shop.work();
        shop.clock.advance_us(400'000'000);
        shop.expire();
        QVERIFY(shop.hold(guest("Bob"), sale).ok());
        shop.bank.state = PaymentState::captured;
        shop.tell(order);
        shop.work();
        QCOMPARE(shop.bank.given_back, int64_t{2400});
        shop.clock.advance_us(400'000'000);
        QCOMPARE(shop.expire(), int64_t{1});  // Bob did not want it
        shop.tell(order);
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_DECLINED);
        QCOMPARE(shop.stock(sale.variant_id).available(), int64_t{1});
        QVERIFY(shop.sound());
    }

    void a_late_success_of_an_older_card_is_not_sold_for_twice() {
        Counter shop;
        const auto sale = shop.sell(5);
        shop.bank.state = PaymentState::declined;
        const std::string order = shop.buy(sale);
        shop.work();
        shop.bank.state = PaymentState::authorised;
        QVERIFY(shop.pay(kAnn, shop.order(order)->hold_id(), "other_card").ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        shop.bank.state = PaymentState::captured;
        shop.tell(order, 1);
        shop.work();
        QCOMPARE(shop.bank.given_back, int64_t{2400});
        QCOMPARE(shop.stock(sale.variant_id).sold(), int64_t{1});
        QVERIFY(shop.sound());
    }

    void another_amount_is_not_accepted_data() {
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<bool>("taken");
        QTest::newRow("less reserved") << qint64{2399} << "EUR" << false;
        QTest::newRow("more reserved") << qint64{2401} << "EUR" << false;
        QTest::newRow("another currency") << qint64{2400} << "JPY" << false;
        QTest::newRow("less taken") << qint64{1} << "EUR" << true;
        QTest::newRow("nothing") << qint64{0} << "EUR" << false;
    }
    void another_amount_is_not_accepted() {
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        QFETCH(bool, taken);
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.amount_minor = minor;
        shop.bank.currency = currency.toStdString();
        shop.bank.state = taken ? PaymentState::captured : PaymentState::authorised;
        const std::string order = shop.buy(sale);
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_DECLINED);
        QVERIFY(QString::fromStdString(shop.order(order)->problem()).contains("another amount"));
        QCOMPARE(shop.bank.given_back, static_cast<int64_t>(taken ? minor : 0));
        QCOMPARE(shop.bank.voids, taken ? 0 : 1);
        QCOMPARE(shop.stock(sale.variant_id).sold(), int64_t{0});
        QVERIFY(shop.sound());
    }

    void more_taken_than_wanted_goes_back() {
        Counter shop;
        const auto sale = shop.sell(1);
        const std::string order = shop.buy(sale);
        shop.pay_due(shop.bank);
        shop.bank.state = PaymentState::captured;  // by somebody else, and too much
        shop.bank.amount_minor = 3000;
        const auto task = shop.outbox()[0];
        QVERIFY(
            shop.settle(task, {PaymentAnswer{PaymentState::captured, 3000, "EUR", "", "", ""}, true}).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QCOMPARE(shop.bank.given_back, int64_t{600});
        QVERIFY(shop.sound());
    }

    void a_refusal_that_comes_late_frees_the_units_then_and_not_before() {
        Counter shop;
        const auto sale = shop.sell(1);
        shop.bank.state = PaymentState::unknown;
        const std::string order = shop.buy(sale);
        shop.work();
        shop.clock.advance_us(3'600'000'000);
        QCOMPARE(shop.expire(), int64_t{0});
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAYING);
        QCOMPARE(shop.hold(guest("Bob"), sale).error().code, Code::sold_out);
        shop.bank.state = PaymentState::declined;
        shop.clock.advance_us(60'000'000);
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_DECLINED);
        QVERIFY(shop.sound());
        shop.clock.advance_us(shop.terms.second_card_s * 1'000'000);
        QCOMPARE(shop.expire(), int64_t{1});
        QCOMPARE(shop.stock(sale.variant_id).available(), int64_t{1});
        QVERIFY(shop.sound());
    }

    void a_reservation_that_lapses_undoes_the_sale() {
        Counter shop;
        const auto sale = shop.sell(1);
        const std::string order = shop.buy(sale);
        shop.pay_due(shop.bank);
        QCOMPARE(shop.state(order), v1::ORDER_STATE_AUTHORISED);
        QVERIFY(shop.wait_for(guest("Bob"), sale).ok());
        shop.bank.state = PaymentState::declined;
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_CANCELLED);
        QVERIFY(!shop.order(order)->problem().empty());
        QCOMPARE(shop.buyer(guest("Bob"), sale.show_id).holds_size(), 1);
        QVERIFY(shop.sound());
    }

    void a_refund_that_is_refused_is_told_to_the_staff_and_may_be_tried_again() {
        Counter shop;
        const auto sale = shop.sell(1);
        const std::string order = shop.buy(sale);
        shop.work();
        shop.bank.refund_refused = true;
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.events();
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QCOMPARE(shop.order(order)->refunding().minor(), int64_t{0});
        QCOMPARE(shop.stock(sale.variant_id).sold(), int64_t{1});
        bool told = false;
        for (const auto& event : shop.events())
            told |=
                event.audience() == v1::AUDIENCE_STAFF && event.refund().problem() == "the account is closed";
        QVERIFY(told);
        shop.bank.refund_refused = false;
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(shop.stock(sale.variant_id).sold(), int64_t{0});
        QVERIFY(shop.sound());
    }

    void a_bank_that_sends_a_refund_back_days_later() {
        Counter shop;
        const auto sale = shop.sell(1);
        const std::string order = shop.buy(sale);
        shop.work();
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(shop.bank.refunds.size(), size_t{1});
        const auto news = [&] {
            const GatewayNews of{shop.new_id(), "refund.failed", "", "", shop.bank.refunds.begin()->first};
            QVERIFY(await<Done>([&](auto reply) { shop.sales->gateway_news("sandbox", of, reply); }).ok());
            shop.work();
        };
        news();  // nothing happened to it
        QCOMPARE(shop.state(order), v1::ORDER_STATE_REFUNDED);
        shop.bank.refund_refused = true;
        news();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QCOMPARE(shop.order(order)->refunded().minor(), int64_t{0});
        QVERIFY(shop.sound());
        shop.bank.refund_refused = false;
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(shop.stock(sale.variant_id).available(), int64_t{1});  // it came back once
        QVERIFY(shop.sound());
    }
};

QTEST_GUILESS_MAIN(TstGatewayNews)
#include "tst_gateway_news.moc"
