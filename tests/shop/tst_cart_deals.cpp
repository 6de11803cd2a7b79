// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/shop/cart_house.h"
#include "tests/shop/scripted_gateway.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kGuest = guest("Ann");
const Caller kAnn = account("Ann");

std::vector<std::string> holds_in(const v1::Cart& cart) {
    std::vector<std::string> ids;
    for (const auto& line : cart.lines()) ids.push_back(line.hold().id());
    return ids;
}

struct DealHouse : CartHouse {
    explicit DealHouse(shop::SaleTerms sale_terms = {}) : CartHouse(sale_terms), shelf(*this) {}

    // Five euros off, for one order in the world.
    void make_coupon() {
        v1::SaveCouponRequest request;
        request.set_command_id(new_id());
        request.mutable_coupon()->set_code("FIVER");
        request.mutable_coupon()->set_amount_minor(500);
        request.mutable_coupon()->set_currency("EUR");
        request.mutable_coupon()->set_most_uses(1);
        VITRINE_CHECK(await<v1::Coupon>([&](auto reply) { coupons->save(retailer(), request, reply); }).ok());
    }
    int64_t coupon_uses() {
        const v1::ListCouponsRequest all;
        return await<v1::ListCouponsResponse>([&](auto reply) { coupons->list(creator(), all, reply); })
            ->coupons(0)
            .uses();
    }
    void set_rate(int64_t rate_e9) {
        v1::SetExchangeRateRequest request;
        request.set_command_id(new_id());
        request.mutable_rate()->set_base("EUR");
        request.mutable_rate()->set_quote("JPY");
        request.mutable_rate()->set_rate_e9(rate_e9);
        VITRINE_CHECK(
            await<v1::ExchangeRate>([&](auto reply) { pricing->set_rate(retailer(), request, reply); }).ok());
    }
    void limit_in_show(int64_t units) {
        v1::SetShowLimitRequest request;
        request.set_command_id(new_id());
        request.set_show_id(shelf.mug.show_id);
        request.set_limit_per_buyer(units);
        VITRINE_CHECK(await<v1::ShowLimit>([&](auto reply) {
                          warehouse->set_show_limit(retailer(), request, reply);
                      }).ok());
    }
    Result<v1::Order> pay_with_coupon(const Caller& who, const std::vector<std::string>& hold_ids,
                                      const std::string& card = "sandbox_approve") {
        v1::PayRequest request = paying(hold_ids, card);
        request.set_coupon_code("FIVER");
        return pay_all_of(who, request);
    }
    v1::Cart two_mugs_and_a_bowl(const Caller& who) {
        VITRINE_CHECK(put(who, shelf.mug, 2).ok());
        clock.advance_us(1);
        VITRINE_CHECK(put(who, shelf.bowl, 1).ok());
        return cart(who, shelf.mug);
    }
    std::string save_address(const Caller& who, const std::string& city) {
        v1::SaveAddressRequest save;
        save.set_command_id(new_id());
        save.mutable_address()->set_name("Ann");
        save.mutable_address()->set_line1("1 Main Street");
        save.mutable_address()->set_city(city);
        save.mutable_address()->set_country("FR");
        const auto profile = await<v1::Profile>([&](auto reply) { carts.save_address(who, save, reply); });
        for (const auto& address : profile->addresses()) {
            if (address.city() == city) return address.id();
        }
        return "";
    }
    void let_time_pass() {
        clock.advance_us(300'000'000);
        expire();
    }

    Shelf shelf;
};

}  // namespace

// Carts meet coupons, currencies, limits, and units that belong to one show.
class TstCartDeals : public QObject {
    Q_OBJECT

  private slots:
    void a_coupon_is_spread_over_the_lines() {
        DealHouse house;
        house.make_coupon();
        const auto order = house.pay_with_coupon(kAnn, holds_in(house.two_mugs_and_a_bowl(kAnn)));
        QVERIFY(order.ok());
        QCOMPARE(order->subtotal().minor(), int64_t{8700});
        QCOMPARE(order->discount().minor(), int64_t{500});
        QCOMPARE(order->total().minor(), int64_t{8200});
        QCOMPARE(order->lines(0).discount().minor() + order->lines(1).discount().minor(), int64_t{500});
        QCOMPARE(order->lines(0).discount().minor(), int64_t{276});  // 500 × 4800 ÷ 8700
        house.work();
        QCOMPARE(house.taken().begin()->second, int64_t{8200});
        QVERIFY(house.sound());
    }

