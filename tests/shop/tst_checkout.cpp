// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>
#include <thread>

#include "tests/shop/till.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");

// Between the hold and the payment the price goes up.
void raise_price(Till& till, const std::string& product_id, int64_t minor) {
    const auto all =
        await<v1::ListProductsResponse>([&](auto reply) { till.catalogue->list({}, {}, reply); });
    v1::Product product;
    for (const auto& one : all->products()) {
        if (one.id() == product_id) product = one;
    }
    v1::SaveProductRequest request;
    request.set_command_id(till.new_id());
    *request.mutable_product() = product;
    request.mutable_product()->mutable_variants(0)->mutable_price()->set_minor(minor);
    QVERIFY(await<v1::Product>([&](auto reply) { till.catalogue->save(retailer(), request, reply); }).ok());
}

}  // namespace

// From the hold to the paid order, with every card, and everything that goes wrong on the way.
class TstCheckout : public QObject {
    Q_OBJECT

  private slots:
    void a_purchase() {
        Till till;
        const auto sale = till.sell(5, 2400, "Stoneware mug");
        const auto hold = till.hold(kAnn, sale, 2);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_approve");
        QVERIFY(order.ok());
        QCOMPARE(order->state(), v1::ORDER_STATE_PAYING);
        QCOMPARE(order->total().minor(), int64_t{4800});
        QCOMPARE(order->lines(0).title(), std::string("Stoneware mug"));
        till.events();
        QCOMPARE(till.work_once(), 1);
        const auto reserved = till.order(order->id());
        QCOMPARE(reserved->state(), v1::ORDER_STATE_AUTHORISED);
        QCOMPARE(reserved->authorised_us(), till.clock.now().us);
        QVERIFY(till.taken().empty());
        QCOMPARE(till.work(), 1);
        QCOMPARE(till.work(), 0);
        const auto paid = till.order(order->id());
        QCOMPARE(paid->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(paid->paid_us(), till.clock.now().us);
        const auto stock = till.stock(sale.variant_id);
        QCOMPARE(stock.on_hand(), int64_t{3});
        QCOMPARE(stock.sold(), int64_t{2});
        QCOMPARE(stock.held(), int64_t{0});
        int staff = 0, person = 0, sales = 0, holds = 0;
        for (const auto& event : till.events()) {
            staff += event.has_order() && event.audience() == v1::AUDIENCE_STAFF;
            person += event.has_order() && event.recipient_id() == kAnn.id;
            sales +=
                event.has_sale() && event.audience() == v1::AUDIENCE_EVERYONE && event.sale().quantity() == 2;
            holds += event.has_hold() && event.hold().state() == v1::HOLD_STATE_SOLD;
            QVERIFY(event.audience() != v1::AUDIENCE_EVERYONE ||
                    event.SerializeAsString().find("buyer@") == std::string::npos);
        }
        QCOMPARE(staff, 2);  // sold, then paid
        QCOMPARE(person, 2);
        QCOMPARE(sales, 1);
        QCOMPARE(holds, 1);
        QVERIFY(till.sound());
    }

    // The studio summed what it had loaded: the last hundred orders.
    void totals_are_of_all_orders_and_by_currency() {
        Till till;
        const auto mug = till.add_product(200, 1000);
        v1::SaveProductRequest save;
        save.set_command_id(till.new_id());
        save.mutable_product()->set_title("Chopsticks");
        auto* form = save.mutable_product()->add_variants();
        form->mutable_price()->set_minor(700);
        form->mutable_price()->set_currency("JPY");
        form->set_available(5);
        const auto sticks =
            *await<v1::Product>([&](auto reply) { till.catalogue->save(retailer(), save, reply); });
        const std::string show = till.live_show({mug.id(), sticks.id()});
        const auto buy = [&](const v1::Product& product, const std::string& card) {
            till.clock.advance_us(1000);
            const auto hold = till.hold(kAnn, {show, product.id(), product.variants(0).id()});
            QVERIFY(till.pay(kAnn, hold->id(), card).ok());
            till.work();
        };
        for (int i = 0; i < 130; ++i) buy(mug, "sandbox_approve");
        buy(sticks, "sandbox_approve");
        buy(mug, "sandbox_decline");
        const auto other = till.sell(1, 5000);
        QVERIFY(till.pay(kAnn, till.hold(kAnn, other)->id(), "sandbox_approve").ok());
        till.work();
        v1::ListOrdersRequest list;
        list.set_show_id(show);
        const auto listed =
            *await<v1::ListOrdersResponse>([&](auto reply) { till.sales->orders(creator(), list, reply); });
        v1::GetOrderTotalsRequest request;
        request.set_show_id(show);
        const auto asked =
            *await<v1::OrderTotals>([&](auto reply) { till.sales->order_totals(creator(), request, reply); });
        QVERIFY(listed.orders_size() < 130);
        QCOMPARE(asked.SerializeAsString(), listed.totals().SerializeAsString());
        QCOMPARE(asked.orders(), int64_t{132});
        QCOMPARE(asked.paid(), int64_t{131});
        QCOMPARE(asked.paid_money_size(), 2);
        QCOMPARE(asked.paid_money(0).currency(), std::string("EUR"));
        QCOMPARE(asked.paid_money(0).minor(), int64_t{130'000});
        QCOMPARE(asked.paid_money(1).minor(), int64_t{700});
        QCOMPARE(await<v1::OrderTotals>([&](auto reply) { till.sales->order_totals(kAnn, request, reply); })
                     .error()
                     .code,
                 Code::permission_denied);
    }

    // medusa 16825: reserving in parallel with creating the order gave two orders for one unit.
    void the_same_buy_request_twice_makes_one_order() {
        Till till;
        const auto sale = till.sell(5);
        const auto hold = till.hold(kAnn, sale);
        v1::PayRequest request;
        request.set_command_id(till.new_id());
        request.set_hold_id(hold->id());
        request.set_email("ann@example.org");
        request.set_payment_token("sandbox_approve");
        std::vector<Answer<v1::Order>> answers(8);
        std::vector<std::thread> presses;
        for (auto& answer : answers) {
            presses.emplace_back([&, reply = answer.reply()] { till.sales->pay(kAnn, request, reply); });
        }
        for (auto& press : presses) press.join();
        for (auto& answer : answers) QCOMPARE(answer.take()->id(), request.command_id());
        till.work();
        QCOMPARE(till.taken().size(), size_t{1});
        QCOMPARE(till.stock(sale.variant_id).sold(), int64_t{1});
        QVERIFY(till.sound());
    }

    // Two tabs press Pay with commands of their own: one hold is one order all the same.
    void two_commands_on_one_hold_make_one_order() {
        Till till;
        const auto sale = till.sell(5);
        const auto hold = till.hold(kAnn, sale);
        const auto first = till.pay(kAnn, hold->id(), "sandbox_approve");
        const auto second = till.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(second->id(), first->id());
        till.work();
        const auto third = till.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(third->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(till.work(), 0);
        QCOMPARE(till.taken().size(), size_t{1});
        QVERIFY(till.sound());
    }

    void a_foreign_hold_can_not_be_paid_nor_a_foreign_order_seen_or_confirmed() {
        Till till;
        const auto sale = till.sell(5);
        const auto hold = till.hold(kAnn, sale);
        QCOMPARE(till.pay(guest("Bob"), hold->id(), "sandbox_approve").error().code, Code::not_found);
        QCOMPARE(till.pay(guest("Bob"), till.new_id(), "sandbox_approve").error().code, Code::not_found);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_confirm");
        till.work();
        QCOMPARE(till.confirm(guest("Bob"), order->id(), true).error().code, Code::not_found);
        v1::GetOrderRequest get;
        get.set_order_id(order->id());
        QCOMPARE(
            await<v1::Order>([&](auto reply) { till.sales->order(guest("Bob"), get, reply); }).error().code,
            Code::not_found);
        v1::ListOrdersRequest list;
        list.set_show_id(sale.show_id);
        QCOMPARE(await<v1::ListOrdersResponse>([&](auto reply) { till.sales->orders(kAnn, list, reply); })
                     .error()
                     .code,
                 Code::permission_denied);
        QCOMPARE(await<v1::ListOrdersResponse>([&](auto reply) {
                     till.sales->orders(retailer(), list, reply);
                 })->orders_size(),
                 1);
        // An order's id is its command's: taken by another buyer, it is a conflict and not his order.
        v1::PayRequest thief;
        thief.set_command_id(order->id());
        thief.set_hold_id(till.hold(guest("Bob"), sale)->id());
        thief.set_email("bob@example.org");
        thief.set_payment_token("sandbox_approve");
        QCOMPARE(
            await<v1::Order>([&](auto reply) { till.sales->pay(guest("Bob"), thief, reply); }).error().code,
            Code::conflict);
        QVERIFY(till.sound());
    }

    void a_declined_card_leaves_the_hold_for_another_card() {
        Till till;
        const auto sale = till.sell(5);
        const auto hold = till.hold(kAnn, sale);
        till.clock.advance_us(290'000'000);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_decline");
        till.work();
        const auto declined = till.order(order->id());
        QCOMPARE(declined->state(), v1::ORDER_STATE_DECLINED);
        QVERIFY(!declined->problem().empty());
        // At least a minute for the other card.
        QCOMPARE(till.buyer(kAnn, sale.show_id).holds(0).expires_us() - till.clock.now().us,
                 int64_t{60'000'000});
        const auto again = till.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(again->id(), order->id());
        QCOMPARE(again->attempt(), 2);
        QCOMPARE(again->problem(), std::string());
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAID);
        QCOMPARE(till.taken().size(), size_t{1});
        QVERIFY(till.sound());
    }

    void after_five_refused_cards_the_order_is_cancelled_and_the_units_are_back() {
        Till till;
        const auto sale = till.sell(1);
        const auto hold = till.hold(kAnn, sale);
        QVERIFY(till.wait_for(guest("Bob"), sale).ok());
        std::string order_id;
        for (int i = 0; i < 5; ++i) {
            order_id = till.pay(kAnn, hold->id(), "sandbox_decline")->id();
            till.work();
        }
        QCOMPARE(till.state(order_id), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::precondition);
        QCOMPARE(till.buyer(guest("Bob"), sale.show_id).holds_size(), 1);
        QVERIFY(till.sound());
    }

    // "A winner's card declines after the show": time runs out, the unit is somebody else's, nothing is owed.
    void a_declined_order_whose_hold_ran_out_can_be_paid_only_while_there_are_units() {
        Till till;
        const auto sale = till.sell(1);
        const auto hold = till.hold(kAnn, sale);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_decline");
        till.work();
        till.clock.advance_us(400'000'000);
        till.expire();
        const auto bob = till.hold(guest("Bob"), sale);
        QVERIFY(bob.ok());
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::expired);
        QVERIFY(till.taken().empty());
        till.clock.advance_us(300'000'000);
        till.expire();
        const auto again = till.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(again->id(), order->id());
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(till.sound());
    }

    void a_lost_answer_is_looked_up_and_nothing_is_taken_twice() {
        Till till;
        const auto sale = till.sell(5);
        const auto order = till.pay(kAnn, till.hold(kAnn, sale)->id(), "sandbox_timeout");
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAYING);
        QCOMPARE(till.work(), 0);  // not before the pause is over
        till.clock.advance_us(1'000'000);
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAID);
        QCOMPARE(till.taken().size(), size_t{1});
        QVERIFY(till.sound());
    }

