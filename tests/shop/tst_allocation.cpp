// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <limits>
#include <map>
#include <thread>

#include "server/shop/sandbox_gateway.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

Result<v1::StockLevel> give_back(ShopHouse& house, const ShopHouse::Sale& sale) {
    v1::ReturnStockRequest request;
    request.set_command_id(house.new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    return await<v1::StockLevel>(
        [&](auto reply) { house.warehouse->return_to_pool(retailer(), request, reply); });
}

// What the shows were told to be left, the last word for each.
std::map<std::string, int64_t> told(ShopHouse& house) {
    std::map<std::string, int64_t> left;
    for (const auto& event : house.events()) {
        for (const auto& variant : event.stock().variants()) left[event.show_id()] = variant.available();
    }
    return left;
}

struct TwoShows {
    ShopHouse house;
    ShopHouse::Sale first, second;

    explicit TwoShows(int64_t stock) : first(house.sell(stock)), second(first) {
        second.show_id = house.live_show({first.product_id});
    }
};

}  // namespace

// Units that belong to one show.
class TstAllocation : public QObject {
    Q_OBJECT

  private slots:
    void two_shows_never_sell_each_others_units() {
        TwoShows two(5);
        QVERIFY(two.house.allocate(two.first, 2).ok());
        QCOMPARE(two.house.left(two.first), int64_t{2});
        QCOMPARE(two.house.left(two.second), int64_t{3});
        QVERIFY(two.house.hold(guest("Ann"), two.first, 2).ok());
        QCOMPARE(two.house.hold(guest("Bob"), two.first).error().code, Code::sold_out);
        QVERIFY(two.house.hold(guest("Bob"), two.second, 3).ok());
        QCOMPARE(two.house.hold(guest("Cid"), two.second).error().code, Code::sold_out);
        const auto level = two.house.stock(two.first.variant_id);
        QCOMPARE(level.held(), int64_t{5});
        QCOMPARE(level.buckets_size(), 2);
        QVERIFY(two.house.audit().empty());
    }

    void each_show_is_told_what_it_can_sell() {
        TwoShows two(5);
        two.house.events();
        QVERIFY(two.house.allocate(two.first, 2).ok());
        QVERIFY((told(two.house) ==
                 std::map<std::string, int64_t>{{two.first.show_id, 2}, {two.second.show_id, 3}}));
        QVERIFY(two.house.hold(guest("Ann"), two.first).ok());
        QVERIFY((told(two.house) == std::map<std::string, int64_t>{{two.first.show_id, 1}}));
        QVERIFY(two.house.hold(guest("Bob"), two.second).ok());
        QVERIFY((told(two.house) == std::map<std::string, int64_t>{{two.second.show_id, 2}}));
        QVERIFY(give_back(two.house, two.first).ok());
        QVERIFY((told(two.house) ==
                 std::map<std::string, int64_t>{{two.first.show_id, 3}, {two.second.show_id, 3}}));
    }

    void two_shows_two_threads_one_unit_each() {
        for (int round = 0; round < 20; ++round) {
            TwoShows two(2);
            QVERIFY(two.house.allocate(two.first, 1).ok());
            std::atomic<int> held{0};
            std::vector<std::thread> viewers;
            for (int i = 0; i < 6; ++i) {
                viewers.emplace_back([&, i] {
                    held += two.house.hold(guest(std::to_string(i)), i % 2 ? two.first : two.second).ok();
                });
            }
            for (auto& viewer : viewers) viewer.join();
            QCOMPARE(held.load(), 2);
            QCOMPARE(two.house.left(two.first), int64_t{0});
            QCOMPARE(two.house.left(two.second), int64_t{0});
            QVERIFY(two.house.audit().empty());
        }
    }