    void who_goes_on_with_another_order_has_his_coupon_again() {
        DealHouse house;
        house.make_coupon();
        const auto cart = house.two_mugs_and_a_bowl(kAnn);
        const auto refused = house.pay_with_coupon(kAnn, holds_in(cart), "sandbox_decline");
        house.work();
        QCOMPARE(house.state(refused->id()), v1::ORDER_STATE_DECLINED);
        QCOMPARE(house.coupon_uses(), int64_t{1});
        const auto order = house.pay_with_coupon(kAnn, {cart.lines(0).hold().id()});
        QVERIFY2(order.ok(), order.ok() ? "" : order.error().message.c_str());
        QCOMPARE(order->total().minor(), int64_t{4300});
        house.work();
        QCOMPARE(house.state(refused->id()), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        QCOMPARE(house.coupon_uses(), int64_t{1});
        QVERIFY(house.sound());
    }

    void a_line_that_ran_out_takes_the_coupon_with_it_and_brings_it_back() {
        DealHouse house;
        house.make_coupon();
        const auto cart = house.two_mugs_and_a_bowl(kAnn);
        const auto ids = holds_in(cart);
        const auto refused = house.pay_with_coupon(kAnn, ids, "sandbox_decline");
        house.work();
        house.let_time_pass();
        QCOMPARE(house.coupon_uses(), int64_t{0});
        const auto again = house.pay_with_coupon(kAnn, ids);
        QCOMPARE(again->id(), refused->id());
        QCOMPARE(again->total().minor(), int64_t{8200});
        QCOMPARE(house.coupon_uses(), int64_t{1});
        house.work();
        QCOMPARE(house.state(again->id()), v1::ORDER_STATE_PAID);
        QVERIFY(house.sound());
    }

    void a_coupon_waits_for_all_lines_when_the_second_one_runs_out_first() {
        DealHouse house;
        house.make_coupon();
        QVERIFY(house.put(kAnn, house.shelf.mug, 2).ok());
        house.clock.advance_us(120'000'000);
        QVERIFY(house.put(kAnn, house.shelf.bowl, 1).ok());
        house.clock.advance_us(120'000'000);
        const auto mugs = house.cart(kAnn, house.shelf.mug).lines(0).hold().id();
        QVERIFY(house.renew(kAnn, mugs).ok());
        const auto ids = holds_in(house.cart(kAnn, house.shelf.mug));
        (void)house.pay_with_coupon(kAnn, ids, "sandbox_decline");
        house.work();
        house.clock.advance_us(200'000'000);  // the bowl is over, the mugs are not
        house.expire();
        QCOMPARE(house.coupon_uses(), int64_t{0});
        QVERIFY(house.sound());
        const auto again = house.pay_with_coupon(kAnn, ids);
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message.c_str());
        house.work();
        QVERIFY(house.sound());
    }

