// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "server/shop/show_case.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

v1::Variant form(const std::string& name, int64_t price_minor, int64_t stock) {
    v1::Variant variant;
    variant.set_name(name);
    variant.mutable_price()->set_minor(price_minor);
    variant.mutable_price()->set_currency("EUR");
    variant.set_available(stock);
    return variant;
}

Result<v1::Product> save(ShopHouse& house, const v1::Product& product, const Caller& who = retailer()) {
    v1::SaveProductRequest request;
    request.set_command_id(house.new_id());
    *request.mutable_product() = product;
    return await<v1::Product>([&](auto reply) { house.catalogue->save(who, request, reply); });
}

Result<v1::StockLevel> adjust(ShopHouse& house, const std::string& variant_id, int64_t delta,
                              const std::string& reason = "count") {
    v1::AdjustStockRequest request;
    request.set_command_id(house.new_id());
    request.set_variant_id(variant_id);
    request.set_delta(delta);
    request.set_reason(reason);
    return await<v1::StockLevel>([&](auto reply) { house.catalogue->adjust(retailer(), request, reply); });
}

std::vector<v1::Product> list(ShopHouse& house, bool with_archived = false) {
    v1::ListProductsRequest request;
    request.set_with_archived(with_archived);
    const auto response = await<v1::ListProductsResponse>(
        [&](auto reply) { house.catalogue->list(retailer(), request, reply); });
    return {response->products().begin(), response->products().end()};
}

}  // namespace

// Products, their editors, and what came and went of their stock.
class TstCatalogue : public QObject {
    Q_OBJECT

  private slots:
    void two_people_edit_one_product() {
        ShopHouse house;
        const auto opened = house.add_product(3);
        QCOMPARE(opened.revision(), int64_t{1});
        auto first = opened, second = opened;
        first.set_title("Mug, large");
        second.set_title("Cup");
        const auto saved = save(house, first);
        QCOMPARE(saved->revision(), int64_t{2});
        QCOMPARE(save(house, second, creator()).error().code, Code::conflict);
        QCOMPARE(list(house)[0].title(), std::string("Mug, large"));
        second.set_revision(saved->revision());
        QCOMPARE(save(house, second, creator())->title(), std::string("Cup"));
    }

    void viewers_and_moderators_change_nothing() {
        ShopHouse house;
        const Caller moderator{"m", "Mo", v1::ROLE_MODERATOR, false};
        for (const Caller& who : {guest("Ann"), moderator, Caller{}}) {
            QCOMPARE(save(house, house.add_product(1), who).error().code, Code::permission_denied);
            v1::AdjustStockRequest request;
            QCOMPARE(await<v1::StockLevel>([&](auto reply) { house.catalogue->adjust(who, request, reply); })
                         .error()
                         .code,
                     Code::permission_denied);
        }
        QCOMPARE(
            await<v1::GetStockResponse>([&](auto reply) { house.catalogue->stock(guest("Ann"), {}, reply); })
                .error()
                .code,
            Code::permission_denied);
    }

    void variants_are_added_changed_and_taken_off_sale() {
        ShopHouse house;
        v1::Product product;
        product.set_title("Scarf");
        *product.add_variants() = form("Rust", 6900, 10);
        *product.add_variants() = form("Ink", 6900, 8);
        auto saved = *save(house, product);
        const std::string ink = saved.variants(1).id();
        saved.mutable_variants()->DeleteSubrange(1, 1);
        saved.mutable_variants(0)->mutable_price()->set_minor(5900);
        *saved.add_variants() = form("Moss", 7100, 4);
        const auto changed = *save(house, saved);
        QCOMPARE(changed.variants_size(), 2);
        QCOMPARE(changed.variants(0).price().minor(), int64_t{5900});
        QCOMPARE(changed.variants(0).available(), int64_t{10});
        QCOMPARE(changed.variants(1).available(), int64_t{4});
        QCOMPARE(house.stock(ink).on_hand(), int64_t{8});  // off sale, but its stock is not forgotten
        auto stolen = changed;
        stolen.mutable_variants(0)->set_id(house.add_product(1).variants(0).id());
        QCOMPARE(save(house, stolen).error().code, Code::not_found);
        QCOMPARE(list(house)[0].revision(), changed.revision());
        QVERIFY(house.audit().empty());
    }

    void who_waits_is_served_when_a_variant_is_on_sale_again() {
        ShopHouse house;
        v1::Product product;
        product.set_title("Scarf");
        *product.add_variants() = form("Rust", 6900, 1);
        *product.add_variants() = form("Ink", 6900, 1);
        const auto both = *save(house, product);
        const ShopHouse::Sale rust{house.live_show({both.id()}), both.id(), both.variants(0).id()};
        QVERIFY(house.hold(guest("Ann"), rust).ok());
        QVERIFY(house.wait_for(guest("Bob"), rust).ok());
        auto one = both;
        one.mutable_variants()->DeleteSubrange(0, 1);
        const auto without = *save(house, one);
        house.clock.advance_us(300'000'000);
        house.expire();
        QCOMPARE(house.buyer(guest("Bob"), rust.show_id).holds_size(), 0);  // off sale: nothing is offered
        auto again = both;
        again.set_revision(without.revision());
        QCOMPARE(save(house, again)->variants_size(), 2);
        QCOMPARE(house.buyer(guest("Bob"), rust.show_id).holds_size(), 1);
        QVERIFY(house.audit().empty());
    }

