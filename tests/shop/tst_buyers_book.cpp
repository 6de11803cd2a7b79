// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/shop/order_links.h"
#include "tests/shop/cart_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

const Caller kAnn = account("Ann");
const Caller kBob = account("Bob");

v1::CardFace visa() {
    v1::CardFace face;
    face.set_brand("Visa");
    face.set_last4("4242");
    face.set_exp_month(12);
    face.set_exp_year(2039);
    return face;
}

struct Book : CartHouse {
    using CartHouse::CartHouse;

    Result<v1::Profile> save(const Caller& who, const std::string& city, bool standard = false,
                             const std::string& id = "") {
        v1::SaveAddressRequest request;
        request.set_command_id(new_id());
        v1::Address& address = *request.mutable_address();
        address.set_id(id);
        address.set_name(who.name);
        address.set_line1("1 Main Street");
        address.set_city(city);
        address.set_country("DE");
        address.set_standard(standard);
        return await<v1::Profile>([&](auto reply) { carts.save_address(who, request, reply); });
    }
    Result<v1::Profile> remove(const Caller& who, const std::string& id) {
        v1::DeleteAddressRequest request;
        request.set_command_id(new_id());
        request.set_address_id(id);
        return await<v1::Profile>([&](auto reply) { carts.delete_address(who, request, reply); });
    }
    // Buys a mug and keeps the card.
    Result<v1::Order> buy_and_keep(const Caller& who, const Sale& sale, const v1::CardFace& face,
                                   const std::string& card = "sandbox_approve") {
        v1::PayRequest request = paying({hold(who, sale)->id()}, card);
        *request.mutable_keep_card() = face;
        return pay_all_of(who, request);
    }
    v1::BuyNowRequest tap(const Sale& sale, const std::string& method, int64_t quantity = 1) const {
        v1::BuyNowRequest request;
        request.set_command_id(new_id());
        request.set_show_id(sale.show_id);
        request.set_variant_id(sale.variant_id);
        request.set_quantity(quantity);
        request.set_saved_method_id(method);
        request.set_email("ann@example.org");
        return request;
    }
    Result<v1::Order> buy_now(const Caller& who, const v1::BuyNowRequest& request) {
        return await<v1::Order>([&](auto reply) { sales->buy_now(who, request, reply); });
    }
    v1::MyOrders history(const Caller& who, int64_t before_us = 0, int32_t limit = 0) {
        v1::ListMyOrdersRequest request;
        request.set_before_us(before_us);
        request.set_limit(limit);
        return *await<v1::MyOrders>([&](auto reply) { carts.orders(who, request, reply); });
    }
};

}  // namespace

// What a buyer keeps with the shop: addresses, cards, orders.
class TstBuyersBook : public QObject {
    Q_OBJECT

  private slots:
    void there_is_always_one_standard_address() {
        Book book;
        QVERIFY(book.save(kAnn, "Berlin")->addresses(0).standard());
        const auto two = book.save(kAnn, "Paris", true);
        QCOMPARE(two->addresses_size(), 2);
        QCOMPARE(two->addresses(0).city(), std::string("Paris"));
        QVERIFY(!two->addresses(1).standard());
        const std::string paris = two->addresses(0).id();
        QCOMPARE(book.save(kAnn, "Lyon", false, paris)->addresses(0).city(),
                 std::string("Lyon"));  // stays the standard
        const auto one = book.remove(kAnn, paris);
        QCOMPARE(one->addresses_size(), 1);
        QVERIFY(one->addresses(0).standard());
        QVERIFY(book.remove(kAnn, paris).ok());  // twice is no error
    }

    void an_address_book_is_bounded_and_its_owners() {
        Book book;
        for (int i = 0; i < 10; ++i) QVERIFY(book.save(kAnn, "City").ok());
        QCOMPARE(book.save(kAnn, "City").error().code, Code::too_large);
        const std::string id = book.profile(kAnn).addresses(0).id();
        QCOMPARE(book.save(kBob, "Mine", false, id).error().code, Code::not_found);
        QVERIFY(book.remove(kBob, id).ok());
        QCOMPARE(book.profile(kAnn).addresses_size(), 10);
        QCOMPARE(book.save(Caller{}, "City").error().code, Code::unauthenticated);
    }

