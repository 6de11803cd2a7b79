// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/shop/till.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");
constexpr shop::SaleTerms kLater{.capture_after_s = 3600};

}  // namespace

// Taking an order back: before its money is taken, and after; the whole, and parts.
class TstRefunds : public QObject {
    Q_OBJECT

  private slots:
    void an_order_cancelled_before_its_money_is_taken_costs_nothing() {
        Till till(kLater);
        const auto sale = till.sell(3);
        const std::string order = till.buy(kAnn, sale, 2);
        till.work();
        QCOMPARE(till.state(order), v1::ORDER_STATE_AUTHORISED);
        QCOMPARE(till.order(order)->cancel_until_us(), till.clock.now().plus_s(3600).us);
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{1});
        QCOMPARE(till.cancel(guest("Bob"), order).error().code, Code::not_found);
        QCOMPARE(till.cancel(kAnn, order)->state(), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{3});
        QVERIFY(till.audit().empty());
        till.work();
        QCOMPARE(till.cancel(kAnn, order)->state(), v1::ORDER_STATE_CANCELLED);
        QVERIFY(till.taken().empty());
        QVERIFY(till.sound());
        till.clock.advance_us(7200'000'000);
        QCOMPARE(till.work(), 0);
    }

    void money_waits_for_its_time_and_is_taken_then() {
        Till till(kLater);
        const std::string order = till.buy(kAnn, till.sell(3));
        till.work();
        QVERIFY(till.taken().empty());
        till.clock.advance_us(3599'000'000);
        QCOMPARE(till.work(), 0);
        till.clock.advance_us(1'000'000);
        QCOMPARE(till.work(), 1);
        QCOMPARE(till.state(order), v1::ORDER_STATE_PAID);
        QVERIFY(till.sound());
    }

    void a_buyer_may_cancel_for_a_while_even_when_it_is_paid() {
        Till till;
        const auto sale = till.sell(3);
        const std::string order = till.buy(kAnn, sale, 2);
        till.work();
        till.clock.advance_us(899'000'000);
        const auto asked = till.cancel(kAnn, order);
        QCOMPARE(asked->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(asked->refunding().minor(), int64_t{4800});
        QCOMPARE(asked->cancel_until_us(), int64_t{0});
        till.work();
        const auto done = till.order(order);
        QCOMPARE(done->state(), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(done->refunded().minor(), int64_t{4800});
        QCOMPARE(done->refunding().minor(), int64_t{0});
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{3});
        QVERIFY(till.taken().empty());
        const std::string second = till.buy(kAnn, sale);
        till.work();
        till.clock.advance_us(900'000'000);
        QCOMPARE(till.cancel(kAnn, second).error().code, Code::precondition);
        QCOMPARE(till.cancel(retailer(), second)->refunding().minor(), int64_t{2400});
        QCOMPARE(till.cancel(kAnn, second)->refunding().minor(), int64_t{2400});  // it is on its way already
        till.work();
        QCOMPARE(till.state(second), v1::ORDER_STATE_REFUNDED);
        QVERIFY(till.sound());
    }

    // Late success after a cancel: wherever the payment was in that moment, nothing of it may stay.
    void cancelled_while_the_gateway_is_asked_data() {
        QTest::addColumn<QString>("card");
        for (const char* card : {"sandbox_approve", "sandbox_decline", "sandbox_confirm", "sandbox_timeout"})
            QTest::newRow(card) << card;
    }
    void cancelled_while_the_gateway_is_asked() {
        QFETCH(QString, card);
        Till till;
        const auto sale = till.sell(1);
        const std::string order = till.buy(kAnn, sale, 1, card.toStdString());
        const auto asked = till.outbox();
        QCOMPARE(asked.size(), size_t{1});
        QCOMPARE(till.cancel(kAnn, order)->state(), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{1});
        // The answer comes when nobody waits for it any more.
        QVERIFY(till.settle(asked[0], shop::call_gateway(till.gateway, asked[0], 1000)).ok());
        QCOMPARE(till.state(order), v1::ORDER_STATE_CANCELLED);
        till.work();
        QVERIFY(till.taken().empty());
        QCOMPARE(till.stock(sale.variant_id).sold(), int64_t{0});
        QVERIFY(till.sound());
    }

    void cancelled_while_the_money_is_being_taken() {
        Till till;
        const auto sale = till.sell(1);
        const std::string order = till.buy(kAnn, sale);
        till.work_once();
        const auto capture = till.outbox();
        const auto taken = shop::call_gateway(till.gateway, capture[0], 1000);
        QCOMPARE(till.cancel(kAnn, order)->state(), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(till.taken().size(), size_t{1});
        QVERIFY(till.settle(capture[0], taken).ok());
        QVERIFY(till.settle(capture[0], taken).ok());  // told twice
        QCOMPARE(till.state(order), v1::ORDER_STATE_CANCELLED);
        till.work();
        QVERIFY(till.taken().empty());
        const auto refunds = till.refunds_of(order);
        QCOMPARE(refunds.size(), size_t{1});
        QVERIFY(refunds[0].not_owed() && refunds[0].state() == v1::REFUND_STATE_DONE);
        QVERIFY(till.refunds_of(order, kAnn).empty());  // he was told that nothing was charged
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{1});
        QVERIFY(till.sound());
    }

    void a_declined_order_can_be_cancelled_and_gives_its_units_back() {
        Till till;
        const auto sale = till.sell(1);
        const std::string order = till.buy(kAnn, sale, 1, "sandbox_decline");
        till.work();
        QCOMPARE(till.state(order), v1::ORDER_STATE_DECLINED);
        QCOMPARE(till.cancel(kAnn, order)->state(), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(till.stock(sale.variant_id).available(), int64_t{1});
        QVERIFY(till.sound());
    }

    void parts_go_back_until_nothing_is_left() {
        Till till;
        const auto sale = till.sell(10, 999);
        const std::string order = till.buy(kAnn, sale, 3);
        till.work();
        till.events();
        QCOMPARE(till.refund(retailer(), order, 2, true)->refunding().minor(), int64_t{1998});
        QCOMPARE(till.refund(retailer(), order, 2).error().code, Code::precondition);  // one is left
        till.work();
        const auto partly = till.order(order);
        QCOMPARE(partly->state(), v1::ORDER_STATE_PARTLY_REFUNDED);
        QCOMPARE(partly->lines(0).refunded_quantity(), int64_t{2});
        QCOMPARE(partly->lines(0).restocked_quantity(), int64_t{2});
        QCOMPARE(till.stock(sale.variant_id).on_hand(), int64_t{9});
        QCOMPARE(till.cancel(kAnn, order).error().code, Code::precondition);  // it is the seller's matter now
        int staff = 0, person = 0;
        for (const auto& event : till.events()) {
            if (!event.has_refund()) continue;
            staff += event.audience() == v1::AUDIENCE_STAFF;
            person += event.recipient_id() == kAnn.id;
        }
        QCOMPARE(staff, 2);  // asked for, done
        QCOMPARE(person, 2);
        QVERIFY(till.refund(retailer(), order, 0, false).ok());
        till.work();
        QCOMPARE(till.state(order), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(till.stock(sale.variant_id).on_hand(), int64_t{9});  // that one was broken
        QCOMPARE(till.refund(retailer(), order).error().code, Code::precondition);
        QVERIFY(till.taken().empty());
        QVERIFY(till.sound());
    }

    void units_that_come_back_go_to_who_waits() {
        Till till;
        const auto sale = till.sell(1);
        const std::string order = till.buy(kAnn, sale);
        till.work();
        QVERIFY(till.wait_for(guest("Bob"), sale).ok());
        QVERIFY(till.refund(retailer(), order).ok());
        QCOMPARE(till.buyer(guest("Bob"), sale.show_id).holds_size(), 0);
        till.work();
        QCOMPARE(till.buyer(guest("Bob"), sale.show_id).holds_size(), 1);
        QVERIFY(till.sound());
    }

    void a_part_given_back_before_the_money_is_taken_is_never_taken() {
        Till till(kLater);
        const auto sale = till.sell(5, 1000);
        const std::string order = till.buy(kAnn, sale, 3);
        till.work();
        const auto reduced = till.refund(retailer(), order, 1);
        QCOMPARE(reduced->state(), v1::ORDER_STATE_AUTHORISED);
        QCOMPARE(reduced->refunded().minor(), int64_t{1000});
        QCOMPARE(till.refund(retailer(), order, 2).error().code, Code::precondition);  // cancel it instead
        QVERIFY(till.audit().empty());
        till.clock.advance_us(3600'000'000);
        till.work();
        QCOMPARE(till.state(order), v1::ORDER_STATE_PARTLY_REFUNDED);
        QCOMPARE(till.taken().begin()->second, int64_t{2000});
        QCOMPARE(till.refunds_of(order)[0].state(), v1::REFUND_STATE_DONE);
        QVERIFY(till.refund(retailer(), order).ok());
        till.work();
        QCOMPARE(till.state(order), v1::ORDER_STATE_REFUNDED);
        QVERIFY(till.taken().empty());
        QCOMPARE(till.stock(sale.variant_id).on_hand(), int64_t{5});
        QVERIFY(till.sound());
    }

    // The amount of a capture that may be under way must not change under it.
    void in_the_moment_in_which_money_is_taken_a_refund_must_wait() {
        Till till;
        const std::string order = till.buy(kAnn, till.sell(5), 2);
        till.work_once();
        QCOMPARE(till.state(order), v1::ORDER_STATE_AUTHORISED);
        const auto refused = till.refund(retailer(), order, 1);
        QCOMPARE(refused.error().code, Code::unavailable);
        QVERIFY(refused.error().retry_after_ms > 0);
        till.work();
        QVERIFY(till.refund(retailer(), order, 1).ok());
        till.work();
        QVERIFY(till.sound());
    }

    void the_same_refund_twice_gives_back_once() {
        Till till;
        const std::string order = till.buy(kAnn, till.sell(5), 2);
        till.work();
        v1::RefundOrderRequest request;
        request.set_command_id(till.new_id());
        request.set_order_id(order);
        request.set_reason("sent back");
        request.add_lines()->set_quantity(1);
        const auto press = [&] {
            return await<v1::Order>([&](auto reply) { till.sales->refund(retailer(), request, reply); });
        };
        const auto first = press(), again = press();
        QCOMPARE(first->SerializeAsString(), again->SerializeAsString());
        till.work();
        QVERIFY(press().ok());
        till.work();
        QCOMPARE(till.order(order)->refunded().minor(), int64_t{2400});
        request.mutable_lines(0)->set_quantity(2);
        QCOMPARE(press().error().code, Code::conflict);
        QVERIFY(till.sound());
    }

    void only_sellers_refund_and_a_reason_is_needed() {
        Till till;
        const std::string order = till.buy(kAnn, till.sell(5));
        till.work();
        const Caller moderator{"m", "Mo", v1::ROLE_MODERATOR, false};
        for (const Caller& who : {kAnn, moderator, Caller{}})
            QCOMPARE(till.refund(who, order).error().code, Code::permission_denied);
        QCOMPARE(till.cancel(moderator, order).error().code, Code::not_found);
        QCOMPARE(till.cancel(Caller{}, order).error().code, Code::unauthenticated);
        QCOMPARE(till.refund(retailer(), till.new_id()).error().code, Code::not_found);
        v1::RefundOrderRequest request;
        request.set_command_id(till.new_id());
        request.set_order_id(order);
        const auto refund = [&] {
            return await<v1::Order>([&](auto reply) { till.sales->refund(retailer(), request, reply); });
        };
        QCOMPARE(refund().error().code, Code::invalid_argument);
        request.set_reason(std::string(201, 'x'));
        QCOMPARE(refund().error().code, Code::too_large);
        QVERIFY(till.sound());
    }

    // SIGKILL between what the gateway did and what was noted of it.
    void a_worker_that_dies_at_any_point_moves_nothing_twice() {
        Till till;
        const auto sale = till.sell(5);
        const std::string order = till.buy(kAnn, sale, 2);
        const auto dying_round = [&] {
            for (const auto& task : till.outbox()) (void)shop::call_gateway(till.gateway, task, 1000);
            till.reopen();
        };
        dying_round();  // reserved, and not noted
        till.work_once();
        QCOMPARE(till.state(order), v1::ORDER_STATE_AUTHORISED);
        dying_round();  // taken, and not noted
        till.work_once();
        QCOMPARE(till.state(order), v1::ORDER_STATE_PAID);
        QVERIFY(till.refund(retailer(), order, 1).ok());
        dying_round();  // given back, and not noted
        till.work_once();
        QCOMPARE(till.state(order), v1::ORDER_STATE_PARTLY_REFUNDED);
        const auto book = till.gateway.payments();
        QCOMPARE(book.size(), size_t{1});
        QCOMPARE(book[0].taken_minor, int64_t{4800});
        QCOMPARE(book[0].refunded_minor, int64_t{2400});
        QVERIFY(till.sound());
    }
};

QTEST_GUILESS_MAIN(TstRefunds)
#include "tst_refunds.moc"
