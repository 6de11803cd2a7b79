// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>
#include <deque>
#include <random>

#include "server/domain/id.h"
#include "tests/shop/auditor.h"
#include "tests/shop/busy_retailer.h"
#include "tests/shop/faulty_gateway.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

constexpr int kBuyers = 7;
constexpr int64_t kEscrow_s = 3600;
constexpr size_t kRemembered = 40;
const char* const kTokens[] = {"approve", "approve", "approve", "approve",
                               "decline", "confirm", "slow",    "wrong"};
constexpr shop::SaleTerms kTerms{.capture_after_s = 120, .cancel_within_s = 300, .escrow_s = kEscrow_s};

// A day in a shop, drawn from one seed: buyers who press everything twice and think better of it, a busy
// retailer, sellers who give money back, a clock that jumps on, a gateway on a bad line where things happen
// by themselves and whose news come late, twice and in any order, a worker that dies between doing and
// noting, a server that ends and comes back.
class Day {
  public:
    explicit Day(unsigned seed)
        : house_(kTerms), random_(seed), gateway_(random_), retailer_(house_, random_) {
        house_.make_seed = [this] { return hex(64); };
        house_.reopen();
        for (const int64_t stock : {1, 3, 12}) {
            retailer_.offer(house_.add_product(stock, 100 + roll(5000), "Thing " + std::to_string(stock),
                                               stock == 3 ? "JPY" : "EUR"),
                            stock);
        }
        for (int i = 0; i < 2; ++i) retailer_.open_show();
    }

    void step() {
        struct Act {
            int64_t weight;
            void (Day::*what)();
        };
        static constexpr Act kActs[] = {
            {7, &Day::press_new}, {2, &Day::press_again},  {4, &Day::pay},     {1, &Day::confirm},
            {1, &Day::release},   {1, &Day::join},         {3, &Day::enter},   {4, &Day::retail},
            {1, &Day::rush},      {1, &Day::time_passes},  {2, &Day::sweep},   {2, &Day::work_or_die},
            {1, &Day::restart},   {1, &Day::cancel},       {2, &Day::refund},  {2, &Day::stir},
            {2, &Day::hear},      {1, &Day::clock_is_set}, {1, &Day::deliver}, {1, &Day::dispute},
            {1, &Day::pay_out},
        };
        int64_t dice = roll(41);
        for (const Act& act : kActs) {
            if (dice < act.weight) return (this->*act.what)();
            dice -= act.weight;
        }
    }

    // Nobody comes any more, and the line is good again: every hold and every payment must come to its end.
    void close() {
        gateway_.faults = false;
        for (const auto& [key, about] : gateway_.decide_all()) news_.push_back({key, id(), about});
        for (int i = 0; i < 200 && busy(); ++i) {
            house_.clock.advance_us(700'000'000);
            sweep();
            while (!news_.empty()) hear();
            work(false);
        }
        house_.clock.advance_us(kEscrow_s * 1'000'000 * 100);  // the clock was set back in between
        house_.release_escrow();
        if (busy()) complaints_.push_back("holds or payments never came to an end");
        int64_t waiting = 0;
        house_.database->connect(true)->run("SELECT COUNT(*) FROM escrow", soci::into(waiting));
        if (waiting > 0) complaints_.push_back("money never left escrow");
        compare_disputes();
        compare_payouts();
    }

    void compare_payouts() {
        std::string key;
        int64_t minor = 0;
        std::map<std::string, int64_t> noted;
        house_.database->connect(true)->each(
            "SELECT id, CASE WHEN state = 2 THEN amount_minor ELSE 0 END FROM payout",
            [&] { noted[key] = minor; }, soci::into(key), soci::into(minor));
        if (noted != gateway_.payouts()) complaints_.push_back("other payouts were made than are noted");
    }

    // What the banks decided is what the shop has, and nobody has any of the money that they were to decide
    // about.
    void compare_disputes() {
        const std::map<shop::DisputeState, int64_t> steps{
            {shop::DisputeState::none, 4}, {shop::DisputeState::won, 2}, {shop::DisputeState::lost, 3}};
        for (const auto& [about, state] : gateway_.disputes()) {
            int64_t step = -1;
            house_.database->connect(true)->run("SELECT step FROM dispute WHERE id = :id", soci::into(step),
                                                soci::use(about));
            if (step != steps.at(state)) complaints_.push_back("a dispute came out otherwise: " + about);
        }
    }

