// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <functional>
#include <limits>
#include <thread>

#include "tests/shop/scripted_gateway.h"
#include "tests/shop/till.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");
const Caller kBob = guest("Bob");

struct CouponTill : Till {
    explicit CouponTill(shop::SaleTerms sale_terms = {}) : Till(sale_terms) {}

    Result<v1::Coupon> save(const v1::Coupon& coupon, const Caller& who = retailer()) {
        v1::SaveCouponRequest request;
        request.set_command_id(new_id());
        *request.mutable_coupon() = coupon;
        return await<v1::Coupon>([&](auto reply) { coupons->save(who, request, reply); });
    }
    v1::Coupon make(const std::function<void(v1::Coupon&)>& conditions = {}) {
        v1::Coupon coupon;
        coupon.set_code("FIVER");
        coupon.set_amount_minor(500);
        coupon.set_currency("EUR");
        if (conditions) conditions(coupon);
        return *save(coupon);
    }
    v1::Coupon stored() {
        return await<v1::ListCouponsResponse>([&](auto reply) {
                   v1::ListCouponsRequest request;
                   request.set_with_archived(true);
                   coupons->list(creator(), request, reply);
               })
            ->coupons(0);
    }
    Result<v1::Order> buy(const Caller& who, const Sale& sale, const std::string& code,
                          const std::string& token = "sandbox_approve") {
        const auto held = hold(who, sale);
        if (!held.ok()) return held.error();
        return pay(who, held->id(), token, code);
    }
};

}  // namespace

class TstCoupons : public QObject {
    Q_OBJECT

  private slots:
    void a_coupon_is_reserved_with_the_order_and_spent_when_it_is_paid() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_budget_minor(10'000); });
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "fiver");
        QCOMPARE(order->subtotal().minor(), int64_t{2400});
        QCOMPARE(order->discount().minor(), int64_t{500});
        QCOMPARE(order->total().minor(), int64_t{1900});
        QCOMPARE(order->lines(0).discount().minor(), int64_t{500});
        QCOMPARE(order->coupon_code(), std::string("FIVER"));
        QCOMPARE(till.stored().uses(), int64_t{1});
        QCOMPARE(till.stored().given_minor(), int64_t{500});
        QVERIFY(till.audit().empty());
        till.work();
        QCOMPARE(till.order(order->id())->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(till.order(order->id())->lines(0).discount().minor(), int64_t{500});
        QCOMPARE(till.taken().begin()->second, int64_t{1900});
        QCOMPARE(till.stored().uses(), int64_t{1});
        QVERIFY(till.audit().empty());
    }