    void a_change_is_told_to_the_shows_that_have_not_ended() {
        ShopHouse house;
        auto product = house.add_product(3);
        const std::string live = house.live_show({product.id()});
        const std::string ended = house.live_show({product.id()});
        house.live_show({});
        v1::EndShowRequest end;
        end.set_command_id(house.new_id());
        end.set_show_id(ended);
        QVERIFY(await<v1::Show>([&](auto reply) { house.shows->end(creator(), end, reply); }).ok());
        house.events();
        product.set_title("Mug, small");
        QVERIFY(save(house, product).ok());
        QVERIFY(adjust(house, product.variants(0).id(), 4).ok());
        const auto events = house.events();
        QCOMPARE(events.size(), size_t{2});
        QCOMPARE(events[0].product_changed().title(), std::string("Mug, small"));
        QCOMPARE(events[1].stock().variants(0).available(), int64_t{7});
        for (const auto& event : events) QCOMPARE(event.show_id(), live);
    }

    void an_archived_product_is_off_sale_and_still_paid_by_who_holds_it() {
        ShopHouse house;
        const auto sale = house.sell(3);
        const auto hold = house.hold(guest("Ann"), sale);
        v1::ArchiveProductRequest request;
        request.set_command_id(house.new_id());
        request.set_product_id(sale.product_id);
        const auto archive = [&] {
            return await<v1::Product>(
                [&](auto reply) { house.catalogue->archive(retailer(), request, reply); });
        };
        QVERIFY(archive()->archived());
        request.set_command_id(house.new_id());
        QVERIFY(archive()->archived());
        QVERIFY(list(house).empty());
        QCOMPARE(list(house, true).size(), size_t{1});
        QVERIFY(house.pay(guest("Ann"), hold->id(), "sandbox_approve").ok());
        request.set_product_id("no such product");
        request.set_command_id(house.new_id());
        QCOMPARE(archive().error().code, Code::not_found);
    }

    // It stayed in the line-ups: no page was ever told of it, and each asked for it again and again.
    void an_archived_product_leaves_the_line_ups_and_they_are_told() {
        ShopHouse house;
        const auto mug = house.add_product(3), vase = house.add_product(3);
        const std::string live = house.live_show({mug.id(), vase.id()});
        house.live_show({vase.id()});
        house.events();
        v1::ArchiveProductRequest request;
        request.set_command_id(house.new_id());
        request.set_product_id(mug.id());
        QVERIFY(await<v1::Product>([&](auto reply) {
                    house.catalogue->archive(retailer(), request, reply);
                }).ok());
        const auto events = house.events();
        QCOMPARE(events.size(), size_t{2});
        QVERIFY(events[0].product_changed().archived());
        QCOMPARE(events[1].show_id(), live);
        QCOMPARE(events[1].show_changed().show().lineup_size(), 1);
        v1::GetShowRequest get;
        get.set_show(live);
        const auto show = *await<v1::Show>([&](auto reply) { house.shows->get(get, reply); });
        QCOMPARE(show.lineup_size(), 1);
        QCOMPARE(show.lineup(0), vase.id());
        v1::SetLineupRequest back;
        back.set_command_id(house.new_id());
        back.set_show_id(live);
        back.add_product_ids(mug.id());
        QCOMPARE(await<v1::Show>([&](auto reply) { house.shows->set_lineup(creator(), back, reply); })
                     .error()
                     .code,
                 Code::not_found);
    }

    void what_is_archived_is_seen_by_sellers_only() {
        ShopHouse house;
        v1::ListProductsRequest request;
        request.set_with_archived(true);
        const auto ask = [&](const Caller& who) {
            return await<v1::ListProductsResponse>(
                [&](auto reply) { house.catalogue->list(who, request, reply); });
        };
        const Caller moderator{"m", "Mo", v1::ROLE_MODERATOR, false};
        for (const Caller& who : {guest("Ann"), moderator, Caller{}})
            QCOMPARE(ask(who).error().code, Code::permission_denied);
        QVERIFY(ask(creator()).ok());
        request.set_with_archived(false);
        QVERIFY(ask(Caller{}).ok());
    }