    void an_order_keeps_the_address_it_was_bought_with() {
        Book book;
        const auto sale = book.sell(5);
        const std::string id = book.save(kAnn, "Berlin")->addresses(0).id();
        v1::PayRequest request = book.paying({book.hold(kAnn, sale)->id()});
        request.set_address_id(id);
        const auto order = book.pay_all_of(kAnn, request);
        QVERIFY(order.ok());
        QVERIFY(book.save(kAnn, "Paris", false, id).ok());
        QCOMPARE(book.order(order->id())->ship_to().city(), std::string("Berlin"));
        v1::PayRequest strange = book.paying({book.hold(kBob, sale)->id()});
        strange.set_address_id(id);
        QCOMPARE(book.pay_all_of(kBob, strange).error().code, Code::not_found);
    }

    void a_card_is_kept_once_it_has_paid() {
        Book book;
        const auto sale = book.sell(5);
        QVERIFY(book.buy_and_keep(kAnn, sale, visa()).ok());
        QCOMPARE(book.profile(kAnn).methods_size(), 0);
        book.work();
        QCOMPARE(book.profile(kAnn).methods_size(), 1);
        QCOMPARE(book.profile(kAnn).methods(0).face().last4(), std::string("4242"));
        QVERIFY(book.profile(kAnn).SerializeAsString().find("sandbox_approve") == std::string::npos);
        QVERIFY(book.buy_and_keep(kAnn, sale, visa()).ok());  // the same card again
        book.work();
        QCOMPARE(book.profile(kAnn).methods_size(), 1);
        QVERIFY(book.buy_and_keep(kAnn, sale, visa(), "sandbox_decline").ok());
        book.work();
        QCOMPARE(book.profile(kAnn).methods_size(), 1);
    }

    void only_faces_of_cards_are_kept_and_only_of_who_is_signed_in() {
        Book book;
        const auto sale = book.sell(50);
        for (const char* last4 : {"4242424242424242", "42", "", "42a2", "4242\n"}) {
            v1::CardFace face = visa();
            face.set_last4(last4);
            QVERIFY2(!book.buy_and_keep(kAnn, sale, face).ok(), last4);
        }
        v1::CardFace face = visa();
        face.set_brand("4242424242424242 and more");
        QVERIFY(!book.buy_and_keep(kAnn, sale, face).ok());
        QCOMPARE(book.buy_and_keep(guest("Eve"), sale, visa()).error().code, Code::precondition);
        QCOMPARE(book.work(), 0);
        QVERIFY(book.sound());
    }

    void one_tap_holds_and_pays() {
        Book book;
        const auto sale = book.sell(5);
        QVERIFY(book.buy_and_keep(kAnn, sale, visa()).ok());
        book.work();
        QVERIFY(book.save(kAnn, "Berlin").ok());
        const std::string card = book.profile(kAnn).methods(0).id();
        const auto tap = book.tap(sale, card, 2);
        const auto order = book.buy_now(kAnn, tap);
        QVERIFY(order.ok());
        QCOMPARE(order->ship_to().city(), std::string("Berlin"));
        QCOMPARE(book.buy_now(kAnn, tap)->id(), order->id());
        book.work();
        QCOMPARE(book.state(order->id()), v1::ORDER_STATE_PAID);
        QCOMPARE(book.stock(sale.variant_id).sold(), int64_t{3});
        auto more = tap;
        more.set_quantity(1);
        QCOMPARE(book.buy_now(kAnn, more).error().code, Code::conflict);
        QVERIFY(book.sound());
    }

