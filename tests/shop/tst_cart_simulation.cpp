// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "tests/shop/busy_retailer.h"
#include "tests/shop/cart_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

// Buyers who put things into carts, take them out, wait in line, enter drops, sign in, pay with good and bad
// cards and a coupon, and let time pass, while a retailer changes everything; an auditor who knows none of
// the rules looks at the books again and again.
class Crowd {
  public:
    explicit Crowd(unsigned seed) : random_(seed), retailer_(house_, random_) {
        for (const int64_t stock : {4, 6}) {
            retailer_.offer(house_.add_product(stock, 2400, "Thing " + std::to_string(stock)), stock);
        }
        for (int i = 0; i < 2; ++i) retailer_.open_show();
    }

    void step() {
        switch (pick(14)) {
            case 0:
            case 1:
            case 2:
                (void)house_.put(who(), house_.wish(thing(), pick(4)));
                break;
            case 3:
            case 4:
                pay();
                break;
            case 5:
                renew();
                break;
            case 6:
                if (const auto merged = house_.merge(accounts_[pick(2)], guests_[pick(2)]); merged.ok())
                    seen_.merged += merged->lines();
                break;
            case 7:
                (void)house_.wait_for(who(), thing());
                break;
            case 8:
                (void)house_.hold(who(), thing(), 1 + pick(2));
                break;
            case 9:
                enter();
                break;
            case 10:
                house_.work_once();
                break;
            case 11:
            case 12:
                retailer_.act();
                break;
            default:
                pass(pick(200));
        }
    }
    // Who waits is offered what comes back, and lets it pass.
    void settle() {
        for (int i = 0; i < 30; ++i) {
            pass(3600);
            house_.work();
        }
    }
    bool sound() {
        const std::vector<std::string> wrong = retailer_.complaints();
        for (const std::string& what : wrong) qWarning("%s", what.c_str());
        return house_.sound() && wrong.empty();
    }
    // What must have happened on some day, else nothing of it was tried.
    struct Seen {
        int64_t discounts = 0, second_cards = 0, many_lines = 0, merged = 0;
    };
    const Seen& seen() const { return seen_; }
    int64_t held() { return units(&v1::StockLevel::held); }
    int64_t sold() { return units(&v1::StockLevel::sold); }

  private:
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
    const Caller& who() { return pick(2) ? guests_[pick(2)] : accounts_[pick(2)]; }
    ShopHouse::Sale thing() { return {retailer_.some_show(), "", retailer_.some_variant()}; }
    int64_t units(int64_t (v1::StockLevel::*of)() const) {
        int64_t sum = 0;
        for (const std::string& variant : retailer_.variants()) sum += (house_.stock(variant).*of)();
        return sum;
    }
    void pass(int64_t seconds) {
        house_.clock.advance_us(seconds * 1'000'000);
        house_.a_second_passes();
        retailer_.a_second_passed();
    }

    void pay() {
        static const char* const kCards[] = {"sandbox_approve", "sandbox_approve", "sandbox_decline",
                                             "sandbox_confirm"};
        const Caller& buyer = who();
        std::vector<std::string> ids;
        const auto cart = house_.cart(buyer, thing());
        for (const auto& line : cart.lines()) {
            if (pick(4) != 0) ids.push_back(line.hold().id());
        }
        if (ids.empty()) return;
        v1::PayRequest request = house_.paying(ids, kCards[pick(4)]);
        request.set_email(buyer.name + (buyer.guest ? "-guest" : "") + "@example.org");
        if (pick(3) == 0) request.set_coupon_code(BusyRetailer::kCoupon);
        const auto order = house_.pay_all_of(buyer, request);
        if (order.ok() && order->discount().minor() > 0) ++seen_.discounts;
        if (order.ok() && order->attempt() > 1) ++seen_.second_cards;
        if (order.ok() && order->lines_size() > 1) ++seen_.many_lines;
    }
    void renew() {
        const Caller& buyer = who();
        const auto cart = house_.cart(buyer, thing());
        if (cart.lines_size() > 0) (void)house_.renew(buyer, cart.lines(pick(cart.lines_size())).hold().id());
    }
    void enter() {
        v1::EnterDropRequest request;
        request.set_command_id(house_.new_id());
        request.set_drop_id(retailer_.some_drop());
        (void)await<v1::DropEntry>([&](auto reply) { house_.drops->enter(who(), request, reply); }).ok();
    }

    Seen seen_;
    std::mt19937 random_;
    CartHouse house_;
    BusyRetailer retailer_;
    const Caller guests_[2] = {guest("Ann"), guest("Bob")};
    const Caller accounts_[2] = {account("Ann"), account("Bob")};
};

}  // namespace

class TstCartSimulation : public QObject {
    Q_OBJECT

  private slots:
    void carts_of_a_crowd_data() {
        QTest::addColumn<quint64>("seed");
        const quint64 given = qEnvironmentVariable("VITRINE_SEED").toULongLong();
        // There each commit waits for the disk.
        const quint64 days = qEnvironmentVariableIsSet("VITRINE_TEST_POSTGRESQL") ? 1 : 6;
        for (quint64 i = 0; i < days; ++i) {
            const quint64 seed = given ? given : i + 1;
            QTest::addRow("seed %llu", seed) << seed;
            if (given) break;
        }
    }
    void carts_of_a_crowd() {
        QFETCH(quint64, seed);
        Crowd crowd(static_cast<unsigned>(seed));
        for (int i = 0; i < 600; ++i) {
            crowd.step();
            if (i % 20 == 0)
                QVERIFY2(crowd.sound(), qPrintable(QString("VITRINE_SEED=%1, step %2").arg(seed).arg(i)));
        }
        crowd.settle();
        QVERIFY2(crowd.sound(), qPrintable(QString("VITRINE_SEED=%1, at the end").arg(seed)));
        QCOMPARE(crowd.held(), int64_t{0});  // everything was resolved
        QVERIFY(crowd.sold() > 0);
        days_.discounts += crowd.seen().discounts;
        days_.second_cards += crowd.seen().second_cards;
        days_.many_lines += crowd.seen().many_lines;
        days_.merged += crowd.seen().merged;
    }
    // Of one day alone some of it may be missing.
    void something_of_everything_was_seen() {
        if (qEnvironmentVariableIsSet("VITRINE_SEED") || qEnvironmentVariableIsSet("VITRINE_TEST_POSTGRESQL"))
            return;
        QVERIFY(days_.discounts > 0 && days_.second_cards > 0 && days_.many_lines > 0 && days_.merged > 0);
    }

  private:
    Crowd::Seen days_;
};

QTEST_GUILESS_MAIN(TstCartSimulation)
#include "tst_cart_simulation.moc"