    void what_is_left_goes_back_when_the_show_ends() {
        TwoShows two(5);
        QVERIFY(two.house.allocate(two.first, 4).ok());
        const auto hold = two.house.hold(guest("Ann"), two.first, 3);
        two.house.end_show(two.first.show_id);
        two.house.events();
        two.house.a_second_passes();
        QCOMPARE(two.house.left(two.second), int64_t{2});
        QCOMPARE(told(two.house)[two.second.show_id], int64_t{2});
        QVERIFY(two.house.audit().empty());
        // What Ann held follows when she lets it lapse; the replay sells from the pool.
        two.house.clock.advance_us(300'000'000);
        two.house.a_second_passes();
        QCOMPARE(two.house.left(two.second), int64_t{5});
        QCOMPARE(two.house.left(two.first), int64_t{5});
        QVERIFY(two.house.hold(guest("Bob"), two.first, 5).ok());
        QCOMPARE(two.house.left(two.second), int64_t{0});
        QVERIFY(two.house.audit().empty());
    }

    void what_was_held_in_a_show_that_ended_is_sold_from_its_bucket() {
        TwoShows two(3);
        QVERIFY(two.house.allocate(two.first, 2).ok());
        const auto hold = two.house.hold(guest("Ann"), two.first);
        two.house.end_show(two.first.show_id);
        two.house.a_second_passes();
        QVERIFY(two.house.pay(guest("Ann"), hold->id(), "sandbox_approve").ok());
        shop::SandboxGateway gateway(two.house.dir.filePath("gateway.db").toStdString(), 0);
        two.house.pay_all(gateway);
        const auto level = two.house.stock(two.first.variant_id);
        QCOMPARE(level.sold(), int64_t{1});
        QCOMPARE(level.on_hand(), int64_t{2});
        QCOMPARE(two.house.left(two.second), int64_t{2});
        QVERIFY(two.house.audit().empty());
        // What he sends back comes to the pool: no show sells from that bucket any more.
        QVERIFY(two.house.refund(retailer(), two.house.buyer(guest("Ann"), two.first.show_id).orders(0).id())
                    .ok());
        two.house.pay_all(gateway);
        QCOMPARE(two.house.left(two.second), int64_t{3});
        QVERIFY(two.house.audit().empty());
    }

    void the_waiting_lists_of_two_pools_are_two() {
        TwoShows two(2);
        QVERIFY(two.house.allocate(two.first, 1).ok());
        const auto in_first = two.house.hold(guest("Ann"), two.first);
        const auto in_second = two.house.hold(guest("Bob"), two.second);
        QCOMPARE(two.house.wait_for(guest("Cid"), two.second)->position(), int64_t{1});
        QCOMPARE(two.house.wait_for(guest("Dan"), two.first)->position(), int64_t{1});
        QCOMPARE(two.house.wait_for(guest("Cid"), two.first)->position(), int64_t{2});
        v1::ReleaseHoldRequest release;
        release.set_command_id(two.house.new_id());
        release.set_hold_id(in_first->id());
        QVERIFY(await<v1::Hold>([&](auto reply) {
                    two.house.sales->release(guest("Ann"), release, reply);
                }).ok());
        QCOMPARE(two.house.buyer(guest("Dan"), two.first.show_id).holds_size(), 1);
        QCOMPARE(two.house.buyer(guest("Cid"), two.second.show_id).holds_size(), 0);
        QCOMPARE(two.house.buyer(guest("Cid"), two.first.show_id).waitlist(0).position(), int64_t{1});
        QVERIFY(two.house.audit().empty());
    }

    // Promotion must follow the units, wherever they go.
    void who_waits_is_served_from_what_comes_back_from_another_show() {
        TwoShows two(2);
        QVERIFY(two.house.allocate(two.first, 1).ok());
        QVERIFY(two.house.hold(guest("Bob"), two.second).ok());
        QVERIFY(two.house.wait_for(guest("Cid"), two.second).ok());
        QVERIFY(give_back(two.house, two.first).ok());
        QCOMPARE(two.house.buyer(guest("Cid"), two.second.show_id).holds_size(), 1);
        QCOMPARE(two.house.left(two.first), int64_t{0});
        QVERIFY(two.house.audit().empty());
    }