    void another_address_or_coupon_with_the_second_card_counts() {
        DealHouse house;
        house.make_coupon();
        QVERIFY(house.put(kAnn, house.shelf.mug, 1).ok());
        const auto first = holds_in(house.cart(kAnn, house.shelf.mug));
        const auto berlin = house.save_address(kAnn, "Berlin"), paris = house.save_address(kAnn, "Paris");
        v1::PayRequest to_berlin = house.paying(first, "sandbox_decline");
        to_berlin.set_address_id(berlin);
        const auto refused = house.pay_all_of(kAnn, to_berlin);
        house.work();
        v1::PayRequest to_paris = house.paying(first);
        to_paris.set_address_id(paris);
        to_paris.set_coupon_code("fiver");
        const auto order = house.pay_all_of(kAnn, to_paris);
        QVERIFY2(order.ok(), order.ok() ? "" : order.error().message.c_str());
        QVERIFY(order->id() != refused->id());
        QCOMPARE(order->ship_to().city(), std::string("Paris"));
        QCOMPARE(order->total().minor(), int64_t{1900});
        house.work();
        QCOMPARE(house.state(refused->id()), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(house.taken().size(), size_t{1});
        QVERIFY(house.sound());
    }

    void a_late_success_of_what_was_bought_again_goes_back_data() {
        QTest::addColumn<bool>("renewed");
        QTest::newRow("its line was renewed") << true;
        QTest::newRow("it was held anew") << false;
    }
    void a_late_success_of_what_was_bought_again_goes_back() {
        QFETCH(bool, renewed);
        DealHouse house;
        ScriptedGateway bank;
        bank.state = shop::PaymentState::declined;
        QVERIFY(house.put(kAnn, house.shelf.mug, 1).ok());
        const auto lapsed = holds_in(house.cart(kAnn, house.shelf.mug));
        const auto first = house.pay_all_of(kAnn, house.paying(lapsed));
        house.pay_all(bank);
        house.let_time_pass();
        const auto again = renewed ? house.renew(kAnn, lapsed[0])->lines(0).hold().id()
                                   : house.hold(kAnn, house.shelf.mug)->id();
        bank.state = shop::PaymentState::authorised;
        const auto second = house.pay_all_of(kAnn, house.paying({again}));
        house.pay_all(bank);
        QCOMPARE(house.state(second->id()), v1::ORDER_STATE_PAID);
        bank.state = shop::PaymentState::captured;
        house.hear(first->id() + "/1");
        house.pay_all(bank);
        QVERIFY(house.state(first->id()) != v1::ORDER_STATE_PAID);
        QCOMPARE(bank.given_back, int64_t{2400});
        QCOMPARE(house.stock(house.shelf.mug.variant_id).sold(), int64_t{1});
        QVERIFY(house.audit().empty());
    }

    void nothing_is_charged_above_what_was_shown() {
        DealHouse house;
        QVERIFY(house.put(kAnn, house.shelf.mug, 1).ok());
        v1::PayRequest request = house.paying(holds_in(house.cart(kAnn, house.shelf.mug)));
        request.mutable_most()->set_minor(2399);
        request.mutable_most()->set_currency("EUR");
        QCOMPARE(house.pay_all_of(kAnn, request).error().code, Code::precondition);
        request.set_command_id(house.new_id());
        request.mutable_most()->set_minor(2400);
        request.mutable_most()->set_currency("USD");
        QCOMPARE(house.pay_all_of(kAnn, request).error().code, Code::precondition);
        request.set_command_id(house.new_id());
        request.mutable_most()->set_currency("EUR");
        QVERIFY(house.pay_all_of(kAnn, request).ok());
        house.work();
        QVERIFY(house.sound());
    }

    void the_same_quantity_in_another_currency_is_another_hold() {
        DealHouse house;
        house.set_rate(160'000'000'000);
        QVERIFY(house.put(kAnn, house.shelf.mug, 1).ok());
        v1::SetCartLineRequest in_yen = house.wish(house.shelf.mug, 1);
        in_yen.set_currency("JPY");
        const auto cart = house.put(kAnn, in_yen);
        QCOMPARE(cart->lines(0).hold().unit_price().currency(), std::string("JPY"));
        QVERIFY(house.sound());
    }

    void each_line_keeps_the_rate_that_made_its_price() {
        DealHouse house;
        house.set_rate(160'000'000'000);
        v1::SetCartLineRequest mug = house.wish(house.shelf.mug, 1);
        mug.set_currency("JPY");
        QVERIFY(house.put(kAnn, mug).ok());
        house.clock.advance_us(1);
        house.set_rate(170'000'000'000);
        v1::SetCartLineRequest bowl = house.wish(house.shelf.bowl, 1);
        bowl.set_currency("JPY");
        QVERIFY(house.put(kAnn, bowl).ok());
        const auto order = house.pay_all_of(kAnn, house.paying(holds_in(house.cart(kAnn, house.shelf.mug))));
        QCOMPARE(order->lines(0).rate_e9(), int64_t{160'000'000'000});
        QCOMPARE(order->lines(1).rate_e9(), int64_t{170'000'000'000});
        QCOMPARE(order->total().minor(), int64_t{3840 + 6630});
        QCOMPARE(house.order(order->id())->lines(1).rate_e9(), int64_t{170'000'000'000});
        house.work();
        QVERIFY(house.sound());
    }

    void fewer_keep_their_currency_and_two_currencies_are_two_orders() {
        DealHouse house;
        house.set_rate(160'000'000'000);
        v1::SetCartLineRequest mugs = house.wish(house.shelf.mug, 2);
        mugs.set_currency("JPY");
        QVERIFY(house.put(kAnn, mugs).ok());
        house.set_rate(170'000'000'000);
        const auto fewer = house.put(kAnn, house.shelf.mug, 1);
        QCOMPARE(fewer->lines(0).hold().unit_price().currency(), std::string("JPY"));
        QCOMPARE(fewer->lines(0).hold().unit_price().minor(), int64_t{3840});
        QVERIFY(house.put(kAnn, house.shelf.bowl, 1).ok());
        const auto ids = holds_in(house.cart(kAnn, house.shelf.mug));
        QCOMPARE(house.pay_all_of(kAnn, house.paying(ids)).error().code, Code::invalid_argument);
        QVERIFY(house.sound());
    }

    void a_cart_takes_from_the_units_of_its_show() {
        DealHouse house;
        QVERIFY(house.allocate(house.shelf.mug, 3).ok());
        QCOMPARE(house.put(kAnn, house.shelf.mug, 4).error().code, Code::sold_out);
        QVERIFY(house.put(kAnn, house.shelf.mug, 3).ok());
        QVERIFY(house.put(kAnn, house.shelf.mug, 2).ok());
        QCOMPARE(house.left(house.shelf.mug), int64_t{1});
        QVERIFY(house.sound());
    }

    void holds_from_two_buckets_stay_two_when_their_buyer_signs_in() {
        DealHouse house;
        QVERIFY(house.put(kAnn, house.shelf.mug, 1).ok());  // of the pool
        QVERIFY(house.allocate(house.shelf.mug, 3).ok());
        QVERIFY(house.put(kGuest, house.shelf.mug, 1).ok());  // of the show
        QVERIFY(house.merge(kAnn, kGuest).ok());
        const auto cart = house.cart(kAnn, house.shelf.mug);
        QCOMPARE(cart.lines_size(), 2);
        QVERIFY(house.sound());
        const auto order = house.pay_all_of(kAnn, house.paying(holds_in(cart)));
        QVERIFY(order.ok());
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(house.sound());
    }

    void what_is_above_the_retailers_limit_goes_back_when_its_buyer_signs_in() {
        DealHouse house;
        house.limit_in_show(3);
        QVERIFY(house.put(kAnn, house.shelf.mug, 2).ok());
        QVERIFY(house.put(kGuest, house.shelf.bowl, 2).ok());
        QCOMPARE(house.merge(kAnn, kGuest)->lines(), int64_t{0});
        QCOMPARE(house.cart(kAnn, house.shelf.mug).lines_size(), 1);
        QCOMPARE(house.stock(house.shelf.bowl.variant_id).held(), int64_t{0});
        QVERIFY(house.sound());
    }

    void who_waits_for_the_units_of_another_show_stops_nobody_from_keeping_longer() {
        DealHouse house;
        const auto elsewhere = house.live_show({house.shelf.mug.product_id});
        const ShopHouse::Sale there{elsewhere, house.shelf.mug.product_id, house.shelf.mug.variant_id};
        QVERIFY(house.allocate(there, 1).ok());
        QVERIFY(house.hold(guest("Bob"), there).ok());
        QVERIFY(house.wait_for(guest("Cid"), there).ok());
        const auto cart = house.put(kAnn, house.shelf.mug, 1);
        QVERIFY(house.renew(kAnn, cart->lines(0).hold().id()).ok());
        QVERIFY(house.wait_for(guest("Cid"), house.shelf.mug).error().code == Code::precondition);
    }

    void a_chance_in_a_drop_and_the_currency_come_along() {
        DealHouse house;
        house.set_rate(160'000'000'000);
        v1::OpenDropRequest open;
        open.set_command_id(house.new_id());
        open.set_show_id(house.shelf.mug.show_id);
        open.set_variant_id(house.shelf.mug.variant_id);
        open.set_quantity(1);
        open.set_window_s(10);
        const auto drop = await<v1::Drop>([&](auto reply) { house.drops->open(retailer(), open, reply); });
        QVERIFY(drop.ok());
        v1::EnterDropRequest enter;
        enter.set_command_id(house.new_id());
        enter.set_drop_id(drop->id());
        QVERIFY(await<v1::DropEntry>([&](auto reply) { house.drops->enter(kGuest, enter, reply); }).ok());
        QVERIFY(house.merge(kAnn, kGuest).ok());
        house.clock.advance_us(11'000'000);
        for (int i = 0; i < 5; ++i) house.a_second_passes();
        QCOMPARE(house.cart(kAnn, house.shelf.mug).lines_size(), 1);
        QVERIFY(house.sound());
    }

    void one_tap_pays_in_the_buyers_currency_with_his_coupon() {
        DealHouse house;
        house.make_coupon();
        QVERIFY(house.put(kAnn, house.shelf.mug, 1).ok());
        v1::PayRequest first = house.paying(holds_in(house.cart(kAnn, house.shelf.mug)));
        first.mutable_keep_card()->set_brand("visa");
        first.mutable_keep_card()->set_last4("4242");
        first.mutable_keep_card()->set_exp_month(12);
        first.mutable_keep_card()->set_exp_year(2031);
        QVERIFY(house.pay_all_of(kAnn, first).ok());
        house.work();
        v1::BuyNowRequest tap;
        tap.set_command_id(house.new_id());
        tap.set_show_id(house.shelf.mug.show_id);
        tap.set_variant_id(house.shelf.mug.variant_id);
        tap.set_quantity(1);
        tap.set_saved_method_id(house.profile(kAnn).methods(0).id());
        tap.set_email("ann@example.org");
        tap.set_coupon_code("fiver");
        const auto order = await<v1::Order>([&](auto reply) { house.sales->buy_now(kAnn, tap, reply); });
        QVERIFY2(order.ok(), order.ok() ? "" : order.error().message.c_str());
        QCOMPARE(order->total().minor(), int64_t{1900});
        house.work();
        QCOMPARE(house.state(order->id()), v1::ORDER_STATE_PAID);
        QVERIFY(house.sound());
    }
};

QTEST_GUILESS_MAIN(TstCartDeals)
#include "tst_cart_deals.moc"
