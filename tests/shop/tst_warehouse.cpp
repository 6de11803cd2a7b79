// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>
#include <random>

#include "server/shop/holds.h"
#include "server/shop/stock.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using shop::Bucket;
using namespace vitrine::tests;

namespace {

constexpr int64_t kSmallest = std::numeric_limits<int64_t>::min();
constexpr int64_t kLargest = std::numeric_limits<int64_t>::max();

Result<v1::Location> save(ShopHouse& house, const v1::Location& location, const Caller& who = retailer()) {
    v1::SaveLocationRequest request;
    request.set_command_id(house.new_id());
    *request.mutable_location() = location;
    return await<v1::Location>([&](auto reply) { house.warehouse->save_location(who, request, reply); });
}

Result<v1::Location> archive(ShopHouse& house, const std::string& location_id) {
    v1::ArchiveLocationRequest request;
    request.set_command_id(house.new_id());
    request.set_location_id(location_id);
    return await<v1::Location>(
        [&](auto reply) { house.warehouse->archive_location(retailer(), request, reply); });
}

std::vector<v1::Location> locations(ShopHouse& house) {
    const auto response = await<v1::ListLocationsResponse>(
        [&](auto reply) { house.warehouse->locations(retailer(), {}, reply); });
    return {response->locations().begin(), response->locations().end()};
}

Result<v1::StockLevel> transfer(ShopHouse& house, const std::string& variant_id, const std::string& from,
                                const std::string& to, int64_t quantity) {
    v1::TransferStockRequest request;
    request.set_command_id(house.new_id());
    request.set_variant_id(variant_id);
    request.set_from_location_id(from);
    request.set_to_location_id(to);
    request.set_quantity(quantity);
    return await<v1::StockLevel>([&](auto reply) { house.warehouse->transfer(retailer(), request, reply); });
}

v1::BucketLevel bucket(const v1::StockLevel& level, const std::string& location_id,
                       const std::string& show_id = "") {
    for (const v1::BucketLevel& one : level.buckets()) {
        if (one.location_id() == location_id && one.show_id() == show_id) return one;
    }
    return {};
}

}  // namespace

// Where units lie: locations, what moves between them, and the journal.
class TstWarehouse : public QObject {
    Q_OBJECT

  private slots:
    void there_is_one_standard_location_from_the_beginning() {
        ShopHouse house;
        const auto all = locations(house);
        QCOMPARE(all.size(), size_t{1});
        QVERIFY(all[0].standard());
        const auto sale = house.sell(5);
        QCOMPARE(house.stock(sale.variant_id).buckets(0).location_id(), all[0].id());
    }

    void another_location_becomes_the_standard_one() {
        ShopHouse house;
        v1::Location shelf = house.add_location("Studio shelf", 5);
        shelf.set_standard(true);
        QVERIFY(save(house, shelf).ok());
        const auto all = locations(house);
        QCOMPARE(all.size(), size_t{2});
        QVERIFY(!all[0].standard() && all[1].standard());
        QCOMPARE(house.stock(house.sell(3).variant_id).buckets(0).location_id(), shelf.id());
        shelf.set_standard(false);
        QCOMPARE(save(house, shelf).error().code, Code::precondition);
        QVERIFY(house.audit().empty());
    }

    void names_are_unique_and_visible() {
        ShopHouse house;
        const auto shelf = house.add_location("Shelf", 1);
        v1::Location other;
        other.set_name("Shelf");
        QCOMPARE(save(house, other).error().code, Code::conflict);
        for (const char* bad : {"", "   ", "a\nb", "\xff"}) {
            other.set_name(bad);
            QCOMPARE(save(house, other).error().code, Code::invalid_argument);
        }
        other.set_name(std::string(61, 'x'));
        QCOMPARE(save(house, other).error().code, Code::too_large);
        other.set_name("Cellar");
        for (const int64_t bad : {kSmallest, int64_t{-1}, kLargest}) {
            other.set_position(bad);
            QCOMPARE(save(house, other).error().code, Code::invalid_argument);
        }
        other.set_position(0);
        other.set_id("no such location");
        QCOMPARE(save(house, other).error().code, Code::not_found);
        QVERIFY(archive(house, shelf.id()).ok());
        other.set_id("");
        other.set_name("Shelf");  // free again
        QVERIFY(save(house, other).ok());
        QCOMPARE(save(house, other, guest("Ann")).error().code, Code::permission_denied);
    }

