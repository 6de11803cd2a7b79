// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>
#include <thread>

#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

std::vector<v1::ShowEvent> of_kind(const std::vector<v1::ShowEvent>& events, v1::ShowEvent::BodyCase kind) {
    std::vector<v1::ShowEvent> found;
    for (const auto& event : events) {
        if (event.body_case() == kind) found.push_back(event);
    }
    return found;
}

v1::HoldRequest request_for(const ShopHouse& house, const ShopHouse::Sale& sale, int64_t quantity = 1) {
    v1::HoldRequest request;
    request.set_command_id(house.new_id());
    request.set_show_id(sale.show_id);
    request.set_variant_id(sale.variant_id);
    request.set_quantity(quantity);
    return request;
}

}  // namespace

// Holds, their end, and who waits for what comes back.
class TstSales : public QObject {
    Q_OBJECT

  private slots:
    void a_hold_takes_units_for_five_minutes() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto hold = house.hold(guest("Ann"), sale, 2);
        QVERIFY(hold.ok());
        QCOMPARE(hold->state(), v1::HOLD_STATE_ACTIVE);
        QCOMPARE(hold->expires_us() - house.clock.now().us, int64_t{300'000'000});
        QCOMPARE(hold->unit_price().minor(), int64_t{2400});
        const auto stock = house.stock(sale.variant_id);
        QCOMPARE(stock.available(), int64_t{3});
        QCOMPARE(stock.held(), int64_t{2});
        QCOMPARE(house.buyer(guest("Ann"), sale.show_id).holds_size(), 1);
        QCOMPARE(house.buyer(guest("Bob"), sale.show_id).holds_size(), 0);
        QVERIFY(house.audit().empty());
    }

    void two_viewers_press_buy_on_the_last_unit() {
        ShopHouse house;
        const auto sale = house.sell(1);
        Answer<v1::Hold> ann, bob;
        std::thread first([&] { house.sales->hold(guest("Ann"), request_for(house, sale), ann.reply()); });
        std::thread second([&] { house.sales->hold(guest("Bob"), request_for(house, sale), bob.reply()); });
        first.join();
        second.join();
        const auto a = ann.take(), b = bob.take();
        QVERIFY(a.ok() != b.ok());
        QCOMPARE((a.ok() ? b : a).error().code, Code::sold_out);
        QCOMPARE(house.stock(sale.variant_id).available(), int64_t{0});
        const auto place = house.wait_for(a.ok() ? guest("Bob") : guest("Ann"), sale);
        QVERIFY(place.ok());
        QCOMPARE(place->position(), int64_t{1});
        QVERIFY(house.audit().empty());
    }

    void the_same_command_is_answered_the_same_and_takes_once() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto request = request_for(house, sale, 2);
        const auto ask = [&] {
            return await<v1::Hold>([&](auto reply) { house.sales->hold(guest("Ann"), request, reply); });
        };
        const auto first = ask();
        QVERIFY(first.ok());
        QCOMPARE(ask()->SerializeAsString(), first->SerializeAsString());
        QCOMPARE(house.stock(sale.variant_id).held(), int64_t{2});
        // Even after the server came back, and after the hold has moved on.
        house.reopen();
        QVERIFY(house.pay(guest("Ann"), first->id(), "sandbox_approve").ok());
        QCOMPARE(ask()->SerializeAsString(), first->SerializeAsString());
        QVERIFY(house.audit().empty());
    }

    void the_same_command_with_other_contents_is_a_conflict() {
        ShopHouse house;
        const auto sale = house.sell(5);
        auto request = request_for(house, sale, 2);
        const auto ask = [&](const Caller& who) {
            return await<v1::Hold>([&](auto reply) { house.sales->hold(who, request, reply); });
        };
        QVERIFY(ask(guest("Ann")).ok());
        QCOMPARE(ask(guest("Bob")).error().code, Code::conflict);
        request.set_quantity(3);
        QCOMPARE(ask(guest("Ann")).error().code, Code::conflict);
        request.set_command_id("not an id");
        QCOMPARE(ask(guest("Ann")).error().code, Code::invalid_argument);
        QCOMPARE(house.stock(sale.variant_id).held(), int64_t{2});
    }

    void bad_quantities_take_nothing_data() {
        QTest::addColumn<qint64>("quantity");
        QTest::addColumn<int>("code");
        QTest::newRow("zero") << qint64{0} << int(Code::invalid_argument);
        QTest::newRow("negative") << qint64{-1} << int(Code::invalid_argument);
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << int(Code::invalid_argument);
        QTest::newRow("over the limit") << qint64{100} << int(Code::too_large);
        QTest::newRow("largest") << std::numeric_limits<qint64>::max() << int(Code::too_large);
        QTest::newRow("more than there is") << qint64{6} << int(Code::sold_out);
    }
    void bad_quantities_take_nothing() {
        QFETCH(qint64, quantity);
        QFETCH(int, code);
        ShopHouse house;
        const auto sale = house.sell(5);
        QCOMPARE(int(house.hold(guest("Ann"), sale, quantity).error().code), code);
        QCOMPARE(house.stock(sale.variant_id).available(), int64_t{5});
        QVERIFY(house.audit().empty());
    }

    void only_what_is_on_sale_in_the_show_can_be_held() {
        ShopHouse house;
        const auto sale = house.sell(5);
        const auto other = house.add_product(5, 900, "Scarf");
        QCOMPARE(house.hold(guest("Ann"), {sale.show_id, other.id(), other.variants(0).id()}).error().code,
                 Code::precondition);
        QCOMPARE(house.hold(guest("Ann"), {sale.show_id, "x", "no such variant"}).error().code,
                 Code::not_found);
        QCOMPARE(house.hold(guest("Ann"), {"no such show", sale.product_id, sale.variant_id}).error().code,
                 Code::not_found);
        QCOMPARE(house.hold(Caller{}, sale).error().code, Code::unauthenticated);
        v1::ArchiveProductRequest archive;
        archive.set_command_id(house.new_id());
        archive.set_product_id(sale.product_id);
        QVERIFY(await<v1::Product>([&](auto reply) {
                    house.catalogue->archive(retailer(), archive, reply);
                }).ok());
        QCOMPARE(house.hold(guest("Ann"), sale).error().code, Code::precondition);
        QVERIFY(house.audit().empty());
    }

    void a_show_that_has_not_begun_sells_nothing_and_a_replay_sells() {
        ShopHouse house;
        const auto product = house.add_product(5);
        v1::CreateShowRequest create;
        create.set_command_id(house.new_id());
        create.set_title("Later");
        create.add_lineup(product.id());
        const auto show = await<v1::Show>([&](auto reply) { house.shows->create(creator(), create, reply); });
        const ShopHouse::Sale sale{show->id(), product.id(), product.variants(0).id()};
        QCOMPARE(house.hold(guest("Ann"), sale).error().code, Code::precondition);
        v1::StartShowRequest start;
        start.set_command_id(house.new_id());
        start.set_show_id(show->id());
        QVERIFY(await<v1::Show>([&](auto reply) { house.shows->start(creator(), start, reply); }).ok());
        v1::EndShowRequest end;
        end.set_command_id(house.new_id());
        end.set_show_id(show->id());
        QVERIFY(await<v1::Show>([&](auto reply) { house.shows->end(creator(), end, reply); }).ok());
        house.events();
        QVERIFY(house.hold(guest("Ann"), sale).ok());
        const auto stock = of_kind(house.events(), v1::ShowEvent::kStock);
        QCOMPARE(stock.size(), size_t{1});  // the replay's viewers see it too
        QCOMPARE(stock[0].show_id(), show->id());
    }

    void one_person_cannot_hold_everything() {
        ShopHouse house;
        const auto sale = house.sell(1000);
        QVERIFY(house.hold(guest("Ann"), sale, 60).ok());
        QCOMPARE(house.hold(guest("Ann"), sale, 40).error().code, Code::too_large);
        QVERIFY(house.hold(guest("Ann"), sale, 39).ok());
        for (int i = 0; i < 20; ++i) QVERIFY(house.hold(guest("Bob"), sale).ok());
        QCOMPARE(house.hold(guest("Bob"), sale).error().code, Code::too_large);
        QVERIFY(house.hold(guest("Cid"), sale).ok());
    }

    void expiry_returns_the_units_and_tells() {
        ShopHouse house;
        const auto sale = house.sell(2);
        const auto hold = house.hold(guest("Ann"), sale, 2);
        house.clock.advance_us(299'999'999);
        QCOMPARE(house.expire(), int64_t{0});
        house.clock.advance_us(1);
        house.events();
        QCOMPARE(house.expire(), int64_t{1});
        QCOMPARE(house.expire(), int64_t{0});
        QCOMPARE(house.stock(sale.variant_id).available(), int64_t{2});
        const auto events = house.events();
        const auto holds = of_kind(events, v1::ShowEvent::kHold);
        QCOMPARE(holds.size(), size_t{1});
        QCOMPARE(holds[0].hold().state(), v1::HOLD_STATE_EXPIRED);
        QCOMPARE(holds[0].recipient_id(), guest("Ann").id);
        const auto stock = of_kind(events, v1::ShowEvent::kStock);
        QCOMPARE(stock.size(), size_t{1});
        QCOMPARE(stock[0].stock().variants(0).available(), int64_t{2});
        QVERIFY(house.audit().empty());
    }

    void a_hold_is_given_back_once_and_only_by_its_owner() {
        ShopHouse house;
        const auto sale = house.sell(3);
        const auto hold = house.hold(guest("Ann"), sale, 2);
        const auto release = [&](const Caller& who) {
            v1::ReleaseHoldRequest request;
            request.set_command_id(house.new_id());
            request.set_hold_id(hold->id());
            return await<v1::Hold>([&](auto reply) { house.sales->release(who, request, reply); });
        };
        QCOMPARE(release(guest("Bob")).error().code, Code::not_found);
        QCOMPARE(release(creator()).error().code, Code::not_found);
        QCOMPARE(house.stock(sale.variant_id).held(), int64_t{2});
        QCOMPARE(release(guest("Ann"))->state(), v1::HOLD_STATE_RELEASED);
        QCOMPARE(release(guest("Ann"))->state(), v1::HOLD_STATE_RELEASED);  // another command, nothing more
        QCOMPARE(house.stock(sale.variant_id).available(), int64_t{3});
        house.clock.advance_us(1'000'000'000);
        QCOMPARE(house.expire(), int64_t{0});
        QVERIFY(house.audit().empty());
    }

    void what_comes_back_is_offered_in_the_order_of_joining() {
        ShopHouse house;
        const auto sale = house.sell(1);
        QCOMPARE(house.wait_for(guest("Early"), sale).error().code,
                 Code::precondition);  // there is one: buy it
        QVERIFY(house.hold(guest("Ann"), sale).ok());
        QCOMPARE(house.wait_for(guest("Bob"), sale)->position(), int64_t{1});
        QCOMPARE(house.wait_for(guest("Cid"), sale)->position(), int64_t{2});
        QCOMPARE(house.wait_for(guest("Bob"), sale)->position(),
                 int64_t{1});  // joining again keeps the place
        QCOMPARE(house.buyer(guest("Cid"), sale.show_id).waitlist(0).position(), int64_t{2});
        house.clock.advance_us(300'000'000);
        house.events();
        QCOMPARE(house.expire(), int64_t{1});
        const auto bob = house.buyer(guest("Bob"), sale.show_id);
        QCOMPARE(bob.holds_size(), 1);
        QCOMPARE(bob.waitlist_size(), 0);
        QCOMPARE(bob.holds(0).expires_us() - house.clock.now().us, int64_t{120'000'000});
        QCOMPARE(house.buyer(guest("Cid"), sale.show_id).waitlist(0).position(), int64_t{1});
        QCOMPARE(house.hold(guest("Dan"), sale).error().code, Code::sold_out);  // nobody overtakes
        bool told_bob = false, told_cid = false;
        for (const auto& event : of_kind(house.events(), v1::ShowEvent::kWaitlist)) {
            if (event.recipient_id() == guest("Bob").id) told_bob = event.waitlist().position() == 0;
            if (event.recipient_id() == guest("Cid").id) told_cid = event.waitlist().position() == 1;
        }
        QVERIFY(told_bob && told_cid);
        // Bob has left: it goes on to Cid.
        house.clock.advance_us(120'000'000);
        QCOMPARE(house.expire(), int64_t{1});
        QCOMPARE(house.buyer(guest("Cid"), sale.show_id).holds_size(), 1);
        QVERIFY(house.audit().empty());
    }

    void a_crowd_that_walks_away_keeps_nothing() {
        ShopHouse house;
        const auto sale = house.sell(250);
        for (int i = 0; i < 250; ++i) QVERIFY(house.hold(guest("buyer " + std::to_string(i)), sale).ok());
        house.clock.advance_us(300'000'000);
        QCOMPARE(house.expire(), int64_t{250});
        QCOMPARE(house.left(sale), int64_t{250});
    }

    void who_waited_in_a_show_that_is_long_over_keeps_nothing_from_those_who_watch_now() {
        ShopHouse house;
        const auto monday = house.sell(1);
        QVERIFY(house.adjust(monday.variant_id, -1).ok());
        QVERIFY(house.wait_for(guest("Bob"), monday).ok());
        house.end_show(monday.show_id);
        auto friday = monday;
        friday.show_id = house.live_show({monday.product_id});
        house.clock.advance_us(int64_t{4} * 24 * 3600 * 1'000'000);
        house.a_second_passes();
        QVERIFY(house.wait_for(guest("Cid"), friday).ok());
        QVERIFY(house.adjust(monday.variant_id, 1).ok());
        QCOMPARE(house.buyer(guest("Bob"), monday.show_id).holds_size(), 0);
        QCOMPARE(house.buyer(guest("Cid"), friday.show_id).holds_size(), 1);
    }

    void a_delivery_goes_to_those_who_wait_first() {
        ShopHouse house;
        const auto sale = house.sell(1);
        QVERIFY(house.hold(guest("Ann"), sale).ok());
        QVERIFY(house.wait_for(guest("Bob"), sale).ok());
        v1::AdjustStockRequest adjust;
        adjust.set_command_id(house.new_id());
        adjust.set_variant_id(sale.variant_id);
        adjust.set_delta(3);
        adjust.set_reason("delivery");
        const auto level =
            await<v1::StockLevel>([&](auto reply) { house.catalogue->adjust(retailer(), adjust, reply); });
        QCOMPARE(level->available(), int64_t{2});
        QCOMPARE(house.buyer(guest("Bob"), sale.show_id).holds_size(), 1);
        QVERIFY(house.audit().empty());
    }

    void a_group_of_holds_tells_the_stock_once() {
        ShopHouse house;
        const auto sale = house.sell(500);
        house.events();
        std::vector<Answer<v1::Hold>> answers(200);
        // The first command keeps the committer busy until all are queued, so that they make few groups.
        std::promise<void> queued;
        Answer<Done> gate;
        house.committer->submit<Done>(
            [go = std::make_shared<std::future<void>>(queued.get_future())](store::Unit&) -> Result<Done> {
                go->wait();
                return Done{};
            },
            gate.reply());
        for (int i = 0; i < 200; ++i) {
            house.sales->hold(guest(std::to_string(i)), request_for(house, sale), answers[size_t(i)].reply());
        }
        queued.set_value();
        for (auto& answer : answers) QVERIFY(answer.take().ok());
        const auto events = house.events();
        const auto stock = of_kind(events, v1::ShowEvent::kStock);
        QVERIFY2(stock.size() <= 2, qPrintable(QString::number(stock.size())));
        QCOMPARE(stock.back().stock().variants(0).available(), int64_t{300});
        QCOMPARE(of_kind(events, v1::ShowEvent::kHold).size(), size_t{200});
        QVERIFY(house.audit().empty());
    }
};

QTEST_GUILESS_MAIN(TstSales)
#include "tst_sales.moc"
