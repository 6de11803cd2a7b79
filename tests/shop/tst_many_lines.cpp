// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/shop/cart_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");

std::vector<std::string> holds_in(const v1::Cart& cart) {
    std::vector<std::string> ids;
    for (const auto& line : cart.lines()) ids.push_back(line.hold().id());
    return ids;
}

// Two mugs and a bowl: 8700.
struct Filled : CartHouse {
    explicit Filled(shop::SaleTerms sale_terms = {}, int64_t mugs = 10)
        : CartHouse(sale_terms), shelf(*this, mugs) {
        VITRINE_CHECK(put(kAnn, shelf.mug, 2).ok());
        clock.advance_us(1);
        VITRINE_CHECK(put(kAnn, shelf.bowl, 1).ok());
    }
    v1::Cart mine() { return cart(kAnn, shelf.mug); }
    Result<v1::Order> pay(const std::string& card = "sandbox_approve") {
        return pay_all_of(kAnn, paying(holds_in(mine()), card));
    }
    int64_t held(const Sale& sale) { return stock(sale.variant_id).held(); }
    Shelf shelf;
};

}  // namespace

// One order of several things.
class TstManyLines : public QObject {
    Q_OBJECT

  private slots:
    void a_whole_cart_is_one_order_and_one_payment() {
        Filled house;
        const auto order = house.pay();
        QVERIFY(order.ok());
        QCOMPARE(order->lines_size(), 2);
        QCOMPARE(order->total().minor(), int64_t{8700});
        QCOMPARE(order->subtotal().minor(), int64_t{8700});
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        QCOMPARE(house.taken().size(), size_t{1});
        QCOMPARE(house.taken().begin()->second, int64_t{8700});
        QCOMPARE(house.stock(house.shelf.mug.variant_id).sold(), int64_t{2});
        QCOMPARE(house.stock(house.shelf.bowl.variant_id).sold(), int64_t{1});
        QCOMPARE(house.mine().lines_size(), 0);
        QVERIFY(house.sound());
    }

    void a_line_can_be_given_back_alone() {
        Filled house;
        const auto order = house.pay();
        house.work();
        v1::RefundOrderRequest request;
        request.set_command_id(house.new_id());
        request.set_order_id(order->id());
        request.set_reason("broken");
        request.set_restock(true);
        v1::RefundLine* line = request.add_lines();
        line->set_line(1);
        line->set_quantity(1);
        QVERIFY(await<v1::Order>([&](auto reply) { house.sales->refund(retailer(), request, reply); }).ok());
        house.work();
        QCOMPARE(house.order(order->id())->refunded().minor(), int64_t{3900});
        QCOMPARE(house.stock(house.shelf.bowl.variant_id).sold(), int64_t{0});
        QVERIFY(house.refund(retailer(), order->id()).ok());  // all that is left
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(house.stock(house.shelf.mug.variant_id).sold(), int64_t{0});
        QVERIFY(house.taken().empty());
        QVERIFY(house.sound());
    }

