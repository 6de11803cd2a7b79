// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "server/shop/sandbox_gateway.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");
constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();

v1::Money money(int64_t minor, const std::string& currency) {
    v1::Money money;
    money.set_minor(minor);
    money.set_currency(currency);
    return money;
}

Result<v1::ExchangeRate> set_rate(ShopHouse& house, const std::string& base, const std::string& quote,
                                  int64_t rate_e9, const Caller& who = retailer()) {
    v1::SetExchangeRateRequest request;
    request.set_command_id(house.new_id());
    request.mutable_rate()->set_base(base);
    request.mutable_rate()->set_quote(quote);
    request.mutable_rate()->set_rate_e9(rate_e9);
    return await<v1::ExchangeRate>([&](auto reply) { house.pricing->set_rate(who, request, reply); });
}

v1::StartFlashPriceRequest flash_of(const ShopHouse& house, const ShopHouse::Sale& sale, int64_t minor,
                                    int64_t duration_s) {
    v1::StartFlashPriceRequest request;
    request.set_command_id(house.new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    *request.mutable_price() = money(minor, "EUR");
    request.set_duration_s(duration_s);
    return request;
}

Result<v1::FlashPriceChanged> start(ShopHouse& house, const v1::StartFlashPriceRequest& request,
                                    const Caller& who = creator()) {
    return await<v1::FlashPriceChanged>([&](auto reply) { house.pricing->start_flash(who, request, reply); });
}

Result<v1::FlashPriceChanged> end(ShopHouse& house, const ShopHouse::Sale& sale) {
    v1::EndFlashPriceRequest request;
    request.set_command_id(house.new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    return await<v1::FlashPriceChanged>(
        [&](auto reply) { house.pricing->end_flash(creator(), request, reply); });
}

Result<v1::GetPricesResponse> prices(ShopHouse& house, const std::string& show_id,
                                     const std::string& currency, const Caller& who = kAnn) {
    v1::GetPricesRequest request;
    request.set_show_id(show_id);
    request.set_currency(currency);
    return await<v1::GetPricesResponse>([&](auto reply) { house.pricing->prices(who, request, reply); });
}

v1::Product stored(ShopHouse& house, const std::string& product_id) {
    const auto all =
        await<v1::ListProductsResponse>([&](auto reply) { house.catalogue->list({}, {}, reply); });
    for (const auto& product : all->products()) {
        if (product.id() == product_id) return product;
    }
    return {};
}

Result<v1::Product> save(ShopHouse& house, const v1::Product& product) {
    v1::SaveProductRequest request;
    request.set_command_id(house.new_id());
    *request.mutable_product() = product;
    return await<v1::Product>([&](auto reply) { house.catalogue->save(retailer(), request, reply); });
}

std::vector<v1::ShowEvent> flash_events(ShopHouse& house) {
    std::vector<v1::ShowEvent> found;
    for (const auto& event : house.events()) {
        if (event.has_flash_price()) found.push_back(event);
    }
    return found;
}

}  // namespace

// What it costs whom, and when.
class TstPrices : public QObject {
    Q_OBJECT

  private slots:
    void a_buyer_pays_in_his_currency_and_the_order_keeps_the_rate() {
        ShopHouse house;
        const auto sale = house.sell(5, 2400);
        QCOMPARE(house.hold(kAnn, sale, 1, "JPY").error().code, Code::precondition);
        QVERIFY(set_rate(house, "EUR", "JPY", 160'000'000'000).ok());
        const auto hold = house.hold(kAnn, sale, 2, "JPY");
        QCOMPARE(hold->unit_price().minor(), int64_t{3840});
        QCOMPARE(hold->unit_price().currency(), std::string("JPY"));
        QVERIFY(set_rate(house, "EUR", "JPY", 170'000'000'000).ok());
        const auto order = house.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(order->total().minor(), int64_t{7680});
        QCOMPARE(order->total().currency(), std::string("JPY"));
        QCOMPARE(order->lines(0).rate_e9(), int64_t{160'000'000'000});
        QCOMPARE(order->lines(0).base_currency(), std::string("EUR"));
        QCOMPARE(house.order(order->id())->lines(0).rate_e9(), order->lines(0).rate_e9());
        shop::SandboxGateway gateway(house.dir.filePath("gateway.db").toStdString(), 0);
        house.pay_all(gateway);
        QCOMPARE(gateway.payments().at(0).currency, std::string("JPY"));
        QCOMPARE(gateway.payments().at(0).taken_minor, int64_t{7680});
        QVERIFY(house.audit().empty());
    }

    void the_retailers_own_price_goes_before_the_rate() {
        ShopHouse house;
        const auto sale = house.sell(5, 2400);
        auto product = stored(house, sale.product_id);
        *product.mutable_variants(0)->add_prices() = money(3500, "JPY");
        QVERIFY(save(house, product).ok());
        QCOMPARE(stored(house, sale.product_id).variants(0).prices(0).minor(), int64_t{3500});
        QCOMPARE(house.hold(kAnn, sale, 1, "JPY")->unit_price().minor(), int64_t{3500});
        QVERIFY(set_rate(house, "EUR", "JPY", 160'000'000'000).ok());
        QCOMPARE(house.hold(kAnn, sale, 1, "JPY")->unit_price().minor(), int64_t{3500});
        QCOMPARE(house.hold(kAnn, sale, 1, "EUR")->unit_price().minor(), int64_t{2400});
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{2400});
        QCOMPARE(house.hold(kAnn, sale, 1, "XXX").error().code, Code::invalid_argument);
        QVERIFY(house.audit().empty());
    }

    void a_hold_that_is_taken_up_again_keeps_its_price_and_the_rate_that_made_it() {
        ShopHouse house;
        const auto sale = house.sell(5, 2400);
        auto product = stored(house, sale.product_id);
        *product.mutable_variants(0)->add_prices() = money(3500, "JPY");
        QVERIFY(save(house, product).ok());
        QVERIFY(set_rate(house, "EUR", "JPY", 160'000'000'000).ok());
        const auto hold = house.hold(kAnn, sale, 1, "JPY");
        house.clock.advance_us(300'000'000);
        house.expire();
        QVERIFY(set_rate(house, "EUR", "JPY", 170'000'000'000).ok());
        const auto order = house.pay(kAnn, hold->id(), "sandbox_approve");
        QCOMPARE(order->total().minor(), int64_t{3500});
        QCOMPARE(order->lines(0).rate_e9(), int64_t{160'000'000'000});
        QVERIFY(house.audit().empty());
    }

    void hostile_prices_are_refused() {
        ShopHouse house;
        const auto sale = house.sell(5, 2400);
        const auto with = [&](const v1::Money& price) {
            auto product = stored(house, sale.product_id);
            *product.mutable_variants(0)->add_prices() = price;
            return save(house, product);
        };
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}, kLargest})
            QCOMPARE(with(money(bad, "JPY")).error().code, Code::invalid_argument);
        QCOMPARE(with(money(5, "EUR")).error().code, Code::invalid_argument);  // its own already
        QCOMPARE(with(money(5, "eur")).error().code, Code::invalid_argument);
        for (const int64_t bad : {int64_t{-1}, kLargest}) {
            auto product = stored(house, sale.product_id);
            product.mutable_variants(0)->set_limit_per_buyer(bad);
            QCOMPARE(save(house, product).error().code, Code::invalid_argument);
        }
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{-1}, kLargest})
            QCOMPARE(set_rate(house, "EUR", "JPY", bad).error().code, Code::invalid_argument);
        QCOMPARE(set_rate(house, "EUR", "EUR", 1).error().code, Code::invalid_argument);
        QCOMPARE(set_rate(house, "EUR", "???", 1).error().code, Code::invalid_argument);
        QCOMPARE(set_rate(house, "EUR", "JPY", 1, kAnn).error().code, Code::permission_denied);
    }

    void a_viewer_sees_the_line_up_in_one_currency() {
        ShopHouse house;
        const auto mug = house.add_product(3, 2400), vase = house.add_product(3, 1000);
        const std::string show = house.live_show({mug.id(), vase.id()});
        QCOMPARE(prices(house, show, "USD")->quotes_size(), 0);
        QVERIFY(set_rate(house, "EUR", "USD", 1'100'000'000).ok());
        QCOMPARE(prices(house, show, "USD")->quotes_size(), 2);
        QCOMPARE(prices(house, show, "USD")->quotes(0).price().minor(), int64_t{2640});
        QCOMPARE(prices(house, show, "")->quotes(1).price().currency(), std::string("EUR"));
        QCOMPARE(prices(house, show, "XXX").error().code, Code::invalid_argument);
        QCOMPARE(prices(house, "no such show", "USD").error().code, Code::not_found);
        v1::ChooseCurrencyRequest choose;
        choose.set_command_id(house.new_id());
        choose.set_currency("USD");
        const auto chosen = [&] {
            return await<v1::ChooseCurrencyResponse>(
                [&](auto reply) { house.pricing->choose_currency(kAnn, choose, reply); });
        };
        QVERIFY(chosen().ok());
        QCOMPARE(prices(house, show, "")->quotes(0).price().currency(), std::string("USD"));
        QCOMPARE(house.buyer(kAnn, show).currency(), std::string("USD"));
        QVERIFY(set_rate(house, "EUR", "USD", 0).ok());
        QCOMPARE(prices(house, show, "USD")->quotes_size(), 0);
        choose.set_command_id(house.new_id());
        choose.set_currency("euro");
        QCOMPARE(chosen().error().code, Code::invalid_argument);
    }

    void a_unit_offered_to_who_waits_is_priced_in_his_currency() {
        ShopHouse house;
        const auto sale = house.sell(1, 2400);
        QVERIFY(set_rate(house, "EUR", "JPY", 160'000'000'000).ok());
        v1::ChooseCurrencyRequest choose;
        choose.set_command_id(house.new_id());
        choose.set_currency("JPY");
        QVERIFY(await<v1::ChooseCurrencyResponse>([&](auto reply) {
                    house.pricing->choose_currency(kAnn, choose, reply);
                }).ok());
        QVERIFY(house.hold(guest("Bob"), sale).ok());
        QVERIFY(house.wait_for(kAnn, sale).ok());
        QVERIFY(house.adjust(sale.variant_id, 1).ok());
        QCOMPARE(house.buyer(kAnn, sale.show_id).holds(0).unit_price().minor(), int64_t{3840});
        QVERIFY(house.audit().empty());
    }

    void a_flash_price_begins_counts_and_ends_by_itself() {
        ShopHouse house;
        const auto sale = house.sell(9, 2400);
        house.events();
        const auto started = start(house, flash_of(house, sale, 1500, 60));
        QCOMPARE(started->flash().ends_us() - started->flash().starts_us(), int64_t{60'000'000});
        QCOMPARE(started->regular().minor(), int64_t{2400});
        auto told = flash_events(house);
        QCOMPARE(told.size(), size_t{1});
        QCOMPARE(told[0].audience(), v1::AUDIENCE_EVERYONE);
        QCOMPARE(told[0].flash_price().flash().price().minor(), int64_t{1500});
        QCOMPARE(prices(house, sale.show_id, "")->quotes(0).flash_ends_us(), started->flash().ends_us());
        const auto cheap = house.hold(kAnn, sale);
        QCOMPARE(cheap->unit_price().minor(), int64_t{1500});
        house.clock.advance_us(59'000'000);
        house.a_second_passes();  // its very last instant
        QCOMPARE(house.hold(guest("Bob"), sale)->unit_price().minor(), int64_t{2400});
        told = flash_events(house);
        QCOMPARE(told.size(), size_t{1});
        QVERIFY(!told[0].flash_price().has_flash());
        QCOMPARE(told[0].programme_time_us(), started->flash().ends_us());
        house.a_second_passes();
        QVERIFY(flash_events(house).empty());
        // What was held in time keeps its price.
        QCOMPARE(house.pay(kAnn, cheap->id(), "sandbox_approve")->total().minor(), int64_t{1500});
        QVERIFY(house.audit().empty());
    }

    void a_flash_price_is_over_before_anybody_notices() {
        ShopHouse house;
        const auto sale = house.sell(9, 2400);
        QVERIFY(start(house, flash_of(house, sale, 1500, 5)).ok());
        house.clock.advance_us(4'999'999);
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{1500});
        house.clock.advance_us(1);
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{2400});
        QVERIFY(start(house, flash_of(house, sale, 1400, 5)).ok());  // and another may begin
    }

    void a_clock_that_is_set_back_takes_no_flash_price_away() {
        ShopHouse house;
        const auto sale = house.sell(9, 2400);
        QVERIFY(start(house, flash_of(house, sale, 1500, 60)).ok());
        house.clock.jump_us(-3'600'000'000);
        house.a_second_passes();
        QCOMPARE(prices(house, sale.show_id, "")->quotes(0).price().minor(), int64_t{1500});
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{1500});
        house.clock.jump_us(7'200'000'000);
        QCOMPARE(house.hold(guest("Bob"), sale)->unit_price().minor(), int64_t{2400});
        house.a_second_passes();
        QVERIFY(house.audit().empty());
    }

    void an_expired_hold_is_not_paid_at_a_flash_price_that_is_over() {
        ShopHouse house;
        const auto sale = house.sell(9, 2400);
        QVERIFY(start(house, flash_of(house, sale, 1500, 60)).ok());
        const auto hold = house.hold(kAnn, sale);
        house.clock.advance_us(300'000'000);
        house.a_second_passes();
        QCOMPARE(house.pay(kAnn, hold->id(), "sandbox_approve").error().code, Code::expired);
        QVERIFY(house.audit().empty());
    }

    void a_flash_price_is_of_one_show() {
        ShopHouse house;
        const auto sale = house.sell(9, 2400);
        auto other = sale;
        other.show_id = house.live_show({sale.product_id});
        QVERIFY(start(house, flash_of(house, sale, 1500, 60)).ok());
        QCOMPARE(house.hold(kAnn, other)->unit_price().minor(), int64_t{2400});
        QCOMPARE(start(house, flash_of(house, sale, 1400, 60)).error().code, Code::precondition);
        QVERIFY(end(house, sale).ok());
        QVERIFY(end(house, sale).ok());
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{2400});
        house.end_show(sale.show_id);
        QCOMPARE(start(house, flash_of(house, sale, 1500, 60)).error().code, Code::precondition);
    }

    void a_flash_price_ends_with_its_show() {
        ShopHouse house;
        const auto sale = house.sell(9, 2400);
        QVERIFY(start(house, flash_of(house, sale, 1500, 3600)).ok());
        house.end_show(sale.show_id);
        house.a_second_passes();
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{2400});
    }

    void a_flash_price_in_the_buyers_currency() {
        ShopHouse house;
        const auto sale = house.sell(9, 2000);
        QVERIFY(set_rate(house, "EUR", "JPY", 150'000'000'000).ok());
        auto request = flash_of(house, sale, 1000, 60);
        *request.add_prices() = money(1300, "JPY");
        QVERIFY(start(house, request).ok());
        QCOMPARE(house.hold(kAnn, sale, 1, "JPY")->unit_price().minor(), int64_t{1300});
        QCOMPARE(prices(house, sale.show_id, "JPY")->quotes(0).price().minor(), int64_t{1300});
        QCOMPARE(prices(house, sale.show_id, "JPY")->quotes(0).regular().minor(), int64_t{3000});
        QVERIFY(end(house, sale).ok());
        QVERIFY(start(house, flash_of(house, sale, 1000, 60)).ok());  // without one of its own: by the rate
        QCOMPARE(house.hold(kAnn, sale, 1, "JPY")->unit_price().minor(), int64_t{1500});
    }

    void a_product_keeps_its_currency_while_it_has_a_flash_price() {
        ShopHouse house;
        const auto sale = house.sell(9, 2000);
        QVERIFY(start(house, flash_of(house, sale, 1000, 60)).ok());
        auto product = stored(house, sale.product_id);
        *product.mutable_variants(0)->mutable_price() = money(900, "USD");
        QCOMPARE(save(house, product).error().code, Code::precondition);
        *product.mutable_variants(0)->mutable_price() = money(900, "EUR");
        QVERIFY(save(house, product).ok());
        QCOMPARE(house.hold(kAnn, sale)->unit_price().minor(), int64_t{900});  // the lower of the two
    }

    void hostile_flash_prices_are_refused() {
        ShopHouse house;
        const auto sale = house.sell(9, 2000);
        for (const int64_t bad : {-kLargest, int64_t{0}, int64_t{2000}, kLargest})
            QCOMPARE(start(house, flash_of(house, sale, bad, 60)).error().code, Code::invalid_argument);
        for (const int64_t bad : {-kLargest, int64_t{0}, int64_t{4}, kLargest})
            QCOMPARE(start(house, flash_of(house, sale, 1000, bad)).error().code, Code::invalid_argument);
        auto request = flash_of(house, sale, 1000, 60);
        request.mutable_price()->set_currency("XXX");
        QCOMPARE(start(house, request).error().code, Code::invalid_argument);
        request = flash_of(house, sale, 1000, 60);
        request.set_has_stream_time(true);
        request.set_stream_time_ms(-5);
        QCOMPARE(start(house, request).error().code, Code::invalid_argument);
        request = flash_of(house, sale, 1000, 60);
        for (int i = 0; i < 2; ++i) *request.add_prices() = money(900, "JPY");
        QCOMPARE(start(house, request).error().code, Code::invalid_argument);
        QCOMPARE(start(house, flash_of(house, sale, 1000, 60), kAnn).error().code, Code::permission_denied);
        QCOMPARE(start(house, flash_of(house, {sale.show_id, "", "none"}, 1000, 60)).error().code,
                 Code::not_found);
        QVERIFY(house.audit().empty());
    }
};

QTEST_GUILESS_MAIN(TstPrices)
#include "tst_prices.moc"