    void who_waits_in_a_show_is_served_from_what_it_is_given() {
        TwoShows two(1);
        QVERIFY(two.house.hold(guest("Ann"), two.second).ok());
        QVERIFY(two.house.wait_for(guest("Bob"), two.second).ok());
        QVERIFY(two.house.wait_for(guest("Cid"), two.first).ok());
        const auto cellar = two.house.add_location("Cellar", 9);
        QVERIFY(two.house.adjust(two.first.variant_id, 1, cellar.id()).ok());  // Bob's
        QVERIFY(two.house.adjust(two.first.variant_id, 1, cellar.id()).ok());  // Cid's
        QCOMPARE(two.house.buyer(guest("Bob"), two.second.show_id).holds_size(), 1);
        QCOMPARE(two.house.buyer(guest("Cid"), two.first.show_id).holds_size(), 1);
        QVERIFY(two.house.wait_for(guest("Dan"), two.second).ok());
        QVERIFY(two.house.wait_for(guest("Eva"), two.first).ok());
        QCOMPARE(two.house.allocate(two.first, 1, cellar.id()).error().code, Code::precondition);
        QVERIFY(two.house.audit().empty());
    }

    void an_expired_hold_is_paid_from_what_the_show_sells_now() {
        TwoShows two(2);
        const auto hold = two.house.hold(guest("Ann"), two.first);
        two.house.clock.advance_us(300'000'000);
        two.house.expire();
        QVERIFY(two.house.allocate(two.first, 1).ok());
        QVERIFY(two.house.pay(guest("Ann"), hold->id(), "sandbox_approve").ok());
        QCOMPARE(two.house.left(two.first), int64_t{0});
        QCOMPARE(two.house.left(two.second), int64_t{1});
        QVERIFY(two.house.audit().empty());
    }

    void adjusting_what_a_show_has() {
        TwoShows two(4);
        QCOMPARE(two.house.adjust(two.first.variant_id, 1, "", two.first.show_id).error().code,
                 Code::precondition);
        QVERIFY(two.house.allocate(two.first, 2).ok());
        QVERIFY(two.house.adjust(two.first.variant_id, -1, "", two.first.show_id).ok());
        QCOMPARE(two.house.left(two.first), int64_t{1});
        QCOMPARE(two.house.left(two.second), int64_t{2});
        QVERIFY(two.house.audit().empty());
    }

    void hostile_allocations_are_refused() {
        TwoShows two(3);
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}})
            QCOMPARE(two.house.allocate(two.first, bad).error().code, Code::invalid_argument);
        for (const int64_t bad : {int64_t{4}, std::numeric_limits<int64_t>::max()})
            QCOMPARE(two.house.allocate(two.first, bad).error().code, Code::precondition);
        QCOMPARE(two.house.allocate({"no such show", "", two.first.variant_id}, 1).error().code,
                 Code::not_found);
        QCOMPARE(two.house.allocate({two.first.show_id, "", "no such variant"}, 1).error().code,
                 Code::not_found);
        QCOMPARE(two.house.allocate(two.first, 1, "nowhere").error().code, Code::not_found);
        two.house.end_show(two.first.show_id);
        QCOMPARE(two.house.allocate(two.first, 1).error().code, Code::precondition);
        QVERIFY(give_back(two.house, two.first).ok());  // nothing to give back
        v1::AllocateStockRequest request;
        request.set_command_id(two.house.new_id());
        QCOMPARE(await<v1::StockLevel>(
                     [&](auto reply) { two.house.warehouse->allocate(guest("Ann"), request, reply); })
                     .error()
                     .code,
                 Code::permission_denied);
        QVERIFY(two.house.audit().empty());
    }
};

QTEST_GUILESS_MAIN(TstAllocation)
#include "tst_allocation.moc"
