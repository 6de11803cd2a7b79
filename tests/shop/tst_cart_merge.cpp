// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/shop/cart_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kGuest = guest("Ann");
const Caller kAnn = account("Ann");

// How often a hold ended, by its id.
std::map<std::string, int> endings(CartHouse& house) {
    std::map<std::string, int> found;
    for (const auto& event : house.events()) {
        if (event.has_hold() && event.hold().state() != v1::HOLD_STATE_ACTIVE) ++found[event.hold().id()];
    }
    return found;
}

}  // namespace

// A guest signs in: what he has comes along.
class TstCartMerge : public QObject {
    Q_OBJECT

  private slots:
    void into_an_empty_cart_the_holds_come_as_they_are() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.put(kGuest, shelf.mug, 2).ok());
        QVERIFY(house.put(kGuest, shelf.bowl, 1).ok());
        const auto before = house.cart(kGuest, shelf.mug);
        house.clock.advance_us(10'000'000);
        house.events();
        QCOMPARE(house.merge(kAnn, kGuest)->lines(), int64_t{2});
        QCOMPARE(house.cart(kAnn, shelf.mug).SerializeAsString(), before.SerializeAsString());
        QCOMPARE(house.cart(kGuest, shelf.mug).lines_size(), 0);
        int told = 0;
        for (const auto& event : house.events()) told += event.has_hold() && event.recipient_id() == kAnn.id;
        QCOMPARE(told, 2);
        QVERIFY(house.sound());
    }

    void quantities_are_added_and_each_hold_ends_once() {
        CartHouse house;
        const Shelf shelf(house, 5);
        QVERIFY(house.put(kAnn, shelf.mug, 2).ok());
        QVERIFY(house.put(kGuest, shelf.mug, 3).ok());
        house.events();
        QVERIFY(house.merge(kAnn, kGuest).ok());
        const auto cart = house.cart(kAnn, shelf.mug);
        QCOMPARE(cart.lines_size(), 1);
        QCOMPARE(cart.lines(0).quantity(), int64_t{5});
        QVERIFY(cart.lines(0).lasting());
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{5});
        const auto ended = endings(house);
        QCOMPARE(ended.size(), size_t{2});
        for (const auto& [id, times] : ended) QCOMPARE(times, 1);
        QCOMPARE(house.merge(kAnn, kGuest)->lines(), int64_t{0});  // nothing is left to come
        QCOMPARE(house.cart(kAnn, shelf.mug).lines(0).quantity(), int64_t{5});
        QVERIFY(house.sound());
    }

    void what_is_too_much_for_one_goes_back_to_all() {
        CartHouse house;
        const Shelf shelf(house, 150);
        QVERIFY(house.put(kAnn, shelf.mug, 60).ok());
        QVERIFY(house.put(kGuest, shelf.mug, 60).ok());
        QCOMPARE(house.merge(kAnn, kGuest)->lines(), int64_t{0});
        QCOMPARE(house.cart(kAnn, shelf.mug).lines(0).quantity(), int64_t{60});
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{60});
        QVERIFY(house.sound());
    }

    void what_is_being_paid_is_paid_on() {
        CartHouse house;
        const Shelf shelf(house);
        const std::string id = house.put(kGuest, shelf.mug, 2)->lines(0).hold().id();
        const auto order = house.pay_all_of(kGuest, house.paying({id}));
        QVERIFY(order.ok());
        QVERIFY(house.put(kAnn, shelf.mug, 1).ok());
        const auto merged = house.merge(kAnn, kGuest);
        QCOMPARE(merged->lines(), int64_t{1});
        QCOMPARE(merged->orders(), int64_t{1});
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        v1::ListMyOrdersRequest mine;
        QCOMPARE(
            await<v1::MyOrders>([&](auto reply) { house.carts.orders(kAnn, mine, reply); })->orders_size(),
            1);
        QCOMPARE(
            await<v1::MyOrders>([&](auto reply) { house.carts.orders(kGuest, mine, reply); })->orders_size(),
            0);
        QCOMPARE(house.cart(kAnn, shelf.mug).lines_size(), 1);
        QVERIFY(house.sound());
    }

    void what_has_run_out_comes_too_and_can_be_held_again() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.put(kGuest, shelf.mug, 2).ok());
        house.clock.advance_us(300'000'000);
        house.expire();
        QVERIFY(house.merge(kAnn, kGuest).ok());
        const auto cart = house.cart(kAnn, shelf.mug);
        QCOMPARE(cart.lines_size(), 1);
        QCOMPARE(house.renew(kAnn, cart.lines(0).hold().id())->lines(0).quantity(), int64_t{2});
        QVERIFY(house.sound());
    }

    // A refused card's order stays with its holds.
    void a_refused_card_can_be_tried_again_by_the_account() {
        CartHouse house;
        const Shelf shelf(house);
        const std::string id = house.put(kGuest, shelf.mug, 1)->lines(0).hold().id();
        const auto order = house.pay_all_of(kGuest, house.paying({id}, "sandbox_decline"));
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_DECLINED);
        QVERIFY(house.merge(kAnn, kGuest).ok());
        QVERIFY(house.pay_all_of(kAnn, house.paying({id})).ok());
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(house.sound());
    }

    void places_in_line_and_addresses_come_along() {
        CartHouse house;
        const Shelf shelf(house, 1);
        QVERIFY(house.hold(guest("Other"), shelf.mug).ok());
        QVERIFY(house.wait_for(kGuest, shelf.mug).ok());
        v1::SaveAddressRequest save;
        save.set_command_id(house.new_id());
        save.mutable_address()->set_name("Ann");
        save.mutable_address()->set_line1("1 Main Street");
        save.mutable_address()->set_city("Berlin");
        save.mutable_address()->set_country("DE");
        QVERIFY(await<v1::Profile>([&](auto reply) { house.carts.save_address(kGuest, save, reply); }).ok());
        QVERIFY(house.merge(kAnn, kGuest).ok());
        QCOMPARE(house.buyer(kAnn, shelf.mug.show_id).waitlist_size(), 1);
        QCOMPARE(house.buyer(kGuest, shelf.mug.show_id).waitlist_size(), 0);
        QCOMPARE(house.profile(kAnn).addresses_size(), 1);
        QVERIFY(house.profile(kAnn).addresses(0).standard());
        QVERIFY(house.sound());
    }

    void only_a_guests_cart_can_be_taken_over() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.put(account("Bob"), shelf.mug, 1).ok());
        QCOMPARE(house.merge(kAnn, account("Bob")).error().code, Code::invalid_argument);
        QCOMPARE(house.merge(kGuest, guest("Bob")).error().code, Code::invalid_argument);
        QCOMPARE(house.merge(Caller{}, kGuest).error().code, Code::unauthenticated);
        QCOMPARE(house.cart(account("Bob"), shelf.mug).lines_size(), 1);
    }
};

QTEST_GUILESS_MAIN(TstCartMerge)
#include "tst_cart_merge.moc"
