// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>
#include <map>
#include <set>

#include "server/shop/drop_life.h"
#include "server/shop/drop_rows.h"
#include "server/shop/show_case.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

Result<v1::Drop> open_drop(ShopHouse& house, const ShopHouse::Sale& sale, int64_t quantity,
                           int64_t window_s = 30, const Caller& who = creator()) {
    v1::OpenDropRequest request;
    request.set_command_id(house.new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    request.set_quantity(quantity);
    request.set_window_s(window_s);
    return await<v1::Drop>([&](auto reply) { house.drops->open(who, request, reply); });
}

Result<v1::DropEntry> enter(ShopHouse& house, const std::string& drop_id, const Caller& who,
                            const std::string& command_id = "") {
    v1::EnterDropRequest request;
    request.set_command_id(command_id.empty() ? house.new_id() : command_id);
    request.set_drop_id(drop_id);
    return await<v1::DropEntry>([&](auto reply) { house.drops->enter(who, request, reply); });
}

Result<v1::Drop> call_off(ShopHouse& house, const std::string& drop_id) {
    v1::CallOffDropRequest request;
    request.set_command_id(house.new_id());
    request.set_drop_id(drop_id);
    return await<v1::Drop>([&](auto reply) { house.drops->call_off(creator(), request, reply); });
}

v1::Draw drawn(ShopHouse& house, const std::string& drop_id) {
    v1::GetDrawRequest request;
    request.set_drop_id(drop_id);
    return *await<v1::Draw>([&](auto reply) { house.drops->draw(request, reply); });
}

void pass(ShopHouse& house, int64_t seconds) {
    house.clock.advance_us((seconds - 1) * 1'000'000);
    house.a_second_passes();
}

// Who holds one, and who waits, first in line first.
struct Outcome {
    std::set<std::string> holders;
    std::vector<std::string> line;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};
Outcome outcome(ShopHouse& house, const ShopHouse::Sale& sale) {
    Outcome found;
    const auto session = house.database->connect(true);
    std::string person;
    session->each(
        "SELECT person_id FROM hold WHERE state = 1 AND variant_id = :variant",
        [&] { found.holders.insert(person); }, soci::into(person), soci::use(sale.variant_id));
    session->each(
        "SELECT person_id FROM waiting WHERE variant_id = :variant ORDER BY number",
        [&] { found.line.push_back(person); }, soci::into(person), soci::use(sale.variant_id));
    return found;
}

}  // namespace

class TstDrops : public QObject {
    Q_OBJECT

