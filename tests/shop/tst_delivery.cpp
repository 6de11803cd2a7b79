// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "server/shop/delivery_rules.h"
#include "tests/shop/ledger/money_house.h"
#include "tests/shop/scripted_gateway.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");

struct Counter : MoneyHouse {
    std::string buy(int64_t quantity = 1) {
        const auto sale = sell(5);
        bank.amount_minor = quantity * 2400;
        bank.state = PaymentState::authorised;
        return pay(kAnn, hold(kAnn, sale, quantity)->id(), "card")->id();
    }
    std::string buy_and_pay(int64_t quantity = 1) {
        const std::string order = buy(quantity);
        work();
        return order;
    }
    int work() { return pay_all(bank); }
    int64_t in_escrow() { return balances(kEscrow).available(); }
    int64_t handed_out() {
        return number(
            "SELECT COALESCE(SUM(credits_posted - debits_posted), 0) FROM ledger_account WHERE kind IN (4, "
            "5, 6)");
    }
    void check() {
        for (const auto& complaint : audit()) QFAIL(complaint.c_str());
    }
    ScriptedGateway bank;
};

}  // namespace

// Money waits in escrow until somebody says that the parcel has arrived, or a time passes.
class TstDelivery : public QObject {
    Q_OBJECT

  private slots:
    void the_rule_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("all_back");
        QTest::addColumn<bool>("may");
        QTest::newRow("paid") << int{v1::ORDER_STATE_PAID} << false << true;
        QTest::newRow("paid, all of it on its way back") << int{v1::ORDER_STATE_PAID} << true << false;
        QTest::newRow("partly refunded") << int{v1::ORDER_STATE_PARTLY_REFUNDED} << false << true;
        QTest::newRow("partly refunded, the rest under way")
            << int{v1::ORDER_STATE_PARTLY_REFUNDED} << true << false;
        for (const auto state :
             {v1::ORDER_STATE_PAYING, v1::ORDER_STATE_NEEDS_CONFIRMATION, v1::ORDER_STATE_DECLINED,
              v1::ORDER_STATE_CANCELLED, v1::ORDER_STATE_REFUNDED, v1::ORDER_STATE_AUTHORISED})
            QTest::newRow(v1::OrderState_Name(state).c_str()) << int{state} << false << false;
    }
    void the_rule() {
        QFETCH(int, state);
        QFETCH(bool, all_back);
        QFETCH(bool, may);
        const OrderFacts order{static_cast<v1::OrderState>(state), 1, {}, all_back};
        const auto step = plan_delivery(order, false);
        QCOMPARE(step.ok(), may);
        if (!may) QCOMPARE(step.error().code, Code::precondition);
        QVERIFY(plan_delivery(order, true).ok());  // said before: whatever came later, it stands
    }

    void what_has_arrived_is_due_at_once() {
        Counter shop;
        const std::string order = shop.buy_and_pay();
        QCOMPARE(shop.in_escrow(), int64_t{2400});
        shop.events();
        const auto told = shop.confirm_delivery(kAnn, order);
        QCOMPARE(told->delivered_us(), shop.clock.now().us);
        QCOMPARE(told->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(told->cancel_until_us(), int64_t{0});
        QCOMPARE(shop.in_escrow(), int64_t{0});
        QCOMPARE(shop.handed_out(), int64_t{2400});
        QCOMPARE(shop.order(order)->delivered_us(), shop.clock.now().us);
        std::vector<int> audiences;
        for (const auto& event : shop.events()) {
            if (event.order().delivered_us() > 0) audiences.push_back(event.audience());
        }
        QCOMPARE(audiences, (std::vector<int>{v1::AUDIENCE_STAFF, v1::AUDIENCE_PERSON}));
        shop.check();
        shop.clock.advance_us(shop.terms.escrow_s * 1'000'000);
        QCOMPARE(shop.release_escrow(), int64_t{0});
        shop.check();
    }

    void only_its_buyer_and_who_sells_may_say_so() {
        Counter shop;
        const std::string order = shop.buy_and_pay();
        QCOMPARE(shop.confirm_delivery({}, order).error().code, Code::unauthenticated);
        QCOMPARE(shop.confirm_delivery(guest("Bob"), order).error().code, Code::not_found);
        const Caller moderator{"mo", "Mo", v1::ROLE_MODERATOR, false};
        QCOMPARE(shop.confirm_delivery(moderator, order).error().code, Code::not_found);
        for (const std::string id :
             {std::string(), std::string("x"), std::string(10'000, 'x'), shop.new_id()})
            QCOMPARE(shop.confirm_delivery(retailer(), id).error().code, Code::not_found);
        QCOMPARE(shop.in_escrow(), int64_t{2400});
        QVERIFY(shop.confirm_delivery(retailer(), order).ok());
        QVERIFY(shop.confirm_delivery(kAnn, order).ok());  // and she too, later
        QCOMPARE(shop.handed_out(), int64_t{2400});
        shop.check();
    }

    void the_same_command_is_answered_the_same() {
        Counter shop;
        const std::string order = shop.buy_and_pay(), other = shop.buy_and_pay();
        v1::ConfirmDeliveryRequest request;
        request.set_command_id(shop.new_id());
        request.set_order_id(order);
        const auto confirm = [&] {
            return await<v1::Order>(
                [&](auto reply) { shop.settled_money->confirm_delivery(kAnn, request, reply); });
        };
        const auto first = confirm();
        shop.clock.advance_us(5'000'000);
        shop.reopen();
        QCOMPARE(confirm()->delivered_us(), first->delivered_us());
        request.set_order_id(other);
        QCOMPARE(confirm().error().code, Code::conflict);
        request.set_command_id("not an id");
        QCOMPARE(confirm().error().code, Code::invalid_argument);
        QCOMPARE(shop.order(other)->delivered_us(), int64_t{0});
        shop.check();
    }

    void what_is_not_paid_has_nothing_to_hand_out() {
        Counter shop;
        const std::string order = shop.buy();
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);  // being paid
        shop.pay_due(shop.bank);
        QCOMPARE(shop.order(order)->state(), v1::ORDER_STATE_AUTHORISED);
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);
        QVERIFY(shop.cancel(kAnn, order).ok());
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);
        shop.work();
        QCOMPARE(shop.handed_out(), int64_t{0});
        shop.check();
    }

    void what_was_given_back_cannot_arrive() {
        Counter shop;
        const std::string order = shop.buy_and_pay();
        QVERIFY(shop.refund(retailer(), order).ok());
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);  // on its way
        shop.work();
        QCOMPARE(shop.order(order)->state(), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);
        QCOMPARE(shop.handed_out(), int64_t{0});
        shop.check();
    }

    void a_refund_that_failed_after_the_delivery_waits_its_time_again() {
        Counter shop;
        const std::string order = shop.buy_and_pay();
        QVERIFY(shop.confirm_delivery(kAnn, order).ok());
        shop.bank.refund_refused = true;
        QVERIFY(shop.refund(retailer(), order).ok());
        QCOMPARE(shop.handed_out(), int64_t{0});
        shop.work();
        QCOMPARE(shop.in_escrow(), int64_t{2400});
        shop.check();
        shop.clock.advance_us(shop.terms.escrow_s * 1'000'000);
        QCOMPARE(shop.release_escrow(), int64_t{1});
        QCOMPARE(shop.handed_out(), int64_t{2400});
        shop.check();
    }

    // The end of its time, a refund of a half with the gateway's answer to it, and the buyer's word, in every
    // order.
    void whatever_comes_first_nobody_is_paid_twice() {
        Counter shop;
        std::vector<int> words{0, 1, 2, 3};
        for (int n = 1; n == 1 || std::next_permutation(words.begin(), words.end()); ++n) {
            const std::string order = shop.buy_and_pay(2);
            shop.clock.advance_us(shop.terms.escrow_s * 1'000'000);
            for (const int word : words) {
                if (word == 0) QVERIFY(shop.confirm_delivery(kAnn, order).ok());
                if (word == 1) shop.release_escrow();
                if (word == 2) QVERIFY(shop.refund(retailer(), order, 1).ok());
                if (word == 3) shop.work();
            }
            shop.work();
            QCOMPARE(shop.order(order)->state(), v1::ORDER_STATE_PARTLY_REFUNDED);
            QVERIFY(shop.order(order)->delivered_us() > 0);
            QCOMPARE(shop.in_escrow(), int64_t{0});
            QCOMPARE(shop.handed_out(), int64_t{2400} * n);
            QCOMPARE(shop.bank.given_back, int64_t{2400} * n);
            shop.check();
        }
    }

    void many_say_so_at_once() {
        Counter shop;
        const std::string order = shop.buy_and_pay();
        std::vector<Answer<v1::Order>> answers(50);
        for (auto& answer : answers) {
            v1::ConfirmDeliveryRequest request;
            request.set_command_id(shop.new_id());
            request.set_order_id(order);
            shop.settled_money->confirm_delivery(&answer == &answers[7] ? retailer() : kAnn, request,
                                                 answer.reply());
        }
        for (auto& answer : answers) QVERIFY(answer.take().ok());
        QCOMPARE(shop.handed_out(), int64_t{2400});
        shop.check();
    }
};

QTEST_GUILESS_MAIN(TstDelivery)
#include "tst_delivery.moc"
