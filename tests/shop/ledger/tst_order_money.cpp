// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>

#include "server/shop/bookkeeper.h"
#include "server/shop/sandbox_gateway.h"
#include "tests/shop/ledger/money_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using namespace vitrine::shop::ledger;
namespace ledger = vitrine::shop::ledger;

namespace {

constexpr int64_t kFortnight_us = 14 * 86'400'000'000LL;

// An order's money, told of as the payment worker and the webhooks do.
struct OrderHouse : MoneyHouse {
    Payment payment(const std::string& order, int64_t minor, Party source = kGateway) {
        return {order, order + "/1", std::move(source), euro(minor)};
    }
    Result<Done> authorise(const Payment& p) {
        return command<Done>([&](store::Unit& unit) { return ledger::authorise(unit, p); });
    }
    Result<Done> capture(const Payment& p, const std::string& creator = "cleo") {
        return command<Done>([&](store::Unit& unit) {
            return ledger::capture(unit, p, {kShop, creator}, terms_.escrow_s);
        });
    }
    Result<Done> give_up(const Payment& p) {
        return command<Done>([&](store::Unit& unit) { return ledger::give_up(unit, p); });
    }
    Result<Done> deliver(const std::string& order) {
        return command<Done>([&](store::Unit& unit) { return release(unit, order, terms_); });
    }
    Result<Done> refund(const std::string& order, const std::string& id, int64_t minor) {
        return command<Done>([&](store::Unit& unit) { return ledger::refund(unit, order, id, euro(minor)); });
    }
    Result<Done> lose(const std::string& order, const std::string& id, int64_t minor) {
        return command<Done>(
            [&](store::Unit& unit) { return lose_chargeback(unit, order, id, euro(minor)); });
    }
    int64_t release_all() {
        return *command<int64_t>(
            [&](store::Unit& unit) -> Result<int64_t> { return release_due(unit, terms_, 1000); });
    }
    int64_t volume() { return number("SELECT COALESCE(SUM(volume_minor), 0) FROM seller_volume"); }

    MoneyTerms terms_;
};

}  // namespace

