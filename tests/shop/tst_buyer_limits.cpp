// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <limits>
#include <thread>

#include "tests/shop/scripted_gateway.h"
#include "tests/shop/till.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");

// The limit of the variant, in all shows.
void limit_variant(ShopHouse& house, const std::string& product_id, int64_t most) {
    const auto all =
        await<v1::ListProductsResponse>([&](auto reply) { house.catalogue->list({}, {}, reply); });
    for (const auto& product : all->products()) {
        if (product.id() != product_id) continue;
        v1::SaveProductRequest request;
        request.set_command_id(house.new_id());
        *request.mutable_product() = product;
        request.mutable_product()->mutable_variants(0)->set_limit_per_buyer(most);
        VITRINE_CHECK(
            await<v1::Product>([&](auto reply) { house.catalogue->save(retailer(), request, reply); }).ok());
    }
}

Result<v1::ShowLimit> limit_show(ShopHouse& house, const std::string& show_id, int64_t most,
                                 const Caller& who = retailer()) {
    v1::SetShowLimitRequest request;
    request.set_command_id(house.new_id());
    request.set_show_id(show_id);
    request.set_limit_per_buyer(most);
    return await<v1::ShowLimit>([&](auto reply) { house.warehouse->set_show_limit(who, request, reply); });
}

void release(ShopHouse& house, const Caller& who, const std::string& hold_id) {
    v1::ReleaseHoldRequest request;
    request.set_command_id(house.new_id());
    request.set_hold_id(hold_id);
    VITRINE_CHECK(await<v1::Hold>([&](auto reply) { house.sales->release(who, request, reply); }).ok());
}

}  // namespace

// The most the retailer lets one buyer have.
class TstBuyerLimits : public QObject {
    Q_OBJECT

  private slots:
    void what_is_held_and_what_is_bought_count() {
        Till house;
        const auto sale = house.sell(10);
        limit_variant(house, sale.product_id, 2);
        const auto first = house.hold(kAnn, sale);
        QCOMPARE(house.hold(kAnn, sale, 2).error().code, Code::too_large);
        const auto second = house.hold(kAnn, sale);
        QVERIFY(second.ok());
        QCOMPARE(house.hold(kAnn, sale).error().code, Code::too_large);
        release(house, kAnn, second->id());
        QVERIFY(house.pay(kAnn, first->id(), "sandbox_approve").ok());
        house.work();
        QVERIFY(house.hold(kAnn, sale).ok());
        QCOMPARE(house.hold(kAnn, sale).error().code, Code::too_large);
        QVERIFY(house.hold(guest("Bob"), sale, 2).ok());
        QVERIFY(house.audit().empty());
    }

    void what_came_back_counts_no_more_data() {
        QTest::addColumn<qint64>("capture_after_s");
        QTest::newRow("before its money was taken") << qint64{3600};
        QTest::newRow("paid") << qint64{0};
    }
    void what_came_back_counts_no_more() {
        QFETCH(qint64, capture_after_s);
        Till till(shop::SaleTerms{.capture_after_s = capture_after_s});
        const auto sale = till.sell(10);
        limit_variant(till, sale.product_id, 2);
        const std::string order = till.buy(kAnn, sale, 2);
        till.work();
        QCOMPARE(till.hold(kAnn, sale).error().code, Code::too_large);
        QVERIFY(till.refund(retailer(), order, 1).ok());
        till.work();
        QVERIFY(till.hold(kAnn, sale).ok());
        QCOMPARE(till.hold(kAnn, sale).error().code, Code::too_large);
        QVERIFY(till.cancel(retailer(), order).ok());
        till.work();
        QVERIFY(till.hold(kAnn, sale).ok());
        QCOMPARE(till.hold(kAnn, sale).error().code, Code::too_large);
        QVERIFY(till.sound());
    }

    // His card was refused, his hold ran out, he bought another one: money that comes then goes back.
    void a_late_success_past_the_limit_goes_back() {
        Till till;
        const auto sale = till.sell(5);
        limit_variant(till, sale.product_id, 1);
        ScriptedGateway bank;
        bank.state = shop::PaymentState::declined;
        const std::string first = till.buy(kAnn, sale);
        till.pay_all(bank);
        till.clock.advance_us(400'000'000);
        till.expire();
        bank.state = shop::PaymentState::authorised;
        const std::string second = till.buy(kAnn, sale);
        till.pay_all(bank);
        QCOMPARE(till.state(second), v1::ORDER_STATE_PAID);
        bank.state = shop::PaymentState::captured;
        till.hear(first + "/1");
        till.pay_all(bank);
        QCOMPARE(till.state(first), v1::ORDER_STATE_DECLINED);
        QCOMPARE(bank.given_back, int64_t{2400});
        QVERIFY(till.audit().empty());
    }

    void the_limit_of_a_variant_counts_in_all_shows() {
        ShopHouse house;
        const auto sale = house.sell(10);
        limit_variant(house, sale.product_id, 1);
        auto other = sale;
        other.show_id = house.live_show({sale.product_id});
        QVERIFY(house.hold(kAnn, sale).ok());
        QCOMPARE(house.hold(kAnn, other).error().code, Code::too_large);
    }