  private slots:
    void everybody_in_the_window_takes_part_and_the_draw_can_be_checked() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto drop = open_drop(house, sale, 2);
        QCOMPARE(drop->state(), v1::DROP_STATE_OPEN);
        QVERIFY(drop->seed().empty());
        for (int i = 0; i < 9; ++i) QVERIFY(enter(house, drop->id(), guest(std::to_string(i))).ok());
        QVERIFY(drawn(house, drop->id()).entries().empty());  // not told while it is open
        pass(house, 30);
        const v1::Draw draw = drawn(house, drop->id());
        QCOMPARE(draw.drop().state(), v1::DROP_STATE_DRAWN);
        QCOMPARE(draw.entries_size(), 9);
        QCOMPARE(shop::commitment_of(draw.drop().seed()), drop->commitment());
        auto order = shop::draw_order(draw.drop().seed(), {draw.entries().begin(), draw.entries().end()});
        QCOMPARE(draw.winners_size(), 2);
        QCOMPARE(draw.winners(0), order[0]);
        QCOMPARE(draw.winners(1), order[1]);
        const Outcome after = outcome(house, sale);
        // Three units were not the drop's: the next three have them from the waiting list when the sale goes
        // on.
        QCOMPARE(after.holders.size(), size_t{5});
        QCOMPARE(after.line.size(), size_t{4});
        QVERIFY(house.audit().empty());
    }

    void winners_get_holds_and_the_others_wait_in_the_order_of_the_draw() {
        ShopHouse house;
        const auto sale = house.sell(3);
        const auto drop = open_drop(house, sale, 3);
        std::map<std::string, std::string> person_of;
        for (int i = 0; i < 8; ++i) {
            const Caller who = guest(std::to_string(i));
            person_of[enter(house, drop->id(), who)->id()] = who.id;
        }
        house.events();
        pass(house, 30);
        const v1::Draw draw = drawn(house, drop->id());
        const auto order =
            shop::draw_order(draw.drop().seed(), {draw.entries().begin(), draw.entries().end()});
        Outcome expected;
        for (size_t i = 0; i < 3; ++i) expected.holders.insert(person_of[order[i]]);
        for (size_t i = 3; i < 8; ++i) expected.line.push_back(person_of[order[i]]);
        QVERIFY(outcome(house, sale) == expected);
        std::map<std::string, v1::DropEntry> told;
        bool seed_told = false;
        for (const auto& event : house.events()) {
            if (event.has_drop_entry()) told[event.recipient_id()] = event.drop_entry();
            if (event.drop().state() == v1::DROP_STATE_DRAWN) seed_told = !event.drop().seed().empty();
        }
        QVERIFY(seed_told);
        QCOMPARE(told.size(), size_t{8});
        for (size_t i = 0; i < 8; ++i) {
            const v1::DropEntry& entry = told[person_of[order[i]]];
            QCOMPARE(entry.place(), static_cast<int64_t>(i + 1));
            QCOMPARE(entry.outcome(), i < 3 ? v1::DROP_OUTCOME_WON : v1::DROP_OUTCOME_WAITING);
            QCOMPARE(entry.hold_id().empty(), i >= 3);
            QCOMPARE(entry.waiting(), i < 3 ? int64_t{0} : static_cast<int64_t>(i - 2));
        }
        // A winner lets his hold lapse: the first in line has it.
        house.clock.advance_us(300'000'000);
        house.expire();
        QVERIFY(outcome(house, sale).holders.contains(expected.line[0]));
        QVERIFY(house.audit().empty());
    }

    void while_it_is_under_way_nobody_buys_past_it() {
        ShopHouse house;
        const auto sale = house.sell(5);
        auto other = sale;
        other.show_id = house.live_show({sale.product_id});
        const auto drop = open_drop(house, sale, 2);
        QCOMPARE(house.hold(guest("Ann"), sale).error().code, Code::precondition);
        QCOMPARE(house.wait_for(guest("Ann"), sale).error().code, Code::precondition);
        QCOMPARE(open_drop(house, sale, 1).error().code, Code::precondition);
        QCOMPARE(house.left(other), int64_t{3});  // its units are set aside
        QVERIFY(house.hold(guest("Ann"), other, 3).ok());
        QVERIFY(enter(house, drop->id(), guest("Bob")).ok());
        QVERIFY(house.audit().empty());
        pass(house, 30);
        QCOMPARE(house.buyer(guest("Bob"), sale.show_id).holds_size(), 1);
        QVERIFY(house.hold(guest("Cid"), sale).ok());  // and sale goes on
        QVERIFY(house.audit().empty());
    }

    void a_person_has_one_entry() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto drop = open_drop(house, sale, 1);
        const auto first = enter(house, drop->id(), guest("Ann"));
        QCOMPARE(enter(house, drop->id(), guest("Ann"))->id(), first->id());
        QCOMPARE(enter(house, drop->id(), guest("Ann"), first->id())->id(), first->id());
        QCOMPARE(enter(house, drop->id(), guest("Bob"), first->id()).error().code, Code::conflict);
        QCOMPARE(enter(house, drop->id(), guest("Bob"), "not an id").error().code, Code::invalid_argument);
        QCOMPARE(enter(house, "no such drop", guest("Bob")).error().code, Code::not_found);
        QCOMPARE(enter(house, drop->id(), Caller{}).error().code, Code::unauthenticated);
        QCOMPARE(house.buyer(guest("Ann"), sale.show_id).drop_entries_size(), 1);
        pass(house, 30);
        QCOMPARE(drawn(house, drop->id()).entries_size(), 1);
        QCOMPARE(enter(house, drop->id(), guest("Ann"))->outcome(), v1::DROP_OUTCOME_WON);
        QCOMPARE(enter(house, drop->id(), guest("Bob")).error().code, Code::precondition);
    }

    void at_the_very_end_nobody_enters_whoever_noticed() {
        ShopHouse house;
        const auto sale = house.sell(1);
        const auto drop = open_drop(house, sale, 1, 10);
        house.clock.advance_us(9'999'999);
        QVERIFY(enter(house, drop->id(), guest("Ann")).ok());
        house.clock.advance_us(1);
        QCOMPARE(enter(house, drop->id(), guest("Bob")).error().code, Code::precondition);
        QCOMPARE(call_off(house, drop->id()).error().code, Code::precondition);
        // A clock that is set back does not open it again once it is being drawn.
        house.a_second_passes();
        house.clock.jump_us(-20'000'000);
        QCOMPARE(enter(house, drop->id(), guest("Bob")).error().code, Code::precondition);
    }

    void called_off_its_units_are_for_sale_again() {
        ShopHouse house;
        const auto sale = house.sell(2);
        const auto drop = open_drop(house, sale, 2);
        QVERIFY(enter(house, drop->id(), guest("Ann")).ok());
        QVERIFY(call_off(house, drop->id()).ok());
        QVERIFY(call_off(house, drop->id()).ok());
        QCOMPARE(house.left(sale), int64_t{2});
        QVERIFY(house.hold(guest("Bob"), sale, 2).ok());
        QCOMPARE(enter(house, drop->id(), guest("Cid")).error().code, Code::precondition);
        pass(house, 40);
        QCOMPARE(drawn(house, drop->id()).drop().state(), v1::DROP_STATE_CALLED_OFF);
        QVERIFY(drawn(house, drop->id()).drop().seed().empty());
        QVERIFY(house.audit().empty());
    }

    void fewer_came_than_there_are_units() {
        ShopHouse house;
        const auto sale = house.sell(4);
        const auto drop = open_drop(house, sale, 4);
        QVERIFY(enter(house, drop->id(), guest("Ann")).ok());
        pass(house, 30);
        QCOMPARE(house.left(sale), int64_t{3});
        const auto nobody = open_drop(house, sale, 3);
        pass(house, 30);
        QCOMPARE(drawn(house, nobody->id()).drop().state(), v1::DROP_STATE_DRAWN);
        QCOMPARE(house.left(sale), int64_t{3});
        QVERIFY(house.audit().empty());
    }

    void a_drop_takes_from_all_locations_and_from_the_shows_own_units() {
        ShopHouse house;
        const auto sale = house.sell(3);
        QVERIFY(house.adjust(sale.variant_id, 3, house.add_location("Cellar", 9).id()).ok());
        const auto drop = open_drop(house, sale, 5);
        QVERIFY(drop.ok());
        QVERIFY(house.audit().empty());
        for (int i = 0; i < 5; ++i) QVERIFY(enter(house, drop->id(), guest(std::to_string(i))).ok());
        pass(house, 30);
        QCOMPARE(outcome(house, sale).holders.size(), size_t{5});
        QVERIFY(house.audit().empty());
        auto own = house.sell(4);
        QVERIFY(house.allocate(own, 1).ok());
        QCOMPARE(open_drop(house, own, 2).error().code, Code::sold_out);
        const auto small = open_drop(house, own, 1);
        QVERIFY(enter(house, small->id(), guest("Ann")).ok());
        house.end_show(own.show_id);  // its units go back while the drop is open; the drop keeps its own
        pass(house, 30);
        QCOMPARE(house.buyer(guest("Ann"), own.show_id).holds_size(), 1);
        QVERIFY(house.audit().empty());
        house.clock.advance_us(300'000'000);
        house.expire();
        QCOMPARE(house.left(own), int64_t{4});
        QVERIFY(house.audit().empty());
    }

    void a_winner_past_the_retailers_limit_makes_room_for_the_next() {
        ShopHouse house;
        const auto sale = house.sell(2);
        const auto drop = open_drop(house, sale, 1);
        for (const char* name : {"Ann", "Bob"}) QVERIFY(enter(house, drop->id(), guest(name)).ok());
        v1::SetShowLimitRequest limit;
        limit.set_command_id(house.new_id());
        limit.set_show_id(sale.show_id);
        limit.set_limit_per_buyer(1);
        QVERIFY(await<v1::ShowLimit>([&](auto reply) {
                    house.warehouse->set_show_limit(creator(), limit, reply);
                }).ok());
        // Whoever wins has one of another thing already.
        const auto other = house.add_product(2);
        v1::SetLineupRequest lineup;
        lineup.set_command_id(house.new_id());
        lineup.set_show_id(sale.show_id);
        lineup.add_product_ids(sale.product_id);
        lineup.add_product_ids(other.id());
        QVERIFY(await<v1::Show>([&](auto reply) { house.shows->set_lineup(creator(), lineup, reply); }).ok());
        for (const char* name : {"Ann", "Bob"})
            QVERIFY(house.hold(guest(name), {sale.show_id, other.id(), other.variants(0).id()}).ok());
        QVERIFY(enter(house, drop->id(), guest("Cid")).ok());
        pass(house, 30);
        // Cid has it, drawn or promoted.
        QCOMPARE(house.buyer(guest("Cid"), sale.show_id).holds_size(), 1);
        QVERIFY(house.audit().empty());
    }

    // The server dies between any two steps of a draw: what was told stands, and the rest is as it would have
    // been.
    void a_draw_that_is_cut_off_comes_to_the_same_result() {
        constexpr int kEntrants = 450;
        ShopHouse house;
        house.make_seed = [] { return std::string(64, '7'); };
        house.reopen();
        std::vector<Outcome> results;
        for (const size_t steps : {size_t{0}, size_t{1}, size_t{2}, size_t{3}}) {
            const auto sale = house.sell(260);
            const auto drop = open_drop(house, sale, 250);
            for (int i = 0; i < kEntrants; ++i) {
                const std::string digits = std::to_string(1000 + i);
                QVERIFY(enter(house, drop->id(), guest(digits), "018bcfe5-6800-7000-8000-00000000" + digits)
                            .ok());
            }
            house.clock.advance_us(30'000'000);
            begin_draw(house, drop->id(), steps);
            house.reopen();
            QVERIFY(house.audit().empty());
            house.a_second_passes();
            QCOMPARE(drawn(house, drop->id()).drop().state(), v1::DROP_STATE_DRAWN);
            results.push_back(outcome(house, sale));
            QCOMPARE(results.back().holders.size(), size_t{260});
            QVERIFY(results.back() == results.front());
            QVERIFY(house.audit().empty());
            house.clock.advance_us(1'000'000'000);
            house.expire();
        }
    }

    void hostile_drops_are_refused() {
        ShopHouse house;
        const auto sale = house.sell(5);
        for (const int64_t bad : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}})
            QCOMPARE(open_drop(house, sale, bad).error().code, Code::invalid_argument);
        QCOMPARE(open_drop(house, sale, std::numeric_limits<int64_t>::max()).error().code, Code::too_large);
        QCOMPARE(open_drop(house, sale, 6).error().code, Code::sold_out);
        QCOMPARE(open_drop(house, sale, 1, -1).error().code, Code::invalid_argument);
        QCOMPARE(open_drop(house, sale, 1, 30, guest("Ann")).error().code, Code::permission_denied);
        QCOMPARE(open_drop(house, {"none", "", sale.variant_id}, 1).error().code, Code::not_found);
        QCOMPARE(call_off(house, "none").error().code, Code::not_found);
        house.end_show(sale.show_id);
        QCOMPARE(open_drop(house, sale, 1).error().code, Code::precondition);
        QCOMPARE(house.left(sale), int64_t{5});
        QVERIFY(house.audit().empty());
    }

    void who_comes_in_the_middle_sees_it() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto drop = open_drop(house, sale, 1);
        v1::ShowSnapshot snapshot;
        snapshot.mutable_show()->set_id(sale.show_id);
        const auto session = house.database->connect(true);
        shop::add_to_snapshot(*session, guest("Ann"), snapshot);
        QCOMPARE(snapshot.drops_size(), 1);
        QCOMPARE(snapshot.drops(0).commitment(), drop->commitment());
        QVERIFY(snapshot.drops(0).seed().empty());
        QCOMPARE(snapshot.products(0).variants(0).drop_id(), drop->id());
        v1::ListDropsRequest list;
        list.set_show_id(sale.show_id);
        QCOMPARE(
            await<v1::ListDropsResponse>([&](auto reply) { house.drops->list(list, reply); })->drops_size(),
            1);
    }

  private:
    // The first steps of a draw, and no more.
    static void begin_draw(ShopHouse& house, const std::string& drop_id, size_t steps) {
        if (steps == 0) return;
        const auto done = await<Done>([&](auto reply) {
            house.committer->submit<Done>(
                [&](store::Unit& unit) -> Result<Done> {
                    shop::drop_life::close_those_over(unit);
                    return Done{};
                },
                reply);
        });
        VITRINE_CHECK(done.ok());
        const auto session = house.database->connect(true);
        const auto order = shop::draw_order(shop::drop_rows::find(*session, drop_id)->seed,
                                            shop::drop_rows::entry_ids(*session, drop_id));
        size_t next = 0;
        for (size_t step = 1; step < steps; ++step) {
            next = *await<size_t>([&](auto reply) {
                house.committer->submit<size_t>(
                    [&](store::Unit& unit) -> Result<size_t> {
                        return shop::drop_life::settle(unit, drop_id, order, next, house.terms);
                    },
                    reply);
            });
        }
    }
};

QTEST_GUILESS_MAIN(TstDrops)
#include "tst_drops.moc"