class TstOrderMoney : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::off); }

    void what_is_authorised_is_reserved_and_then_taken() {
        OrderHouse house;
        const Payment payment = house.payment("order", 1000);
        QVERIFY(house.authorise(payment).ok());
        QCOMPARE(house.balances(kEscrow), (Balances{0, 0, 1000, 0}));
        QVERIFY(house.capture(payment).ok());
        QCOMPARE(house.balances(kEscrow), (Balances{0, 0, 0, 1000}));
        QCOMPARE(house.balances(kGateway), (Balances{0, 1000, 0, 0}));
    }

    // Webhooks come in any order, twice, for days.
    void told_in_any_order_and_twice_the_books_say_the_same() {
        const auto tell = [](const std::vector<int>& what) {
            OrderHouse house;
            const Payment payment = house.payment("order", 1000);
            for (const int step : what) {
                const Result<Done> told = step == 0 ? house.authorise(payment) : house.capture(payment);
                VITRINE_CHECK(told.ok());
            }
            house.clock.advance_us(kFortnight_us);
            house.release_all();
            VITRINE_CHECK(house.capture(payment).ok() && house.authorise(payment).ok());
            return std::pair(house.balances(kEscrow), house.balances(kShopParty));
        };
        const auto expected = std::pair(Balances{0, 1000, 0, 1000}, Balances{0, 0, 0, 780});
        for (const auto& order : std::vector<std::vector<int>>{{1}, {0, 1}, {1, 0}, {0, 0, 1, 1, 0}})
            QVERIFY(tell(order) == expected);
    }

    void what_is_given_up_comes_back() {
        OrderHouse house;
        const Payment payment = house.payment("order", 1000);
        QVERIFY(house.give_up(payment).ok());  // never heard of
        QVERIFY(house.authorise(payment).ok());
        QVERIFY(house.give_up(payment).ok());
        QVERIFY(house.give_up(payment).ok());
        QCOMPARE(house.balances(kGateway), Balances{});
        house.check();
    }

    void a_gateway_that_took_what_it_had_voided_is_believed() {
        OrderHouse house;
        const Payment payment = house.payment("order", 1000);
        QVERIFY(house.authorise(payment).ok() && house.give_up(payment).ok());
        QVERIFY(house.capture(payment).ok());
        QVERIFY(house.capture(payment).ok());
        QCOMPARE(house.balances(kEscrow), (Balances{0, 0, 0, 1000}));
        QCOMPARE(house.give_up(payment).ok(), true);  // it is void already
    }

    void after_a_capture_nothing_is_given_up() {
        OrderHouse house;
        const Payment payment = house.payment("order", 1000);
        QVERIFY(house.authorise(payment).ok() && house.capture(payment).ok());
        QCOMPARE(house.give_up(payment).error().code, Code::precondition);
    }

    void money_leaves_escrow_after_its_time() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 999)).ok());
        house.clock.advance_us(kFortnight_us - 1);
        QCOMPARE(house.release_all(), int64_t{0});
        house.clock.advance_us(1);
        QCOMPARE(house.release_all(), int64_t{1});
        QCOMPARE(house.release_all(), int64_t{0});
        QCOMPARE(house.balances(kEscrow), (Balances{0, 999, 0, 999}));
        QCOMPARE(house.balances(kShopParty), (Balances{0, 0, 0, 779}));
        QCOMPARE(house.balances(kCleo), (Balances{0, 0, 0, 100}));
        QCOMPARE(house.balances(kPlatform), (Balances{0, 0, 0, 120}));
        QCOMPARE(house.volume(), int64_t{999});
    }

    void a_confirmed_delivery_does_not_wait() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 1000), "").ok());
        QVERIFY(house.deliver("order").ok());
        QVERIFY(house.deliver("order").ok());
        QVERIFY(house.deliver("another").ok());                          // there is no such order's money
        QCOMPARE(house.balances(kShopParty), (Balances{0, 0, 0, 880}));  // nobody showed it
    }

    void who_sold_much_keeps_more() {
        OrderHouse house;
        house.terms_.creator_bp = 0;
        QVERIFY(house.capture(house.payment("first", 1'000'000)).ok() && house.deliver("first").ok());
        QVERIFY(house.capture(house.payment("second", 1000)).ok() && house.deliver("second").ok());
        QCOMPARE(house.balances(kPlatform), (Balances{0, 0, 0, 120'000 + 100}));
        house.clock.advance_us(31 * 86'400'000'000LL);  // the next month: the rate stays
        QVERIFY(house.capture(house.payment("third", 1000)).ok() && house.deliver("third").ok());
        QCOMPARE(house.balances(kPlatform), (Balances{0, 0, 0, 120'000 + 200}));
        house.clock.advance_us(31 * 86'400'000'000LL);  // and the month after it is gone
        QVERIFY(house.capture(house.payment("fourth", 1000)).ok() && house.deliver("fourth").ok());
        QCOMPARE(house.balances(kPlatform), (Balances{0, 0, 0, 120'000 + 320}));
    }

    void a_refund_before_the_release_comes_out_of_escrow() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 1000)).ok());
        QVERIFY(house.refund("order", "part", 300).ok());
        QVERIFY(house.refund("order", "part", 300).ok());
        QCOMPARE(house.balances(kRefunds), (Balances{0, 0, 0, 300}));
        QCOMPARE(house.refund("order", "part", 301).error().code, Code::conflict);
        const auto too_much = house.refund("order", "rest", 701);
        QCOMPARE(too_much.error().code, Code::precondition);
        QVERIFY(too_much.error().message.find("7.00 EUR") != std::string::npos);
        QVERIFY(!house.refund("order", "none", 0).ok());
        QVERIFY(!house.refund("order", "less", -5).ok());
        QVERIFY(house.record({refund_arrived("order", "part", "sandbox", euro(300))}).ok());
        QCOMPARE(house.balances(kGateway), (Balances{0, 1000, 0, 300}));
        QVERIFY(house.refund("order", "rest", 700).ok());
        house.clock.advance_us(kFortnight_us);
        QCOMPARE(house.release_all(), int64_t{0});  // nothing waits any more
        QCOMPARE(house.volume(), int64_t{0});
    }

    void a_refund_after_the_release_comes_from_all_who_had_a_share() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 1000)).ok() && house.deliver("order").ok());
        QVERIFY(house.refund("order", "half", 500).ok());
        QCOMPARE(house.balances(kShopParty), (Balances{0, 390, 0, 780}));
        QCOMPARE(house.balances(kCleo), (Balances{0, 50, 0, 100}));
        QCOMPARE(house.balances(kPlatform), (Balances{0, 60, 0, 120}));
        QCOMPARE(house.volume(), int64_t{500});
        QVERIFY(house.refund("order", "rest", 500).ok());
        QCOMPARE(house.balances(kShopParty).available(), int64_t{0});
        QCOMPARE(house.volume(), int64_t{0});
        QVERIFY(house.record({refund_kept("order", "half", "ada", euro(500))}).ok());
        QCOMPARE(house.balances(kAda).available(), int64_t{500});
        // What has arrived cannot arrive again under another name.
        QVERIFY(house.record({refund_arrived("order", "rest", "sandbox", euro(500))}).ok());
        QVERIFY(!house.record({refund_arrived("order", "other", "sandbox", euro(1))}).ok());
    }

    // The seller was paid out before: then he owes us, and the buyer has his money all the same.
    void a_refund_does_not_wait_for_the_seller() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 1000)).ok() && house.deliver("order").ok());
        const auto out = payout_asked("out", kShopParty, house.balances(kShopParty), "sandbox", euro(780));
        QVERIFY(house.record({*out}).ok());
        QVERIFY(!payout_asked("more", kShopParty, house.balances(kShopParty), "sandbox", euro(1)).ok());
        QVERIFY(house.record({payout_done("out", kShopParty, "sandbox", euro(780))}).ok());
        QVERIFY(house.refund("order", "all", 1000).ok());
        QCOMPARE(house.balances(kShopParty).available(), int64_t{-780});
    }

    void a_chargeback_is_won_or_lost() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 1000)).ok() && house.deliver("order").ok());
        QVERIFY(house.record({charged_back("order", "first", "sandbox", euro(1000))}).ok());
        QVERIFY(house.record({chargeback_won("order", "first", "sandbox", euro(1000))}).ok());
        QVERIFY(!house.record({chargeback_won("order", "dream", "sandbox", euro(1))}).ok());
        QVERIFY(house.record({charged_back("order", "second", "sandbox", euro(600))}).ok());
        QVERIFY(house.lose("order", "second", 600).ok());
        QVERIFY(house.lose("order", "second", 600).ok());
        QCOMPARE(house.balances(kChargebacks), (Balances{0, 1600, 0, 1600}));
        QCOMPARE(house.balances(kShopParty).available(), int64_t{312});
        QCOMPARE(house.refund("order", "more", 401).error().code, Code::precondition);
        // The buyer gets it by both ways: what nobody has any more is the platform's loss.
        QVERIFY(house.refund("order", "rest", 300).ok());
        const int64_t before = house.balances(kPlatform).available();
        QVERIFY(house.record({charged_back("order", "third", "sandbox", euro(600))}).ok());
        QVERIFY(house.lose("order", "third", 600).ok());
        QVERIFY(house.lose("order", "third", 600).ok());
        QCOMPARE(house.lose("order", "third", 599).error().code, Code::conflict);
        QCOMPARE(house.balances(kShopParty).available(), int64_t{0});
        QCOMPARE(house.balances(kChargebacks).available(), int64_t{0});
        QVERIFY(house.balances(kPlatform).available() < before - 500);
    }

    void a_wallet_pays_an_order() {
        OrderHouse house;
        QVERIFY(house.record({topped_up("top", "sandbox", "ada", euro(1000))}).ok());
        Payment payment = house.payment("order", 800, kAda);
        payment.reserved_s = 600;
        QVERIFY(house.authorise(payment).ok());
        QCOMPARE(house.authorise(house.payment("other", 201, kAda)).error().code, Code::declined);
        QVERIFY(house.capture(payment).ok());
        QVERIFY(house.deliver("order").ok());
        QCOMPARE(house.balances(kAda), (Balances{0, 800, 0, 1000}));
        QCOMPARE(house.balances(kShopParty), (Balances{0, 0, 0, 624}));
    }

    // Reserved in the wallet for ten minutes, and captured when they were over: the money may be gone.
    void a_late_capture_from_a_wallet_takes_what_is_there_or_nothing() {
        OrderHouse house;
        QVERIFY(house.record({topped_up("top", "sandbox", "ada", euro(1000))}).ok());
        Payment payment = house.payment("order", 800, kAda);
        payment.reserved_s = 600;
        QVERIFY(house.authorise(payment).ok());
        house.clock.advance_us(600'000'000);
        QCOMPARE(house.expire(), int64_t{1});
        QVERIFY(house.capture(house.payment("other", 500, kAda)).ok());
        QCOMPARE(house.capture(payment).error().code, Code::declined);
        QCOMPARE(house.balances(kAda), (Balances{0, 500, 0, 1000}));
    }

    void money_that_comes_after_the_release_is_released_too() {
        OrderHouse house;
        QVERIFY(house.capture(house.payment("order", 1000)).ok() && house.deliver("order").ok());
        Payment second = house.payment("order", 500);
        second.key = "order/2";
        QVERIFY(house.capture(second).ok());
        QVERIFY(house.deliver("order").ok());
        QCOMPARE(house.balances(kEscrow), (Balances{0, 1500, 0, 1500}));
        QVERIFY(house.refund("order", "all", 1500).ok());
        QCOMPARE(house.balances(kPlatform).available(), int64_t{0});
    }

    // Hundreds at once, and people who buy in between.
    void the_bookkeeper_goes_through_all_that_is_due() {
        OrderHouse house;
        for (int i = 0; i < 60; ++i)
            QVERIFY(house.capture(house.payment("order" + std::to_string(i), 100)).ok());
        QVERIFY(house.authorise({"late", "late/1", kGateway, euro(5), 60}).ok());
        house.clock.advance_us(kFortnight_us);
        shop::Bookkeeper bookkeeper(*house.committer);
        bookkeeper.look_through();
        QTRY_COMPARE(house.balances(kEscrow), (Balances{0, 6000, 0, 6000}));
        QCOMPARE(house.number("SELECT COUNT(*) FROM escrow"), int64_t{0});
    }

    void a_sale_through_the_shop_is_in_the_books() {
        MoneyHouse house;
        shop::SandboxGateway gateway(house.dir.filePath("gateway.db").toStdString());
        const auto sale = house.sell(3, 2400);
        const auto hold = house.hold(guest("Ada"), sale, 2);
        QVERIFY(house.pay(guest("Ada"), hold->id(), "sandbox_approve").ok());
        QCOMPARE(house.balances(kEscrow), Balances{});
        QCOMPARE(house.pay_due(gateway), 1);
        QCOMPARE(house.balances(kEscrow), (Balances{0, 0, 4800, 0}));
        QCOMPARE(house.pay_due(gateway), 1);
        QCOMPARE(house.balances(kEscrow), (Balances{0, 0, 0, 4800}));
        QCOMPARE(
            house.number("SELECT COUNT(*) FROM escrow WHERE seller_id = 'shop' AND creator_id = 'creator' "
                         "AND due_us = " +
                         std::to_string(house.clock.now().us + kFortnight_us)),
            int64_t{1});
        house.check();
        for (const auto& complaint : house.audit()) QFAIL(complaint.c_str());
    }
};

QTEST_GUILESS_MAIN(TstOrderMoney)
#include "tst_order_money.moc"
