// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "tests/shop/cart_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");
const Caller kBob = guest("Bob");

}  // namespace

// What a buyer puts into his cart is kept for him, one hold a line.
class TstCart : public QObject {
    Q_OBJECT

  private slots:
    void a_line_holds_its_units_until_it_is_taken_out() {
        CartHouse house;
        const Shelf shelf(house);
        const auto cart = house.put(kAnn, shelf.mug, 2);
        QVERIFY(cart.ok());
        QCOMPARE(cart->lines_size(), 1);
        QCOMPARE(cart->lines(0).quantity(), int64_t{2});
        QCOMPARE(cart->lines(0).held_until_us(), house.clock.now().plus_s(300).us);
        QVERIFY(cart->lines(0).lasting());
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{2});
        QCOMPARE(house.put(kAnn, shelf.bowl, 1)->lines_size(), 2);
        QCOMPARE(house.put(kAnn, shelf.mug, 0)->lines_size(), 1);
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{0});
        QCOMPARE(house.put(kAnn, shelf.mug, 0)->lines_size(), 1);  // twice is no error
        QVERIFY(house.sound());
    }

    void another_quantity_is_another_hold_in_the_same_place() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.put(kAnn, shelf.mug, 2).ok());
        house.clock.advance_us(1);
        QVERIFY(house.put(kAnn, shelf.bowl, 1).ok());
        const std::string first = house.cart(kAnn, shelf.mug).lines(0).hold().id();
        house.events();
        const auto cart = house.put(kAnn, shelf.mug, 5);
        QCOMPARE(cart->lines(0).variant_id(), shelf.mug.variant_id);
        QCOMPARE(cart->lines(0).quantity(), int64_t{5});
        QVERIFY(cart->lines(0).hold().id() != first);
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{5});
        int given_back = 0, made = 0;  // as his other devices are told
        for (const auto& event : house.events()) {
            given_back += event.hold().id() == first && event.hold().state() == v1::HOLD_STATE_RELEASED;
            made += event.hold().quantity() == 5 && event.hold().state() == v1::HOLD_STATE_ACTIVE;
        }
        QCOMPARE(given_back, 1);
        QCOMPARE(made, 1);
        QVERIFY(house.sound());
    }

    void more_than_there_is_leaves_the_line_as_it_was() {
        CartHouse house;
        const Shelf shelf(house, 3);
        QVERIFY(house.put(kAnn, shelf.mug, 2).ok());
        const auto before = house.cart(kAnn, shelf.mug);
        QCOMPARE(house.put(kAnn, shelf.mug, 4).error().code, Code::sold_out);
        QCOMPARE(house.cart(kAnn, shelf.mug).SerializeAsString(), before.SerializeAsString());
        QVERIFY(house.put(kAnn, shelf.mug, 3).ok());  // its own units and the last one
        QCOMPARE(house.put(kBob, shelf.mug, 1).error().code, Code::sold_out);
        QVERIFY(house.sound());
    }

    void quantities_that_are_none() {
        CartHouse house;
        const Shelf shelf(house, 500);
        QCOMPARE(house.put(kAnn, shelf.mug, -1).error().code, Code::invalid_argument);
        QCOMPARE(house.put(kAnn, shelf.mug, std::numeric_limits<int64_t>::min()).error().code,
                 Code::invalid_argument);
        QCOMPARE(house.put(kAnn, shelf.mug, 100).error().code, Code::too_large);
        QCOMPARE(house.put(kAnn, shelf.mug, std::numeric_limits<int64_t>::max()).error().code,
                 Code::too_large);
        QCOMPARE(house.put(Caller{}, shelf.mug, 1).error().code, Code::unauthenticated);
        auto elsewhere = shelf.mug;
        elsewhere.variant_id = house.new_id();
        QCOMPARE(house.put(kAnn, elsewhere, 1).error().code, Code::not_found);
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{0});
    }

    void the_same_command_again_is_the_same_answer_and_with_another_wish_a_conflict() {
        CartHouse house;
        const Shelf shelf(house);
        auto wish = house.wish(shelf.mug, 2);
        const auto first = house.put(kAnn, wish);
        QCOMPARE(house.put(kAnn, wish)->SerializeAsString(), first->SerializeAsString());
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{2});
        wish.set_quantity(3);
        QCOMPARE(house.put(kAnn, wish).error().code, Code::conflict);
        QCOMPARE(house.put(kBob, wish).error().code, Code::conflict);  // the hold is another's
        wish.set_command_id("not an id");
        QCOMPARE(house.put(kAnn, wish).error().code, Code::invalid_argument);
    }

    void a_line_outlives_its_hold_and_can_be_held_again() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.put(kAnn, shelf.mug, 2).ok());
        house.clock.advance_us(300'000'000);
        house.events();
        QCOMPARE(house.expire(), int64_t{1});
        bool told = false;
        for (const auto& event : house.events())
            told =
                told || (event.recipient_id() == kAnn.id && event.hold().state() == v1::HOLD_STATE_EXPIRED);
        QVERIFY(told);
        const auto cart = house.cart(kAnn, shelf.mug);
        QCOMPARE(cart.lines_size(), 1);
        QCOMPARE(cart.lines(0).held_until_us(), int64_t{0});
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{0});
        const auto again = house.renew(kAnn, cart.lines(0).hold().id());
        QCOMPARE(again->lines_size(), 1);
        QCOMPARE(again->lines(0).held_until_us(), house.clock.now().plus_s(300).us);
        QCOMPARE(house.stock(shelf.mug.variant_id).held(), int64_t{2});
        QVERIFY(house.sound());
    }

    // Nobody keeps things from others by pressing a button every four minutes.
    void a_hold_gets_more_time_only_while_nobody_waits() {
        CartHouse house;
        const Shelf shelf(house, 2);
        const std::string id = house.put(kAnn, shelf.mug, 2)->lines(0).hold().id();
        house.clock.advance_us(200'000'000);
        QCOMPARE(house.renew(kAnn, id)->lines(0).held_until_us(), house.clock.now().plus_s(300).us);
        QVERIFY(house.wait_for(kBob, shelf.mug).ok());
        house.clock.advance_us(200'000'000);
        QCOMPARE(house.renew(kAnn, id).error().code, Code::precondition);
        // Nor by changing the quantity: what is left keeps its end, and who waits gets what is free.
        const auto fewer = house.put(kAnn, shelf.mug, 1);
        QCOMPARE(fewer->lines(0).held_until_us(), house.clock.now().plus_s(100).us);
        QCOMPARE(house.cart(kBob, shelf.mug).lines_size(), 1);
        QVERIFY(!house.cart(kBob, shelf.mug).lines(0).lasting());
        QVERIFY(house.sound());
    }

    void fewer_keep_their_price_and_more_have_todays() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.put(kAnn, shelf.mug, 3).ok());
        v1::SaveProductRequest dearer;
        const auto all =
            await<v1::ListProductsResponse>([&](auto reply) { house.catalogue->list({}, {}, reply); });
        for (const auto& product : all->products()) {
            if (product.id() == shelf.mug.product_id) *dearer.mutable_product() = product;
        }
        dearer.set_command_id(house.new_id());
        dearer.mutable_product()->mutable_variants(0)->mutable_price()->set_minor(9900);
        QVERIFY(
            await<v1::Product>([&](auto reply) { house.catalogue->save(retailer(), dearer, reply); }).ok());
        QCOMPARE(house.put(kAnn, shelf.mug, 2)->lines(0).hold().unit_price().minor(), int64_t{2400});
        QCOMPARE(house.put(kAnn, shelf.mug, 4)->lines(0).hold().unit_price().minor(), int64_t{9900});
    }

    void a_strangers_cart_is_nobodys_business() {
        CartHouse house;
        const Shelf shelf(house);
        const std::string id = house.put(kAnn, shelf.mug, 1)->lines(0).hold().id();
        QCOMPARE(house.cart(kBob, shelf.mug).lines_size(), 0);
        QCOMPARE(house.renew(kBob, id).error().code, Code::not_found);
        QCOMPARE(house.pay_all_of(kBob, house.paying({id})).error().code, Code::not_found);
        QVERIFY(house.put(kBob, shelf.mug, 0).ok());
        QCOMPARE(house.cart(kAnn, shelf.mug).lines_size(), 1);
    }

    void what_is_held_outside_the_cart_lies_in_it_too_but_does_not_last() {
        CartHouse house;
        const Shelf shelf(house);
        QVERIFY(house.hold(kAnn, shelf.mug, 1).ok());
        QCOMPARE(house.cart(kAnn, shelf.mug).lines_size(), 1);
        house.clock.advance_us(300'000'000);
        house.expire();
        QCOMPARE(house.cart(kAnn, shelf.mug).lines_size(), 0);
        QVERIFY(house.hold(kAnn, shelf.mug, 1).ok());
        const auto both = house.put(kAnn, shelf.mug, 3);  // now it is one line of the cart
        QCOMPARE(both->lines_size(), 1);
        QCOMPARE(both->lines(0).quantity(), int64_t{3});
        QVERIFY(house.sound());
    }

    void it_is_bounded() {
        CartHouse house;
        std::vector<std::string> ids;
        std::vector<ShopHouse::Sale> things;
        for (int i = 0; i < 22; ++i) {
            const v1::Product product = house.add_product(5, 100, "Thing " + std::to_string(i));
            ids.push_back(product.id());
            things.push_back({"", product.id(), product.variants(0).id()});
        }
        const std::string show = house.live_show(ids);
        for (auto& thing : things) thing.show_id = show;
        for (int i = 0; i < 20; ++i) QVERIFY(house.put(kAnn, things[i], 1).ok());
        QCOMPARE(house.put(kAnn, things[20], 1).error().code, Code::too_large);
        house.clock.advance_us(300'000'000);
        house.expire();
        QVERIFY(house.put(kAnn, things[20], 1).ok());
        QVERIFY(house.put(kAnn, things[21], 1).ok());
        QVERIFY(house.cart(kAnn, things[0]).lines_size() <= 22);
        QVERIFY(house.sound());
    }
};

QTEST_GUILESS_MAIN(TstCart)
#include "tst_cart.moc"