    void a_refused_card_keeps_it_and_giving_back_returns_it() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_most_uses(1); });
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "FIVER", "sandbox_decline");
        QCOMPARE(till.work(), 1);
        QCOMPARE(till.stored().uses(), int64_t{1});
        QCOMPARE(till.buy(kBob, sale, "FIVER").error().code, Code::precondition);
        v1::ReleaseHoldRequest release;
        release.set_command_id(till.new_id());
        release.set_hold_id(order->hold_id());
        QVERIFY(await<v1::Hold>([&](auto reply) { till.sales->release(kAnn, release, reply); }).ok());
        QCOMPARE(till.stored().uses(), int64_t{0});
        QVERIFY(till.buy(kBob, sale, "FIVER").ok());
        QVERIFY(till.audit().empty());
    }

    void the_second_card_pays_the_same_discounted_order() {
        CouponTill till;
        till.make();
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "FIVER", "sandbox_decline");
        till.work();
        QCOMPARE(till.pay(kAnn, order->hold_id(), "sandbox_approve", "ANOTHER").error().code,
                 Code::not_found);
        QCOMPARE(till.stored().uses(), int64_t{1});
        const auto again = till.pay(kAnn, order->hold_id(), "sandbox_approve");
        QCOMPARE(again->total().minor(), int64_t{1900});
        till.work();
        QCOMPARE(till.order(order->id())->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(till.stored().uses(), int64_t{1});
        QVERIFY(till.audit().empty());
    }

    void it_comes_back_when_the_hold_runs_out_and_is_taken_again_with_it() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_most_uses(1), c.set_budget_minor(500); });
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "FIVER", "sandbox_decline");
        till.work();
        till.clock.advance_us(400'000'000);
        till.expire();
        QCOMPARE(till.stored().uses(), int64_t{0});
        QVERIFY(till.audit().empty());
        QVERIFY(till.pay(kAnn, order->hold_id(), "sandbox_approve").ok());
        QCOMPARE(till.stored().uses(), int64_t{1});
        QCOMPARE(till.stored().given_minor(), int64_t{500});
        till.work();
        QVERIFY(till.audit().empty());
    }

    void used_up_by_another_meanwhile_nothing_is_charged() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_most_uses(1); });
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "FIVER", "sandbox_decline");
        till.work();
        till.clock.advance_us(400'000'000);
        till.expire();
        QVERIFY(till.buy(kBob, sale, "FIVER").ok());
        QCOMPARE(till.pay(kAnn, order->hold_id(), "sandbox_approve").error().code, Code::precondition);
        QCOMPARE(till.stock(sale.variant_id).held(), int64_t{1});
        till.work();
        QVERIFY(till.audit().empty());
    }

    // The card was refused, the hold ran out, somebody else had the last use: money that comes then goes
    // back.
    void a_late_success_without_its_coupon_goes_back_data() {
        QTest::addColumn<bool>("used_up");
        QTest::newRow("there is another use") << false;
        QTest::newRow("used up") << true;
    }
    void a_late_success_without_its_coupon_goes_back() {
        QFETCH(bool, used_up);
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_most_uses(1); });
        const auto sale = till.sell(5, 2400);
        ScriptedGateway bank;
        bank.amount_minor = 1900;
        bank.state = shop::PaymentState::declined;
        const auto order = till.buy(kAnn, sale, "FIVER");
        till.pay_all(bank);
        till.clock.advance_us(400'000'000);
        till.expire();
        if (used_up) QVERIFY(till.buy(kBob, sale, "FIVER").ok());
        bank.state = shop::PaymentState::captured;
        till.hear(order->id() + "/1");
        till.pay_all(bank);
        QCOMPARE(till.state(order->id()), used_up ? v1::ORDER_STATE_DECLINED : v1::ORDER_STATE_PAID);
        QCOMPARE(bank.given_back, int64_t{used_up ? 1900 : 0});
        QCOMPARE(till.stored().uses(), int64_t{1});
        QVERIFY(till.audit().empty());
    }

    void cancelled_before_the_money_is_taken_it_is_there_again() {
        CouponTill till(shop::SaleTerms{.capture_after_s = 3600});
        till.make([](v1::Coupon& c) { c.set_most_uses(1); });
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "FIVER");
        till.work();
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_AUTHORISED);
        QVERIFY(till.cancel(kAnn, order->id()).ok());
        QCOMPARE(till.stored().uses(), int64_t{0});
        QCOMPARE(till.stored().given_minor(), int64_t{0});
        QVERIFY(till.buy(kBob, sale, "FIVER").ok());
        till.work();
        QVERIFY(till.sound());
    }

    // Three for 30.00 less 5.00: 8.33, 8.33 and 8.34. The coupon stays spent.
    void parts_of_a_discounted_order_add_up_to_what_was_paid() {
        CouponTill till;
        till.make();
        const auto sale = till.sell(5, 1000);
        const auto order = till.pay(kAnn, till.hold(kAnn, sale, 3)->id(), "sandbox_approve", "FIVER");
        till.work();
        for (const int64_t back : {833, 1666, 2500}) {
            QVERIFY(till.refund(retailer(), order->id(), 1).ok());
            till.work();
            QCOMPARE(till.order(order->id())->refunded().minor(), back);
            QCOMPARE(till.order(order->id())->lines(0).refunded().minor(), back);
            QVERIFY(till.sound());
        }
        QCOMPARE(till.state(order->id()), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(till.stored().uses(), int64_t{1});
        QVERIFY(till.taken().empty());
    }

    void a_refused_coupon_makes_no_order() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_minimum_minor(5000); });
        const auto sale = till.sell(5, 2400);
        const auto hold = till.hold(kAnn, sale);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve", "FIVER").error().code, Code::precondition);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve", "NOSUCH").error().code, Code::not_found);
        QCOMPARE(till.pay(kAnn, hold->id(), "sandbox_approve", "?").error().code, Code::invalid_argument);
        QCOMPARE(till.stored().uses(), int64_t{0});
        QVERIFY(till.pay(kAnn, hold->id(), "sandbox_approve").ok());
        QVERIFY(till.audit().empty());
    }

    void one_person_is_the_same_under_another_name_with_the_same_address() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_per_person(1); });
        const auto sale = till.sell(5, 2400);
        QVERIFY(till.buy(kAnn, sale, "FIVER").ok());
        QCOMPARE(till.buy(kAnn, sale, "FIVER").error().code, Code::precondition);
        // Every buyer of these tests gives the same address.
        QCOMPARE(till.buy(kBob, sale, "FIVER").error().code, Code::precondition);
        QVERIFY(till.audit().empty());
    }

    void ten_buyers_race_for_the_last_three() {
        for (const bool by_count : {true, false}) {
            CouponTill till;
            till.make([&](v1::Coupon& c) { by_count ? c.set_most_uses(3) : c.set_budget_minor(1999); });
            const auto sale = till.sell(20, 2400);
            std::vector<std::string> holds;
            for (int i = 0; i < 10; ++i) holds.push_back(till.hold(guest(std::to_string(i)), sale)->id());
            std::atomic<int> paying{0};
            std::vector<std::thread> buyers;
            for (int i = 0; i < 10; ++i) {
                buyers.emplace_back([&, i] {
                    paying += till.pay(guest(std::to_string(i)), holds[static_cast<size_t>(i)],
                                       "sandbox_approve", "FIVER")
                                  .ok();
                });
            }
            for (auto& buyer : buyers) buyer.join();
            QCOMPARE(paying.load(), 3);
            QCOMPARE(till.stored().uses(), int64_t{3});
            QVERIFY(till.audit().empty());
        }
    }

    void a_buyer_sees_what_it_would_do() {
        CouponTill till;
        till.make([](v1::Coupon& c) { c.set_minimum_minor(3000); });
        const auto sale = till.sell(5, 2400);
        v1::CheckCouponRequest request;
        request.set_code("fiver");
        request.add_hold_ids(till.hold(kAnn, sale)->id());
        const auto check = [&](const Caller& who) {
            return await<v1::CouponCheck>([&](auto reply) { till.coupons->check(who, request, reply); });
        };
        QCOMPARE(check(kAnn).error().code, Code::precondition);
        request.add_hold_ids(till.hold(kAnn, sale)->id());
        QCOMPARE(check(kAnn)->total().minor(), int64_t{4300});
        QCOMPARE(check(kAnn)->discount().minor(), int64_t{500});
        QCOMPARE(till.stored().uses(), int64_t{0});
        QCOMPARE(check(kBob).error().code, Code::not_found);
        QCOMPARE(check(Caller{}).error().code, Code::unauthenticated);
        request.clear_hold_ids();
        QCOMPARE(check(kAnn).error().code, Code::invalid_argument);
    }

    void two_editors_notice_each_other_and_promises_stay_true() {
        CouponTill till;
        auto mine = till.make([](v1::Coupon& c) { c.set_most_uses(2); });
        auto theirs = mine;
        mine.set_most_uses(5);
        QCOMPARE(till.save(mine)->revision(), int64_t{2});
        theirs.set_amount_minor(900);
        QCOMPARE(till.save(theirs).error().code, Code::conflict);
        const auto sale = till.sell(5, 2400);
        for (const char* name : {"1", "2", "3"}) QVERIFY(till.buy(guest(name), sale, "FIVER").ok());
        auto now = till.stored();
        now.set_most_uses(2);
        QCOMPARE(till.save(now).error().code, Code::precondition);
        now.set_most_uses(3);
        QVERIFY(till.save(now).ok());
        now = till.stored();
        now.set_currency("USD");
        QCOMPARE(till.save(now).error().code, Code::precondition);
        v1::Coupon other;
        other.set_code("fiver");
        other.set_percent_e2(10'00);
        QCOMPARE(till.save(other).error().code, Code::conflict);
        QCOMPARE(till.save(other, kAnn).error().code, Code::permission_denied);
        QVERIFY(till.audit().empty());
    }

    void an_archived_coupon_is_not_taken_and_what_was_promised_is_paid() {
        CouponTill till;
        const auto coupon = till.make();
        const auto sale = till.sell(5, 2400);
        const auto order = till.buy(kAnn, sale, "FIVER");
        v1::ArchiveCouponRequest request;
        request.set_command_id(till.new_id());
        request.set_coupon_id(coupon.id());
        QVERIFY(await<v1::Coupon>([&](auto reply) {
                    till.coupons->archive(retailer(), request, reply);
                })->archived());
        QCOMPARE(till.buy(kBob, sale, "FIVER").error().code, Code::precondition);
        till.work();
        QCOMPARE(till.order(order->id())->state(), v1::ORDER_STATE_PAID);
        QVERIFY(till.audit().empty());
    }

    void the_window_of_a_coupon_is_the_servers() {
        CouponTill till;
        till.make([&](v1::Coupon& c) {
            c.set_starts_us(till.clock.now().plus_s(10).us), c.set_ends_us(till.clock.now().plus_s(20).us);
        });
        const auto sale = till.sell(5, 2400);
        QCOMPARE(till.buy(kAnn, sale, "FIVER").error().code, Code::precondition);
        till.clock.advance_us(10'000'000);
        QVERIFY(till.buy(kAnn, sale, "FIVER").ok());
        till.clock.advance_us(10'000'000);
        QCOMPARE(till.buy(kAnn, sale, "FIVER").error().code, Code::precondition);
    }
};

QTEST_GUILESS_MAIN(TstCoupons)
#include "tst_coupons.moc"