    void a_hold_in_payment_does_not_expire_under_it() {
        Till till;
        const auto sale = till.sell(1);
        const auto hold = till.hold(kAnn, sale);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_timeout");
        till.work();
        till.clock.advance_us(3'600'000'000);
        QCOMPARE(till.expire(), int64_t{0});
        QCOMPARE(till.hold(guest("Bob"), sale).error().code, Code::sold_out);
        v1::ReleaseHoldRequest release;
        release.set_command_id(till.new_id());
        release.set_hold_id(hold->id());
        QCOMPARE(await<v1::Hold>([&](auto reply) { till.sales->release(kAnn, release, reply); }).error().code,
                 Code::precondition);
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(till.sound());
    }

    void the_bank_asks_and_the_buyer_confirms() {
        Till till;
        const auto sale = till.sell(1);
        const auto order = till.pay(kAnn, till.hold(kAnn, sale)->id(), "sandbox_confirm");
        QCOMPARE(till.confirm(kAnn, order->id(), false).error().code, Code::precondition);  // not asked yet
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_NEEDS_CONFIRMATION);
        QVERIFY(till.taken().empty());
        QCOMPARE(till.confirm(kAnn, order->id(), true)->state(), v1::ORDER_STATE_PAYING);
        QCOMPARE(till.confirm(kAnn, order->id(), true)->state(), v1::ORDER_STATE_PAYING);
        till.work();
        QCOMPARE(till.confirm(kAnn, order->id(), true)->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(till.taken().size(), size_t{1});
        QVERIFY(till.sound());
    }

    void the_buyer_says_no_at_his_bank() {
        Till till;
        const auto sale = till.sell(1);
        const auto hold = till.hold(kAnn, sale);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_confirm");
        till.work();
        QVERIFY(till.confirm(kAnn, order->id(), false).ok());
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_DECLINED);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve")->attempt(), 2);
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(till.sound());
    }