    std::vector<std::string> audit() {
        const auto session = house_.database->connect(true);
        for (auto& found : audit_shop(*session)) complaints_.push_back(found);
        std::map<std::string, GatewayMoney> money;
        for (const auto& [key, account] : gateway_.accounts())
            money[key] = {account.taken, account.given_back, account.reserved, false};
        for (const auto& [key, event, about] : news_) money[key].unsaid = true;
        for (auto& found : audit_money(*session, money)) complaints_.push_back(found);
        if (gateway_.overdrawn) complaints_.push_back("more was asked back than was taken");
        for (auto& found : retailer_.complaints()) complaints_.push_back(found);
        return complaints_;
    }

    int64_t sold() {
        int64_t units = 0;
        for (const auto& variant : retailer_.variants()) units += house_.stock(variant).sold();
        return units;
    }

  private:
    struct News {
        std::string payment, event, dispute;
    };
    struct Press {
        Caller who;
        v1::HoldRequest request;
        std::string answer;  // of the first success
    };

    int64_t roll(int64_t sides) { return static_cast<int64_t>(random_() % static_cast<unsigned>(sides)); }
    Caller somebody() { return guest("buyer " + std::to_string(roll(kBuyers))); }

    // Ids from the seed, so that a run can be repeated to the letter.
    std::string id() { return "018bcfe5-6800-7" + hex(3) + "-8000-" + hex(12); }
    std::string hex(int digits) {
        static constexpr char kHex[] = "0123456789abcdef";
        std::string text;
        for (int i = 0; i < digits; ++i) text.push_back(kHex[roll(16)]);
        return text;
    }

    Press hold_request() {
        Press press{somebody(), {}, ""};
        press.request.set_command_id(id());
        press.request.set_show_id(retailer_.some_show());
        press.request.set_variant_id(retailer_.some_variant());
        if (roll(6) == 0) press.request.set_currency(roll(3) ? "JPY" : "EUR");
        press.request.set_quantity(roll(10) ? 1 + roll(3) : roll(300) - 100);
        return press;
    }

    void note(const Press& press, const Result<v1::Hold>& hold) {
        if (!hold.ok()) return;
        const std::string answer = hold->SerializeAsString();
        if (!press.answer.empty() && press.answer != answer)
            complaints_.push_back("a repeated hold got another answer");
        if (!press.answer.empty()) return;
        if (hold->unit_price().currency() == "EUR" &&
            hold->unit_price().minor() != retailer_.price(hold->show_id(), hold->variant_id()))
            complaints_.push_back("a hold has not the price of its moment");
        presses_.push_back({press.who, press.request, answer});
        if (presses_.size() > kRemembered) presses_.pop_front();
        holds_.push_back({press.who, hold->id()});
        if (holds_.size() > kRemembered) holds_.pop_front();
    }

    void press(const Press& press) {
        note(press,
             await<v1::Hold>([&](auto reply) { house_.sales->hold(press.who, press.request, reply); }));
    }

    void press_new() { press(hold_request()); }
    void time_passes() { house_.clock.advance_us(roll(240) * 1'000'000); }
    // By up to an hour, forwards or back.
    void clock_is_set() { house_.clock.jump_us((roll(7200) - 3600) * 1'000'000); }
    void sweep() {
        house_.a_second_passes();
        retailer_.a_second_passed();
        house_.release_escrow();
    }
    void retail() { retailer_.act(); }
    void enter() {
        v1::EnterDropRequest request;
        request.set_command_id(id());
        request.set_drop_id(retailer_.some_drop());
        (void)await<v1::DropEntry>([&](auto reply) { house_.drops->enter(somebody(), request, reply); }).ok();
    }
    void work_or_die() { work(roll(4) == 0); }
    void restart() {
        if (roll(8) == 0) house_.reopen();
    }

    void press_again() {
        if (presses_.empty()) return;
        Press again = presses_[static_cast<size_t>(roll(static_cast<int64_t>(presses_.size())))];
        if (roll(4)) return press(again);
        again.request.set_quantity(again.request.quantity() + 1);
        const auto other =
            await<v1::Hold>([&](auto reply) { house_.sales->hold(again.who, again.request, reply); });
        if (other.ok()) complaints_.push_back("one command id stood for two requests");
    }