    void cancelled_before_the_money_is_taken_all_units_come_back() {
        Filled house({.capture_after_s = 3600});
        const auto order = house.pay();
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_AUTHORISED);
        QVERIFY(house.cancel(kAnn, order->id()).ok());
        house.work();
        QCOMPARE(house.stock(house.shelf.mug.variant_id).available(), int64_t{10});
        QCOMPARE(house.stock(house.shelf.bowl.variant_id).available(), int64_t{10});
        QVERIFY(house.sound());
    }

    void a_refused_card_keeps_everything_and_the_next_one_pays_it() {
        Filled house;
        const auto order = house.pay("sandbox_decline");
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_DECLINED);
        QCOMPARE(house.held(house.shelf.mug), int64_t{2});
        const auto second = house.pay();
        QCOMPARE(second->id(), order->id());
        QCOMPARE(second->attempt(), 2);
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(house.sound());
    }

    // The card was refused; one thing more, or one thing less, must not lock the rest up.
    void after_a_refused_card_another_choice_is_another_order() {
        for (const bool less : {true, false}) {
            Filled house;
            const auto refused = house.pay("sandbox_decline");
            house.work();
            if (less) {
                QVERIFY(house.put(kAnn, house.shelf.mug, 0).ok());
            } else {
                QVERIFY(house.put(kAnn, house.shelf.mug, 3).ok());
            }
            QCOMPARE(house.state(refused->id()), v1::ORDER_STATE_CANCELLED);
            QVERIFY(house.sound());
            const auto order = house.pay();
            QVERIFY(order.ok());
            QVERIFY(order->id() != refused->id());
            house.work();
            QCOMPARE(house.order(order->id())->total().minor(), int64_t{less ? 3900 : 3 * 2400 + 3900});
            QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
            QVERIFY(house.sound());
        }
    }

    void a_part_of_a_refused_order_can_be_paid_at_once() {
        Filled house;
        const auto refused = house.pay("sandbox_decline");
        house.work();
        const auto part = house.pay_all_of(kAnn, house.paying({house.mine().lines(1).hold().id()}));
        QVERIFY(part.ok());
        QCOMPARE(part->total().minor(), int64_t{3900});
        house.work();
        QCOMPARE(house.state(part->id()), v1::ORDER_STATE_PAID);
        QCOMPARE(house.state(refused->id()), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(house.mine().lines_size(), 1);  // the mugs are kept on
        QCOMPARE(house.held(house.shelf.mug), int64_t{2});
        QVERIFY(house.sound());
    }

    void giving_one_back_after_a_refused_card_keeps_the_other() {
        Filled house;
        QVERIFY(house.pay("sandbox_decline").ok());
        house.work();
        v1::ReleaseHoldRequest release;
        release.set_command_id(house.new_id());
        release.set_hold_id(house.mine().lines(0).hold().id());
        QVERIFY(await<v1::Hold>([&](auto reply) { house.sales->release(kAnn, release, reply); }).ok());
        QCOMPARE(house.mine().lines_size(), 1);
        const auto rest = house.pay();
        QVERIFY(rest.ok());
        house.work();
        QCOMPARE(house.state(rest->id()), v1::ORDER_STATE_PAID);
        QVERIFY(house.sound());
    }

    void what_is_being_paid_cannot_be_paid_again_with_something_else() {
        Filled house;
        const auto ids = holds_in(house.mine());
        QVERIFY(house.pay().ok());
        QCOMPARE(house.pay_all_of(kAnn, house.paying({ids[0]})).error().code, Code::precondition);
        QCOMPARE(house.put(kAnn, house.shelf.mug, 5)->lines_size(), 3);  // more of it is a line of its own
        house.work();
        QVERIFY(house.sound());
    }

    void when_one_has_run_out_and_is_gone_nothing_is_charged() {
        Filled house({}, 2);
        const auto ids = holds_in(house.mine());
        house.clock.advance_us(300'000'000);
        house.expire();
        QVERIFY(house.hold(guest("Bob"), house.shelf.mug, 1).ok());
        QCOMPARE(house.pay_all_of(kAnn, house.paying(ids)).error().code, Code::expired);
        QCOMPARE(house.held(house.shelf.bowl), int64_t{0});
        QCOMPARE(house.work(), 0);
        QVERIFY(house.sound());
        // Both are there again: both are taken again and paid.
        Filled lucky;
        const auto again = holds_in(lucky.mine());
        lucky.clock.advance_us(300'000'000);
        lucky.expire();
        const auto order = lucky.pay_all_of(kAnn, lucky.paying(again));
        QVERIFY(order.ok());
        lucky.work();
        QCOMPARE(lucky.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(lucky.sound());
    }

    void the_bank_asks_once_for_all_and_time_ends_all() {
        Filled house;
        const auto order = house.pay("sandbox_confirm");
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_NEEDS_CONFIRMATION);
        house.clock.advance_us(601'000'000);
        QCOMPARE(house.expire(), int64_t{2});
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_DECLINED);
        QVERIFY(house.sound());
        Filled other;
        const auto approved = other.pay("sandbox_confirm");
        other.work();
        QVERIFY(other.confirm(kAnn, approved->id(), true).ok());
        other.work();
        QCOMPARE(other.state(approved->id()), v1::ORDER_STATE_PAID);
        QVERIFY(other.sound());
    }

    void lists_that_make_no_order() {
        Filled house;
        const auto ids = holds_in(house.mine());
        QCOMPARE(house.pay_all_of(kAnn, house.paying({ids[0], ids[0]})).error().code, Code::invalid_argument);
        QCOMPARE(house.pay_all_of(kAnn, house.paying({})).error().code, Code::not_found);
        QCOMPARE(house.pay_all_of(kAnn, house.paying({ids[0], "nonsense"})).error().code, Code::not_found);
        QCOMPARE(house.pay_all_of(kAnn, house.paying(std::vector<std::string>(21, "x"))).error().code,
                 Code::too_large);
        const Shelf elsewhere(house);
        const std::string other = house.put(kAnn, elsewhere.mug, 1)->lines(0).hold().id();
        QCOMPARE(house.pay_all_of(kAnn, house.paying({ids[0], other})).error().code, Code::invalid_argument);
        QCOMPARE(house.work(), 0);
        QVERIFY(house.sound());
    }
};

QTEST_GUILESS_MAIN(TstManyLines)
#include "tst_many_lines.moc"
