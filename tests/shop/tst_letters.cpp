// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/mail/outbox.h"
#include "server/shop/letters.h"
#include "tests/shop/cart_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using shop::letters::Words;

namespace {

const Caller kAnn = guest("Ann <b>Doe</b>");

struct Desk : CartHouse {
    Desk() : CartHouse({.capture_after_s = 60, .sends_mail = true}) {}

    std::vector<mail::outbox::Entry> outbox_of_mail() {
        using Entries = std::vector<mail::outbox::Entry>;
        return *await<Entries>([&](auto reply) {
            readers->run<Entries>(
                [now = clock.now()](store::Session& sql) -> Result<Entries> {
                    return mail::outbox::due(sql, now, 100);
                },
                reply);
        });
    }
    Words word(Words (*words)(store::Unit&, const std::string&, const std::string&), const std::string& id) {
        using Letter = std::optional<mail::Letter>;
        return await<Letter>([&](auto reply) {
            committer->submit<Letter>(
                [&](store::Unit& unit) { return words(unit, id, "https://shop.example"); }, reply);
        });
    }
    // The token of the letter's link.
    static std::string token_in(const std::string& text) {
        const size_t at = text.find("https://shop.example/o/") + 23;
        return text.substr(at, text.find_first_of("\n\"", at) - at);
    }
};

}  // namespace

// What the shop writes to its buyers, and when.
class TstLetters : public QObject {
    Q_OBJECT

  private slots:
    void a_sale_is_followed_by_a_receipt() {
        Desk desk;
        const auto sale = desk.sell(5, 2400, "Mug & <saucer>");
        const std::string order = desk.buy(kAnn, sale, 2);
        QVERIFY(desk.outbox_of_mail().empty());
        desk.work();
        QCOMPARE(desk.outbox_of_mail().size(), size_t{1});
        QCOMPARE(desk.outbox_of_mail()[0].kind, std::string("receipt"));
        const Words letter = desk.word(shop::letters::receipt, order);
        QVERIFY(letter.ok() && letter->has_value());
        QCOMPARE((*letter)->to, std::string("buyer@example.org"));
        QVERIFY((*letter)->text.find("48.00 EUR") != std::string::npos);
        QVERIFY((*letter)->text.find("2 × Mug & <saucer>") != std::string::npos);
        QVERIFY((*letter)->html.find("Mug &amp; &lt;saucer&gt;") != std::string::npos);
        QVERIFY((*letter)->html.find("<b>Doe") == std::string::npos);
        const std::string token = Desk::token_in((*letter)->text);
        QCOMPARE(token, Desk::token_in((*letter)->html));
        QCOMPARE(await<v1::Order>([&](auto reply) { desk.carts.order_by_link(token, reply); })->id(), order);
    }

    void a_cancelled_order_has_no_receipt_any_more() {
        Desk desk;
        const auto sale = desk.sell(5);
        const std::string order = desk.buy(kAnn, sale);
        desk.work();
        QVERIFY(desk.cancel(kAnn, order).ok());
        QCOMPARE(desk.outbox_of_mail().size(), size_t{2});
        QVERIFY(!desk.word(shop::letters::receipt, order)->has_value());
        const Words letter = desk.word(shop::letters::cancellation, order);
        QVERIFY((*letter)->text.find("You cancelled this order. Nothing was charged.") == 0);
    }

    void money_that_goes_back_is_announced() {
        Desk desk;
        const auto sale = desk.sell(5);
        const std::string order = desk.buy(kAnn, sale, 3);
        desk.work();
        desk.clock.advance_us(60'000'000);
        desk.work();
        QVERIFY(desk.refund(retailer(), order, 1).ok());
        desk.work();
        const auto entries = desk.outbox_of_mail();
        QCOMPARE(entries.size(), size_t{2});
        QCOMPARE(entries[1].kind, std::string("refund"));
        const Words letter = desk.word(shop::letters::refund, entries[1].subject_id);
        QVERIFY((*letter)->text.find("24.00 EUR of this order goes back") == 0);
    }

    void refused_cards_and_shops_without_mail_write_nothing() {
        Desk desk;
        const auto sale = desk.sell(5);
        desk.buy(kAnn, sale, 1, "sandbox_decline");
        desk.work();
        QVERIFY(desk.outbox_of_mail().empty());
        CartHouse dumb;
        const auto other = dumb.sell(5);
        dumb.buy(kAnn, other);
        dumb.work();
        int64_t waiting = -1;
        *dumb.database->connect(true) << "SELECT COUNT(*) FROM mail", soci::into(waiting);
        QCOMPARE(waiting, int64_t{0});
    }

    void what_is_gone_cannot_be_written_about() {
        Desk desk;
        for (auto* words : {shop::letters::receipt, shop::letters::cancellation, shop::letters::refund})
            QVERIFY(!desk.word(words, "nothing").ok());
    }
};

QTEST_GUILESS_MAIN(TstLetters)
#include "tst_letters.moc"