    // Everybody at once: many commands in one group, some of them the same.
    void rush() {
        std::vector<Press> presses;
        for (int64_t i = 0; i < 4 + roll(20); ++i)
            presses.push_back(roll(4) || presses.empty() ? hold_request() : presses.back());
        std::vector<Answer<v1::Hold>> answers(presses.size());
        for (size_t i = 0; i < presses.size(); ++i)
            house_.sales->hold(presses[i].who, presses[i].request, answers[i].reply());
        for (size_t i = 0; i < presses.size(); ++i) note(presses[i], answers[i].take());
    }

    void pay() {
        if (holds_.empty()) return;
        const auto& [owner, hold_id] = holds_[static_cast<size_t>(roll(static_cast<int64_t>(holds_.size())))];
        const Caller who = roll(10) ? owner : somebody();
        v1::PayRequest request;
        request.set_command_id(id());
        request.set_hold_id(hold_id);
        request.set_email("buyer@example.org");
        request.set_payment_token(kTokens[roll(8)]);
        if (roll(3) == 0) request.set_coupon_code(roll(5) ? BusyRetailer::kCoupon : "NONE");
        // Pressed up to three times, the later ones at once.
        std::vector<Answer<v1::Order>> answers(static_cast<size_t>(1 + roll(3)));
        for (auto& answer : answers) house_.sales->pay(who, request, answer.reply());
        std::string first;
        for (auto& answer : answers) {
            const auto order = answer.take();
            if (!order.ok()) continue;
            if (who.id != owner.id) complaints_.push_back("a foreign hold was paid");
            if (!first.empty() && first != order->SerializeAsString())
                complaints_.push_back("a repeated payment got another answer");
            first = order->SerializeAsString();
            orders_.push_back({owner, order->id()});
            if (orders_.size() > kRemembered) orders_.pop_front();
        }
    }

    void confirm() {
        if (orders_.empty()) return;
        const auto& [owner, order_id] =
            orders_[static_cast<size_t>(roll(static_cast<int64_t>(orders_.size())))];
        (void)house_.confirm(roll(10) ? owner : somebody(), order_id, roll(3) != 0).ok();
    }

    void release() {
        if (holds_.empty()) return;
        const auto& [owner, hold_id] = holds_[static_cast<size_t>(roll(static_cast<int64_t>(holds_.size())))];
        v1::ReleaseHoldRequest request;
        request.set_command_id(id());
        request.set_hold_id(hold_id);
        (void)await<v1::Hold>([&](auto reply) { house_.sales->release(owner, request, reply); }).ok();
    }

    void join() {
        (void)house_.wait_for(somebody(), {retailer_.some_show(), "", retailer_.some_variant()}).ok();
    }

    void cancel() {
        if (orders_.empty()) return;
        const auto& [owner, order_id] =
            orders_[static_cast<size_t>(roll(static_cast<int64_t>(orders_.size())))];
        const auto cancelled = house_.cancel(roll(3) ? owner : roll(2) ? retailer() : somebody(), order_id);
        if (cancelled.ok() && cancelled->buyer_id() != owner.id)
            complaints_.push_back("a foreign order was cancelled");
    }

    void refund() {
        if (orders_.empty()) return;
        const auto& [owner, order_id] =
            orders_[static_cast<size_t>(roll(static_cast<int64_t>(orders_.size())))];
        (void)house_.refund(retailer(), order_id, roll(4), roll(3) != 0).ok();
    }

    void deliver() {
        if (orders_.empty()) return;
        const auto& [owner, order_id] =
            orders_[static_cast<size_t>(roll(static_cast<int64_t>(orders_.size())))];
        const auto told = house_.confirm_delivery(roll(3)   ? owner
                                                  : roll(2) ? retailer()
                                                            : somebody(),
                                                  order_id);
        if (told.ok() && told->delivered_us() == 0)
            complaints_.push_back("a delivery was confirmed and not noted");
    }

    // Something happens at the gateway. It tells us, at some time.
    void stir() {
        if (const std::string key = gateway_.stir(); !key.empty()) news_.push_back({key, id(), ""});
    }