    void the_limit_of_a_show_counts_everything_in_it() {
        ShopHouse house;
        const auto mug = house.add_product(10), vase = house.add_product(10);
        const std::string show = house.live_show({mug.id(), vase.id()});
        const ShopHouse::Sale mugs{show, mug.id(), mug.variants(0).id()},
            vases{show, vase.id(), vase.variants(0).id()};
        QCOMPARE(limit_show(house, show, 3)->limit_per_buyer(), int64_t{3});
        QVERIFY(house.hold(kAnn, mugs, 2).ok());
        QCOMPARE(house.hold(kAnn, vases, 2).error().code, Code::too_large);
        QVERIFY(house.hold(kAnn, vases).ok());
        auto other = mugs;
        other.show_id = house.live_show({mug.id()});
        QVERIFY(house.hold(kAnn, other, 5).ok());
        QVERIFY(limit_show(house, show, 0).ok());
        QVERIFY(house.hold(kAnn, vases, 5).ok());
        QVERIFY(house.audit().empty());
    }

    void a_buyer_at_his_limit_does_not_wait_for_more() {
        ShopHouse house;
        const auto sale = house.sell(2);
        limit_variant(house, sale.product_id, 1);
        QVERIFY(house.hold(kAnn, sale).ok());
        QVERIFY(house.hold(guest("Bob"), sale).ok());
        QCOMPARE(house.wait_for(kAnn, sale).error().code, Code::too_large);
        QVERIFY(house.wait_for(guest("Cid"), sale).ok());
    }

    // He waited, and got one another way before his turn came: the next in line is served.
    void who_has_enough_by_the_time_of_his_turn_is_passed_over_and_told() {
        ShopHouse house;
        const auto sale = house.sell(1);
        auto other = sale;
        other.show_id = house.live_show({sale.product_id});
        QVERIFY(house.adjust(sale.variant_id, 1).ok());
        QVERIFY(house.allocate(other, 1).ok());
        const auto bobs = house.hold(guest("Bob"), sale);
        QVERIFY(house.wait_for(kAnn, sale).ok());
        QVERIFY(house.wait_for(guest("Cid"), sale).ok());
        QVERIFY(house.hold(kAnn, other).ok());
        limit_variant(house, sale.product_id, 1);
        house.events();
        release(house, guest("Bob"), bobs->id());
        QCOMPARE(house.buyer(kAnn, sale.show_id).holds_size(), 0);
        QCOMPARE(house.buyer(kAnn, sale.show_id).waitlist_size(), 0);
        QCOMPARE(house.buyer(guest("Cid"), sale.show_id).holds_size(), 1);
        bool told = false;
        for (const auto& event : house.events()) {
            told |= event.recipient_id() == kAnn.id && !event.waitlist().problem().empty() &&
                    event.waitlist().position() == 0;
        }
        QVERIFY(told);
        QVERIFY(house.audit().empty());
    }

    void an_expired_hold_is_not_paid_past_the_limit() {
        ShopHouse house;
        const auto sale = house.sell(5);
        limit_variant(house, sale.product_id, 1);
        const auto old = house.hold(kAnn, sale);
        house.clock.advance_us(300'000'000);
        house.expire();
        QVERIFY(house.hold(kAnn, sale).ok());
        QCOMPARE(house.pay(kAnn, old->id(), "sandbox_approve").error().code, Code::too_large);
        QVERIFY(house.audit().empty());
    }

    void ten_presses_at_once_stay_within_it() {
        ShopHouse house;
        const auto sale = house.sell(20);
        limit_variant(house, sale.product_id, 3);
        std::atomic<int> held{0};
        std::vector<std::thread> presses;
        for (int i = 0; i < 10; ++i) presses.emplace_back([&] { held += house.hold(kAnn, sale).ok(); });
        for (auto& press : presses) press.join();
        QCOMPARE(held.load(), 3);
        QVERIFY(house.audit().empty());
    }

    void hostile_limits_are_refused() {
        ShopHouse house;
        const auto sale = house.sell(1);
        for (const int64_t bad :
             {std::numeric_limits<int64_t>::min(), int64_t{-1}, std::numeric_limits<int64_t>::max()})
            QCOMPARE(limit_show(house, sale.show_id, bad).error().code, Code::invalid_argument);
        QCOMPARE(limit_show(house, "no such show", 1).error().code, Code::not_found);
        QCOMPARE(limit_show(house, sale.show_id, 1, kAnn).error().code, Code::permission_denied);
        v1::GetShowLimitRequest request;
        request.set_show_id(sale.show_id);
        QCOMPARE(await<v1::ShowLimit>([&](auto reply) {
                     house.warehouse->show_limit(creator(), request, reply);
                 })->limit_per_buyer(),
                 int64_t{0});
    }
};

QTEST_GUILESS_MAIN(TstBuyerLimits)
#include "tst_buyer_limits.moc"