    void nobody_confirms_in_time() {
        Till till;
        const auto sale = till.sell(1);
        const auto order = till.pay(kAnn, till.hold(kAnn, sale)->id(), "sandbox_confirm");
        till.work();
        till.clock.advance_us(600'000'000);
        QCOMPARE(till.expire(), int64_t{1});
        QCOMPARE(till.confirm(kAnn, order->id(), true)->state(),
                 v1::ORDER_STATE_PAYING);  // too late: it is being withdrawn
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_DECLINED);
        till.clock.advance_us(60'000'000);
        QCOMPARE(till.expire(), int64_t{1});
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{1});
        QVERIFY(till.taken().empty());
        QVERIFY(till.sound());
    }

    void an_expired_hold_is_taken_up_again_or_nothing_is_charged() {
        Till till;
        const auto sale = till.sell(1);
        const auto hold = till.hold(kAnn, sale);
        till.clock.advance_us(300'000'000);
        till.expire();
        const auto order = till.pay(kAnn, hold->id(), "sandbox_approve");
        QVERIFY(order.ok());
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_PAID);

        const auto other = till.sell(1);
        const auto lapsed = till.hold(kAnn, other);
        QVERIFY(till.wait_for(guest("Bob"), other).ok());
        till.clock.advance_us(300'000'000);
        // Its time is over though nobody has swept it up yet: who waits goes first.
        QCOMPARE(till.pay(kAnn, lapsed->id(), "sandbox_approve").error().code, Code::expired);
        till.expire();
        QCOMPARE(till.pay(kAnn, lapsed->id(), "sandbox_approve").error().code, Code::expired);
        QCOMPARE(till.buyer(guest("Bob"), other.show_id).holds_size(), 1);
        QCOMPARE(till.taken().size(), size_t{1});
        QVERIFY(till.sound());
    }

    void the_held_price_counts_and_not_the_new_one() {
        Till till;
        const auto sale = till.sell(5, 2400);
        const auto hold = till.hold(kAnn, sale, 2);
        raise_price(till, sale.product_id, 9900);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(order->total().minor(), int64_t{4800});
        till.work();
        QCOMPARE(till.taken().begin()->second, int64_t{4800});
        QCOMPARE(till.hold(kAnn, sale)->unit_price().minor(), int64_t{9900});
        QVERIFY(till.sound());
    }

    void an_old_price_does_not_come_back_with_an_expired_hold() {
        Till till;
        const auto sale = till.sell(5, 2400);
        const auto hold = till.hold(kAnn, sale);
        till.clock.advance_us(300'000'000);
        till.expire();
        raise_price(till, sale.product_id, 9900);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::expired);
        QVERIFY(till.sound());
    }

    void an_expired_hold_of_what_is_off_sale_is_not_taken_up_again() {
        Till till;
        const auto sale = till.sell(5);
        const auto hold = till.hold(kAnn, sale);
        till.clock.advance_us(300'000'000);
        till.expire();
        v1::ArchiveProductRequest archive;
        archive.set_command_id(till.new_id());
        archive.set_product_id(sale.product_id);
        QVERIFY(await<v1::Product>([&](auto reply) {
                    till.catalogue->archive(retailer(), archive, reply);
                }).ok());
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::expired);
        QVERIFY(till.sound());
    }

    // A group of commands has one instant: a page must not end in the middle of it and lose the rest.
    void pages_of_orders_lose_none_of_the_same_instant() {
        Till till;
        const auto sale = till.sell(10);
        for (int i = 0; i < 9; ++i) {
            if (i % 3 == 0) till.clock.advance_us(1);
            const Caller who = guest(std::to_string(i));
            QVERIFY(till.pay(who, till.hold(who, sale)->id(), "sandbox_approve").ok());
        }
        v1::ListOrdersRequest request;
        request.set_show_id(sale.show_id);
        request.set_limit(4);
        std::set<std::string> seen;
        for (int page = 0; page < 2; ++page) {
            const auto found = await<v1::ListOrdersResponse>(
                [&](auto reply) { till.sales->orders(retailer(), request, reply); });
            for (const auto& order : found->orders()) {
                seen.insert(order.id());
                request.set_before_us(order.created_us());
            }
        }
        QCOMPARE(seen.size(), size_t{9});
        request.set_limit(-1);
        QCOMPARE(
            await<v1::ListOrdersResponse>([&](auto reply) { till.sales->orders(retailer(), request, reply); })
                .error()
                .code,
            Code::invalid_argument);
    }

    void bad_requests_charge_nothing_data() {
        QTest::addColumn<QString>("email");
        QTest::addColumn<QString>("token");
        QTest::newRow("no e-mail") << ""
                                   << "sandbox_approve";
        QTest::newRow("no domain") << "ann@"
                                   << "sandbox_approve";
        QTest::newRow("header injection") << "ann@example.org\r\nBcc: all@example.org"
                                          << "sandbox_approve";
        QTest::newRow("no token") << "ann@example.org"
                                  << "";
        QTest::newRow("a card number") << "ann@example.org"
                                       << "4242424242424242";
    }
    void bad_requests_charge_nothing() {
        QFETCH(QString, email);
        QFETCH(QString, token);
        Till till;
        const auto sale = till.sell(1);
        v1::PayRequest request;
        request.set_command_id(till.new_id());
        request.set_hold_id(till.hold(kAnn, sale)->id());
        request.set_email(email.toStdString());
        request.set_payment_token(token.toStdString());
        QCOMPARE(await<v1::Order>([&](auto reply) { till.sales->pay(kAnn, request, reply); }).error().code,
                 Code::invalid_argument);
        QCOMPARE(till.work(), 0);
        QVERIFY(till.sound());
    }

    void a_token_that_is_no_card_is_declined() {
        Till till;
        const auto sale = till.sell(1);
        const auto order = till.pay(kAnn, till.hold(kAnn, sale)->id(), "tok_visa");
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_DECLINED);
        QVERIFY(till.sound());
    }

    void a_total_no_gateway_takes_is_refused_before_it_is_asked() {
        Till till;
        const auto sale = till.sell(500, 1'000'000'000);
        const auto hold = till.hold(kAnn, sale, 99);
        QVERIFY(hold.ok());
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::too_large);
        QCOMPARE(till.work(), 0);
        QVERIFY(till.sound());
    }

    void giving_back_after_a_refused_card_closes_the_order() {
        Till till;
        const auto sale = till.sell(1);
        const auto hold = till.hold(kAnn, sale);
        const auto order = till.pay(kAnn, hold->id(), "sandbox_decline");
        till.work();
        v1::ReleaseHoldRequest release;
        release.set_command_id(till.new_id());
        release.set_hold_id(hold->id());
        QVERIFY(await<v1::Hold>([&](auto reply) { till.sales->release(kAnn, release, reply); }).ok());
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::precondition);
        QVERIFY(till.sound());
    }
};

QTEST_GUILESS_MAIN(TstCheckout)
#include "tst_checkout.moc"