    // Somebody who sells wants what is due to him, or more.
    void pay_out() {
        const bool seller = roll(2) != 0;
        v1::RequestPayoutRequest request;
        request.set_command_id(id());
        request.set_kind(seller ? v1::BALANCE_KIND_SELLER : v1::BALANCE_KIND_CREATOR);
        request.mutable_amount()->set_minor(roll(2000) - 50);
        request.mutable_amount()->set_currency(roll(4) ? "EUR" : "JPY");
        const Caller who = roll(8) == 0 ? somebody() : (seller ? retailer() : creator());
        (void)await<v1::Payout>([&](auto reply) {
            house_.settled_money->request_payout(who, request, reply);
        }).ok();
    }

    void dispute() {
        if (const auto [key, about] = gateway_.dispute(); !key.empty()) news_.push_back({key, id(), about});
    }

    void hear() {
        if (news_.empty()) return;
        const size_t which = static_cast<size_t>(roll(static_cast<int64_t>(news_.size())));
        const auto [key, event, about] = news_[which];
        for (int64_t times = 0; times <= roll(3); ++times) {
            if (!house_.hear(key, event, about)) complaints_.push_back("news were not taken");
        }
        news_.erase(news_.begin() + static_cast<int64_t>(which));
    }

    // One round of the worker. Dying, it has asked the gateway and notes nothing; and an answer may be told
    // twice.
    void work(bool dies) {
        for (const auto& task : house_.outbox()) {
            const auto outcome = shop::call_gateway(gateway_, task, 1000);
            if (dies && roll(2)) continue;
            for (int64_t told = 0; told <= (roll(5) == 0); ++told) {
                if (!house_.settle(task, outcome).ok()) complaints_.push_back("an outcome was not noted");
            }
        }
    }

    bool busy() {
        int64_t open = 0;
        house_.database->connect(true)->run(
            "SELECT (SELECT COUNT(*) FROM hold WHERE state = 1) + (SELECT COUNT(*) FROM payment WHERE "
            "settled_us = 0 OR task > 0) + (SELECT COUNT(*) FROM refund WHERE due_us > 0) + (SELECT COUNT(*) "
            "FROM payout WHERE due_us > 0) + (SELECT COUNT(*) "
            "FROM product_drop WHERE state IN (1, 2))",
            soci::into(open));
        return open > 0 || !news_.empty();
    }

    ShopHouse house_;
    std::mt19937 random_;
    FaultyGateway gateway_;
    BusyRetailer retailer_;
    std::deque<Press> presses_;
    std::deque<std::pair<Caller, std::string>> holds_, orders_;
    std::deque<News> news_;
    std::vector<std::string> complaints_;
};

int from_environment(const char* name, int otherwise) {
    bool given = false;
    const int value = qEnvironmentVariableIntValue(name, &given);
    return given ? value : otherwise;
}

}  // namespace

// VITRINE_SEED=n replays a day; VITRINE_STEPS and VITRINE_DAYS make it longer.
class TstSaleSimulation : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::critical); }

    void days_of_buyers_faults_and_crashes() {
        unsigned seed =
            static_cast<unsigned>(from_environment("VITRINE_SEED", static_cast<int>(std::random_device()())));
        // A step costs PostgreSQL several times what it costs SQLite.
        const int steps = from_environment("VITRINE_STEPS", TestDatabase::postgresql() ? 200 : 1500);
        int64_t sold = 0;
        for (int day = 0; day < from_environment("VITRINE_DAYS", 4); ++day, ++seed) {
            qInfo("VITRINE_SEED=%u", seed);
            Day life(seed);
            for (int i = 0; i < steps; ++i) {
                life.step();
                if (i % 50 == 0 || i == steps - 1) report(life.audit(), seed, i);
                if (QTest::currentTestFailed()) return;
            }
            life.close();
            report(life.audit(), seed, steps);
            sold += life.sold();
        }
        QVERIFY(sold > 0);
    }

  private:
    static void report(const std::vector<std::string>& complaints, unsigned seed, int step) {
        for (const auto& complaint : complaints)
            qWarning("seed %u, step %d: %s", seed, step, complaint.c_str());
        QVERIFY(complaints.empty());
    }
};

QTEST_GUILESS_MAIN(TstSaleSimulation)
#include "tst_sale_simulation.moc"