    // On each edit every page of a show asked for a snapshot, all in the same moment.
    void a_new_line_up_brings_its_products_along() {
        ShopHouse house;
        const auto mug = house.add_product(3), vase = house.add_product(4);
        const std::string live = house.live_show({mug.id()});
        house.events();
        v1::SetLineupRequest request;
        request.set_command_id(house.new_id());
        request.set_show_id(live);
        request.add_product_ids(vase.id());
        request.add_product_ids(mug.id());
        QVERIFY(
            await<v1::Show>([&](auto reply) { house.shows->set_lineup(creator(), request, reply); }).ok());
        const auto told = house.events();
        QCOMPARE(told.size(), size_t{1});
        const v1::ShowChanged& news = told[0].show_changed();
        QCOMPARE(news.show().lineup_size(), 2);
        QCOMPARE(news.added_size(), 1);
        QCOMPARE(news.added(0).id(), vase.id());
        QCOMPARE(news.added(0).variants(0).available(), int64_t{4});
    }

    void adjustments_need_a_reason_and_never_touch_what_is_held() {
        ShopHouse house;
        const auto sale = house.sell(10);
        QVERIFY(house.hold(guest("Ann"), sale, 6).ok());
        QCOMPARE(adjust(house, sale.variant_id, 5, "").error().code, Code::invalid_argument);
        QCOMPARE(adjust(house, sale.variant_id, 0).error().code, Code::invalid_argument);
        QCOMPARE(adjust(house, sale.variant_id, -5).error().code, Code::precondition);
        QCOMPARE(adjust(house, sale.variant_id, std::numeric_limits<int64_t>::min()).error().code,
                 Code::precondition);
        QCOMPARE(adjust(house, sale.variant_id, std::numeric_limits<int64_t>::max()).error().code,
                 Code::too_large);
        QCOMPARE(adjust(house, "no such variant", 1).error().code, Code::not_found);
        QCOMPARE(adjust(house, sale.variant_id, -4, "damage")->available(), int64_t{0});
        QCOMPARE(adjust(house, sale.variant_id, 7, "delivery")->on_hand(), int64_t{13});
        const auto session = house.database->connect(true);
        int64_t movements = 0, sum = 0;
        session->run("SELECT COUNT(*), SUM(delta) FROM stock_movement WHERE variant_id = :id",
                     soci::into(movements), soci::into(sum), soci::use(sale.variant_id));
        QCOMPARE(movements, int64_t{3});
        QCOMPARE(sum, int64_t{13});
        QVERIFY(house.audit().empty());
    }

    void the_same_adjustment_twice_counts_once() {
        ShopHouse house;
        const auto sale = house.sell(10);
        v1::AdjustStockRequest request;
        request.set_command_id(house.new_id());
        request.set_variant_id(sale.variant_id);
        request.set_delta(5);
        request.set_reason("delivery");
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(await<v1::StockLevel>([&](auto reply) {
                         house.catalogue->adjust(retailer(), request, reply);
                     })->on_hand(),
                     int64_t{15});
        }
        request.set_delta(6);
        QCOMPARE(
            await<v1::StockLevel>([&](auto reply) { house.catalogue->adjust(retailer(), request, reply); })
                .error()
                .code,
            Code::conflict);
        QVERIFY(house.audit().empty());
    }

    void hostile_names_are_stored_as_they_are_and_sold() {
        const std::string names[] = {"'; DROP TABLE product; --", "</script><script>alert(1)</script>",
                                     "%s%n :name $1 ?", "Ünïcödé 🎁 蠟燭 שלום", "\"quoted\" \\ back`tick"};
        ShopHouse house;
        for (const std::string& name : names) {
            const auto sale = house.sell(1, 100, name);
            const auto hold = house.hold(guest("Ann"), sale);
            const auto order = house.pay(guest("Ann"), hold->id(), "sandbox_approve");
            QCOMPARE(order->lines(0).title(), name);
        }
        QCOMPARE(list(house).size(), std::size(names));
        QVERIFY(house.audit().empty());
    }

    void the_demo_shop_is_there_once() {
        ShopHouse house;
        const auto load = [&] {
            return await<std::vector<std::string>>([&](auto reply) { house.catalogue->load_demo(reply); });
        };
        const auto ids = load();
        QCOMPARE(ids->size(), size_t{8});
        QVERIFY(*load() == *ids);
        const auto products = list(house);
        QCOMPARE(products.size(), size_t{8});
        size_t last_units = 0;
        for (size_t i = 0; i < products.size(); ++i) {
            QCOMPARE(products[i].id(), (*ids)[i]);
            QVERIFY(products[i].picture().starts_with("/pictures/demo/"));
            for (const auto& variant : products[i].variants()) {
                QCOMPARE(variant.price().currency(), std::string("EUR"));
                last_units += variant.available() == 1;
            }
        }
        QCOMPARE(last_units, size_t{1});
        const std::string show = house.live_show(*ids);
        const auto lineup = shop::load_lineup(*house.database->connect(true), show);
        QCOMPARE(lineup.size(), size_t{8});
        QCOMPARE(lineup[7].title(), std::string("Heather honey"));
        QVERIFY(house.audit().empty());
    }
};

QTEST_GUILESS_MAIN(TstCatalogue)
#include "tst_catalogue.moc"