    void one_tap_takes_nothing_when_it_cannot_pay() {
        Book book;
        const auto sale = book.sell(2);
        QVERIFY(book.buy_and_keep(kAnn, sale, visa()).ok());
        book.work();
        const std::string card = book.profile(kAnn).methods(0).id();
        QCOMPARE(book.buy_now(kBob, book.tap(sale, card)).error().code, Code::not_found);  // another's card
        QCOMPARE(book.buy_now(kAnn, book.tap(sale, "")).error().code, Code::invalid_argument);
        QCOMPARE(book.buy_now(kAnn, book.tap(sale, card, 2)).error().code, Code::sold_out);
        auto no_mail = book.tap(sale, card);
        no_mail.set_email("nonsense");
        QCOMPARE(book.buy_now(kAnn, no_mail).error().code, Code::invalid_argument);
        QCOMPARE(book.stock(sale.variant_id).held(), int64_t{0});
        v1::ForgetMethodRequest forget;
        forget.set_command_id(book.new_id());
        forget.set_method_id(card);
        QVERIFY(await<v1::Profile>([&](auto reply) { book.carts.forget_method(kAnn, forget, reply); }).ok());
        QCOMPARE(book.buy_now(kAnn, book.tap(sale, card)).error().code, Code::not_found);
        QVERIFY(book.sound());
    }

    void history_comes_in_pages_and_is_complete() {
        Book book;
        const auto sale = book.sell(50);
        std::set<std::string> all;
        for (int i = 0; i < 9; ++i) {
            all.insert(book.buy(kAnn, sale));
            if (i % 3 != 0) book.clock.advance_us(1000);  // some of one instant
            book.work();
        }
        book.buy(kBob, sale);
        std::set<std::string> seen;
        int64_t before = 0, last = std::numeric_limits<int64_t>::max();
        do {
            const auto page = book.history(kAnn, before, 2);
            for (const auto& order : page.orders()) {
                QVERIFY(order.created_us() <= last);
                last = order.created_us();
                QVERIFY(seen.insert(order.id()).second);
            }
            before = page.before_us();
        } while (before != 0);
        QVERIFY(seen == all);
        v1::ListMyOrdersRequest bad;
        bad.set_limit(-1);
        QCOMPARE(await<v1::MyOrders>([&](auto reply) { book.carts.orders(kAnn, bad, reply); }).error().code,
                 Code::invalid_argument);
    }

    void a_link_opens_one_order_and_is_stored_as_a_hash_alone() {
        Book book;
        const auto sale = book.sell(5);
        const std::string order = book.buy(kAnn, sale);
        const auto make = [&] {
            return *await<std::string>([&](auto reply) {
                book.committer->submit<std::string>(
                    [&](store::Unit& unit) -> Result<std::string> {
                        return shop::order_links::make(unit, order);
                    },
                    reply);
            });
        };
        const auto open = [&](const std::string& token) {
            return await<v1::Order>([&](auto reply) { book.carts.order_by_link(token, reply); });
        };
        const std::string token = make();
        QVERIFY(token.size() >= 43);
        QCOMPARE(open(token)->id(), order);
        int64_t in_clear = 0;
        *book.database->connect(true) << "SELECT COUNT(*) FROM order_link WHERE token_hash = '" + token + "'",
            soci::into(in_clear);
        QCOMPARE(in_clear, int64_t{0});
        std::string forged = token;
        forged[5] = forged[5] == 'A' ? 'B' : 'A';
        for (const std::string& bad :
             {forged, std::string(), token + "A", token.substr(1), std::string("' OR 1=1 --"), order})
            QCOMPARE(open(bad).error().code, Code::not_found);
        for (int i = 0; i < 25; ++i) {
            book.clock.advance_us(1000);
            make();
        }
        QCOMPARE(open(token).error().code, Code::not_found);  // the oldest of twenty has gone
        const std::string fresh = make();
        book.clock.advance_us(int64_t{181} * 24 * 3600 * 1'000'000);
        QCOMPARE(open(fresh).error().code, Code::not_found);
    }

    void what_the_shop_can_do_is_said() {
        Book dumb;
        QVERIFY(!dumb.profile({}).sign_in_by_mail());
        Book able({.sends_mail = true});
        QVERIFY(able.profile({}).sign_in_by_mail());
        QVERIFY(able.profile({}).keeps_cards());
        Book stripe({.gateway = "stripe"});
        QVERIFY(!stripe.profile({}).keeps_cards());
        const auto sale = stripe.sell(1);
        QCOMPARE(stripe.buy_and_keep(kAnn, sale, visa()).error().code, Code::precondition);
    }
};

QTEST_GUILESS_MAIN(TstBuyersBook)
#include "tst_buyers_book.moc"