    void only_an_empty_location_is_archived() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto shelf = house.add_location("Shelf", 1);
        QVERIFY(transfer(house, sale.variant_id, "main", shelf.id(), 2).ok());
        QCOMPARE(archive(house, shelf.id()).error().code, Code::precondition);
        QCOMPARE(archive(house, "main").error().code, Code::precondition);
        QCOMPARE(archive(house, "nowhere").error().code, Code::not_found);
        QVERIFY(transfer(house, sale.variant_id, shelf.id(), "main", 2).ok());
        QVERIFY(archive(house, shelf.id())->archived());
        QVERIFY(archive(house, shelf.id())->archived());
        QCOMPARE(transfer(house, sale.variant_id, "main", shelf.id(), 1).error().code, Code::not_found);
        QCOMPARE(house.adjust(sale.variant_id, 1, shelf.id()).error().code, Code::not_found);
    }

    void transfers_move_what_is_free() {
        ShopHouse house;
        const auto sale = house.sell(10);
        const auto shelf = house.add_location("Shelf", 1);
        QVERIFY(house.hold(guest("Ann"), sale, 4).ok());
        house.events();
        const auto level = transfer(house, sale.variant_id, "main", shelf.id(), 6);
        QCOMPARE(level->on_hand(), int64_t{10});
        QCOMPARE(bucket(*level, "main").on_hand(), int64_t{4});
        QCOMPARE(bucket(*level, shelf.id()).available(), int64_t{6});
        QCOMPARE(house.left(sale), int64_t{6});
        QCOMPARE(transfer(house, sale.variant_id, "main", shelf.id(), 1).error().code, Code::precondition);
        for (const int64_t bad : {kSmallest, int64_t{-1}, int64_t{0}})
            QCOMPARE(transfer(house, sale.variant_id, shelf.id(), "main", bad).error().code,
                     Code::invalid_argument);
        QCOMPARE(transfer(house, sale.variant_id, shelf.id(), "main", kLargest).error().code,
                 Code::precondition);
        QCOMPARE(transfer(house, sale.variant_id, "main", "main", 1).error().code, Code::invalid_argument);
        QCOMPARE(transfer(house, "no such variant", "main", shelf.id(), 1).error().code, Code::not_found);
        QVERIFY(house.audit().empty());
    }

    void a_hold_takes_from_the_locations_in_their_order() {
        ShopHouse house;
        const auto sale = house.sell(3);
        const auto first = house.add_location("Counter", 0), last = house.add_location("Cellar", 9);
        QVERIFY(house.adjust(sale.variant_id, 2, last.id()).ok());
        QVERIFY(transfer(house, sale.variant_id, "main", last.id(), 2).ok());
        v1::Location main = locations(house)[0].id() == "main" ? locations(house)[0] : locations(house)[1];
        main.set_position(5);
        QVERIFY(save(house, main).ok());
        QVERIFY(house.adjust(sale.variant_id, 1, first.id()).ok());
        // 1 at the counter, 1 in the stock room, 4 in the cellar.
        QVERIFY(house.hold(guest("Ann"), sale).ok());
        QVERIFY(house.hold(guest("Bob"), sale).ok());
        auto level = house.stock(sale.variant_id);
        QCOMPARE(bucket(level, first.id()).held(), int64_t{1});
        QCOMPARE(bucket(level, "main").held(), int64_t{1});
        QVERIFY(house.hold(guest("Cid"), sale, 3).ok());
        QCOMPARE(bucket(house.stock(sale.variant_id), last.id()).held(), int64_t{3});
        QVERIFY(house.audit().empty());
    }

    void units_in_two_places_are_not_sent_together() {
        ShopHouse house;
        const auto sale = house.sell(4);
        const auto shelf = house.add_location("Shelf", 1);
        QVERIFY(transfer(house, sale.variant_id, "main", shelf.id(), 2).ok());
        QCOMPARE(house.left(sale), int64_t{4});
        const auto three = house.hold(guest("Ann"), sale, 3);
        QCOMPARE(three.error().code, Code::sold_out);
        QVERIFY(three.error().message.find("At most 2") != std::string::npos);
        QVERIFY(house.hold(guest("Ann"), sale, 2).ok());
        QVERIFY(house.hold(guest("Ann"), sale, 2).ok());
        QCOMPARE(house.left(sale), int64_t{0});
        QVERIFY(house.audit().empty());
    }

    void the_journal_tells_what_became_of_every_unit() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto shelf = house.add_location("Shelf", 1);
        QVERIFY(house.adjust(sale.variant_id, 3).ok());
        QVERIFY(transfer(house, sale.variant_id, "main", shelf.id(), 4).ok());
        v1::ListMovementsRequest request;
        request.set_variant_id(sale.variant_id);
        const auto list = [&](const Caller& who) {
            return await<v1::ListMovementsResponse>(
                [&](auto reply) { house.warehouse->movements(who, request, reply); });
        };
        const auto all = list(creator());
        QCOMPARE(all->movements_size(), 4);
        QCOMPARE(all->movements(0).kind(), v1::MOVEMENT_KIND_MOVED);
        QCOMPARE(all->movements(0).location_id(), shelf.id());
        QCOMPARE(all->movements(0).on_hand_after(), int64_t{4});
        QCOMPARE(all->movements(1).delta(), int64_t{-4});
        QCOMPARE(all->movements(2).kind(), v1::MOVEMENT_KIND_ADJUSTED);
        QCOMPARE(all->movements(3).kind(), v1::MOVEMENT_KIND_RECEIVED);
        request.set_before_number(2);
        request.set_limit(5);
        QCOMPARE(list(creator())->movements_size(), 1);
        request.set_limit(-1);
        QCOMPARE(list(creator()).error().code, Code::invalid_argument);
        QCOMPARE(list(guest("Ann")).error().code, Code::permission_denied);
    }

    void what_a_buyer_sends_back_is_there_again() {
        ShopHouse house;
        const auto sale = house.sell(2);
        const auto hold = house.hold(guest("Ann"), sale);
        const Bucket home{sale.variant_id, "", "main"};
        const auto act = [&](std::function<Result<Done>(store::Unit&)> what) {
            return await<Done>([&](auto reply) { house.committer->submit<Done>(what, reply); });
        };
        QVERIFY(act([&](store::Unit& unit) -> Result<Done> {
                    auto row = shop::holds::find(unit.sql(), hold->id());
                    row->hold.set_state(v1::HOLD_STATE_SOLD);
                    row->hold.set_order_id("order");
                    shop::holds::change(unit, *row);
                    shop::stock::sell(unit, row->bucket, 1,
                                      {shop::stock::Movement::sold, "sold", "Ann", "order"});
                    return Done{};
                }).ok());
        const shop::stock::Cause back{shop::stock::Movement::brought_back, "did not fit", "Ann", "order"};
        QVERIFY(act([&](store::Unit& unit) { return shop::stock::take_back(unit, home, 1, back); }).ok());
        const auto level = house.stock(sale.variant_id);
        QCOMPARE(level.on_hand(), int64_t{2});
        QCOMPARE(level.sold(), int64_t{0});
        QCOMPARE(
            act([&](store::Unit& unit) { return shop::stock::take_back(unit, home, 1, back); }).error().code,
            Code::internal);
        QCOMPARE(house.stock(sale.variant_id).on_hand(), int64_t{2});
    }

    // The statements do what the rules say, for every small stock and quantity.
    void statements_agree_with_the_rules() {
        ShopHouse house;
        const auto sale = house.sell(0);
        const Bucket here{sale.variant_id, "", "main"};
        const Bucket there{sale.variant_id, "", house.add_location("Shelf", 1).id()};
        std::mt19937 random(7);
        for (int i = 0; i < 400; ++i) {
            const int64_t quantity = static_cast<int64_t>(random() % 12) - 3;
            const unsigned what = random() % 5;
            (void)await<Done>([&](auto reply) {
                house.committer->submit<Done>(
                    [&](store::Unit& unit) -> Result<Done> {
                        return agree(unit, here, there, what, quantity);
                    },
                    reply);
            }).ok();
            if (QTest::currentTestFailed()) return;
        }
    }

  private:
    static shop::Stock stock_in(store::Unit& unit, const Bucket& bucket) {
        for (const auto& [one, stock] : shop::stock::buckets(unit.sql(), bucket.variant_id, bucket.show_id)) {
            if (one == bucket) return stock;
        }
        return {};
    }

    static Result<Done> agree(store::Unit& unit, const Bucket& here, const Bucket& there, unsigned what,
                              int64_t quantity) {
        using namespace shop;
        const Stock before = stock_in(unit, here), other = stock_in(unit, there);
        const stock::Cause cause{what == 2 ? stock::Movement::sold : stock::Movement::adjusted, "test", "",
                                 ""};
        Result<Stock> expected = hold_units(before, quantity);
        Result<Done> done = Done{};
        switch (what) {
            case 0:
                if (before.available() < quantity && quantity > 0 && other.available() >= quantity)
                    return Done{};
                if (quantity < 1) return Done{};  // refused before any statement
                if (const auto held = stock::hold(unit, "", here.variant_id, "", quantity); !held.ok())
                    done = held.error();
                break;
            case 1:
                expected = release_units(before, quantity);
                if (!expected.ok()) return Done{};  // a fault, which throws
                stock::release(unit, "", here, quantity);
                break;
            case 2:
                expected = sell_units(before, quantity);
                if (!expected.ok()) return Done{};
                stock::sell(unit, here, quantity, cause);
                break;
            case 3:
                expected = adjust_units(before, quantity, other.on_hand);
                done = stock::adjust(unit, here, quantity, cause);
                break;
            default:
                const Result<Move> moved = move_units(before, other, quantity);
                expected = moved.ok() ? Result<Stock>(moved->from) : Result<Stock>(moved.error());
                done = stock::move(unit, here, there, quantity, {stock::Movement::moved, "test", "", ""});
                if (moved.ok()) check(stock_in(unit, there) == moved->to);
        }
        check(done.ok() == expected.ok());
        check(stock_in(unit, here) == (expected.ok() ? *expected : before));
        return done;
    }

    static void check(bool agreed) { QVERIFY(agreed); }
};

QTEST_GUILESS_MAIN(TstWarehouse)
#include "tst_warehouse.moc"
