// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "server/shop/dispute_rules.h"
#include "server/shop/sandbox_gateway.h"
#include "tests/shop/ledger/money_house.h"
#include "tests/shop/scripted_gateway.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;
using ledger::Balances;

namespace {

const Caller kAnn = guest("Ann");

struct Counter : MoneyHouse {
    std::string buy(int64_t quantity = 1) {
        const auto sale = sell(5);
        bank.amount_minor = quantity * 2400;
        bank.state = PaymentState::authorised;
        const std::string order = pay(kAnn, hold(kAnn, sale, quantity)->id(), "card")->id();
        work();
        return order;
    }
    int work() { return pay_all(bank); }
    // The bank is at this point now, and the gateway says that there is something new.
    void tell(const std::string& order_id, DisputeState state, const std::string& event = "") {
        bank.dispute.state = state;
        VITRINE_CHECK(hear(order_id + "/1", event, dispute_id));
    }
    void tell_and_ask(const std::string& order_id, DisputeState state) {
        tell(order_id, state);
        work();
    }
    int64_t due_to_others() {
        return number(
            "SELECT COALESCE(SUM(credits_posted - debits_posted), 0) FROM ledger_account WHERE kind IN (4, "
            "5, 6)");
    }
    int64_t after_escrow() {
        clock.advance_us(terms.escrow_s * 1'000'000);
        return release_escrow();
    }
    void check() {
        for (const auto& complaint : audit()) QFAIL(complaint.c_str());
    }
    ScriptedGateway bank;
    std::string dispute_id = "dp_1";
};

}  // namespace

// A buyer's bank takes money back, decides, and gives it to us again or keeps it.
class TstDisputes : public QObject {
    Q_OBJECT

  private slots:
    void the_rule() {
        using D = DisputeState;
        using S = DisputeStep;
        QCOMPARE(plan_dispute(S::heard, D::unknown), (DisputePlan{.ask_again = true}));
        QCOMPARE(plan_dispute(S::heard, D::none), (DisputePlan{.put_by = true}));
        QCOMPARE(plan_dispute(S::heard, D::open), (DisputePlan{.open = true}));
        QCOMPARE(plan_dispute(S::heard, D::won), (DisputePlan{.open = true, .win = true}));
        QCOMPARE(plan_dispute(S::heard, D::lost), (DisputePlan{.open = true, .lose = true}));
        QCOMPARE(plan_dispute(S::open, D::open), DisputePlan{});
        QCOMPARE(plan_dispute(S::open, D::none), DisputePlan{});  // until it is decided
        QCOMPARE(plan_dispute(S::open, D::won), (DisputePlan{.win = true}));
        QCOMPARE(plan_dispute(S::open, D::lost), (DisputePlan{.lose = true}));
        for (const D said : {D::unknown, D::none, D::open, D::won, D::lost})
            QCOMPARE(plan_dispute(S::question, said), plan_dispute(S::heard, said));
        for (const S end : {S::won, S::lost})
            for (const D said : {D::unknown, D::none, D::open, D::won, D::lost})
                QCOMPARE(plan_dispute(end, said), DisputePlan{});
    }

    void while_the_bank_decides_the_money_stays_where_it_is() {
        Counter shop;
        const std::string order = shop.buy();
        shop.events();
        shop.tell_and_ask(order, DisputeState::open);
        const auto now = shop.order(order);
        QCOMPARE(now->dispute(), v1::DISPUTE_STATE_OPEN);
        QCOMPARE(now->disputed().minor(), int64_t{2400});
        QCOMPARE(now->state(), v1::ORDER_STATE_PAID);
        QCOMPARE(now->cancel_until_us(), int64_t{0});
        bool staff = false;
        for (const auto& event : shop.events()) {
            staff |= event.audience() == v1::AUDIENCE_STAFF && event.order().id() == order &&
                     event.order().dispute() == v1::DISPUTE_STATE_OPEN;
        }
        QVERIFY(staff);
        QCOMPARE(shop.balances(kChargebacks), (Balances{0, 2400, 0, 0}));
        QCOMPARE(shop.balances(kGateway), (Balances{0, 2400, 0, 2400}));
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{2400});
        QCOMPARE(shop.after_escrow(), int64_t{0});
        QCOMPARE(shop.refund(retailer(), order).error().code, Code::precondition);
        QCOMPARE(shop.cancel(kAnn, order).error().code, Code::precondition);
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);
        shop.check();
    }

    void won_it_is_the_sellers_when_its_time_has_come() {
        Counter shop;
        const std::string order = shop.buy();
        shop.tell_and_ask(order, DisputeState::open);
        shop.tell_and_ask(order, DisputeState::won);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_WON);
        QCOMPARE(shop.order(order)->disputed().minor(), int64_t{0});
        QCOMPARE(shop.balances(kChargebacks).available(), int64_t{0});
        QCOMPARE(shop.release_escrow(), int64_t{0});  // the buyer has his time all the same
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QCOMPARE(shop.due_to_others(), int64_t{2400});
        shop.check();
        QVERIFY(shop.refund(retailer(), order).ok());  // of his own free will
        shop.work();
        QCOMPARE(shop.due_to_others(), int64_t{0});
        shop.check();
    }

    void lost_it_is_taken_from_escrow() {
        Counter shop;
        const std::string order = shop.buy();
        shop.tell_and_ask(order, DisputeState::open);
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_LOST);
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{0});
        QCOMPARE(shop.balances(kChargebacks).available(), int64_t{0});
        QCOMPARE(shop.after_escrow(), int64_t{0});
        QCOMPARE(shop.due_to_others(), int64_t{0});
        QCOMPARE(shop.refund(retailer(), order).error().code, Code::precondition);
        QCOMPARE(shop.confirm_delivery(kAnn, order).error().code, Code::precondition);
        shop.check();
    }

    void lost_after_it_was_handed_out_those_pay_who_have_it() {
        Counter shop;
        const std::string order = shop.buy();
        QVERIFY(shop.confirm_delivery(kAnn, order).ok());
        QCOMPARE(shop.due_to_others(), int64_t{2400});
        shop.tell_and_ask(order, DisputeState::open);
        QCOMPARE(shop.due_to_others(), int64_t{2400});
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.due_to_others(), int64_t{0});
        shop.check();
    }

    void a_part_of_it_disputed_and_lost() {
        Counter shop;
        const std::string order = shop.buy(2);
        shop.bank.dispute.amount_minor = 1000;
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.order(order)->disputed().minor(), int64_t{1000});
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{3800});
        QCOMPARE(shop.after_escrow(), int64_t{1});
        QCOMPARE(shop.due_to_others(), int64_t{3800});
        shop.check();
    }

    void one_part_won_and_another_lost_data() {
        QTest::addColumn<bool>("won_first");
        QTest::newRow("won first") << true;
        QTest::newRow("lost first") << false;
    }
    void one_part_won_and_another_lost() {
        QFETCH(bool, won_first);
        Counter shop;
        const std::string order = shop.buy(2);
        shop.bank.dispute.amount_minor = 1000;
        for (const bool won : {won_first, !won_first}) {
            shop.dispute_id = won ? "dp_won" : "dp_lost";
            shop.tell_and_ask(order, DisputeState::open);
            QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_OPEN);
            shop.tell_and_ask(order, won ? DisputeState::won : DisputeState::lost);
            shop.check();
        }
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_LOST);
        QCOMPARE(shop.order(order)->disputed().minor(), int64_t{1000});
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{3800});
    }

    void as_long_as_one_is_open_nothing_leaves_escrow() {
        Counter shop;
        const std::string order = shop.buy(2);
        shop.bank.dispute.amount_minor = 1000;
        shop.tell_and_ask(order, DisputeState::open);
        shop.dispute_id = "dp_2";
        shop.tell_and_ask(order, DisputeState::open);
        shop.tell_and_ask(order, DisputeState::won);
        QCOMPARE(shop.after_escrow(), int64_t{0});
        shop.check();
        shop.dispute_id = "dp_1";
        shop.tell_and_ask(order, DisputeState::won);
        QCOMPARE(shop.release_escrow(), int64_t{1});
        shop.check();
    }

    void once_open_only_a_decision_counts() {
        Counter shop;
        const std::string order = shop.buy();
        shop.tell_and_ask(order, DisputeState::open);
        shop.tell_and_ask(order, DisputeState::none);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_OPEN);
        shop.bank.dispute.amount_minor = 0;
        shop.bank.dispute.currency = "";
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_LOST);
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{0});
        shop.check();
    }

    // The buyer got it back twice: from us, and from his bank.
    void what_was_refunded_too_is_borne_by_the_platform() {
        Counter shop;
        const std::string order = shop.buy(2);
        QVERIFY(shop.refund(retailer(), order, 1).ok());
        shop.work();
        shop.bank.dispute.amount_minor = 4800;
        shop.tell_and_ask(order, DisputeState::open);
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.balances(kPlatform).available(), int64_t{-2400});
        QCOMPARE(shop.balances(kEscrow).available(), int64_t{0});
        QCOMPARE(shop.balances(kChargebacks).available(), int64_t{0});
        shop.check();
    }

    // Opened (told twice), closed, answered, answered twice: in every order the end is the same.
    void news_and_answers_in_every_order_data() {
        QTest::addColumn<bool>("won");
        QTest::newRow("won") << true;
        QTest::newRow("lost") << false;
    }
    void news_and_answers_in_every_order() {
        QFETCH(bool, won);
        const DisputeState end = won ? DisputeState::won : DisputeState::lost;
        Counter shop;
        std::vector<int> words{0, 1, 2, 3};
        for (int n = 0; n == 0 || std::next_permutation(words.begin(), words.end()); ++n) {
            shop.dispute_id = "dp_" + std::to_string(n);
            shop.bank.dispute.state = DisputeState::open;
            const int64_t before = shop.balances(kEscrow).available();
            const std::string order = shop.buy(), created = "evt_created" + std::to_string(n);
            for (const int word : words) {
                if (word == 0) {
                    shop.tell(order, DisputeState::open, created);
                    QVERIFY(shop.hear(order + "/1", created, shop.dispute_id));
                }
                if (word == 1) shop.tell(order, end);
                if (word == 2) shop.work();
                if (word == 3) {  // an answer that is told twice
                    const auto due = shop.outbox();
                    if (due.empty()) continue;
                    const auto answer = call_gateway(shop.bank, due[0], 1000);
                    for (int told = 0; told < 2; ++told) QVERIFY(shop.settle(due[0], answer).ok());
                }
            }
            shop.tell_and_ask(order, end);
            shop.tell_and_ask(order, won ? DisputeState::lost : DisputeState::won);  // the end stands
            QCOMPARE(shop.order(order)->dispute(), won ? v1::DISPUTE_STATE_WON : v1::DISPUTE_STATE_LOST);
            QCOMPARE(shop.balances(kChargebacks).available(), int64_t{0});
            QCOMPARE(shop.balances(kEscrow).available() - before, won ? int64_t{2400} : int64_t{0});
            shop.check();
        }
    }

    void a_question_of_the_bank_moves_nothing() {
        Counter shop;
        const std::string order = shop.buy();
        shop.tell_and_ask(order, DisputeState::none);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_UNSPECIFIED);
        QCOMPARE(shop.balances(kChargebacks), Balances{});
        QCOMPARE(shop.after_escrow(), int64_t{1});
        shop.check();
    }

    void a_question_that_becomes_a_dispute() {
        Counter shop;
        const std::string order = shop.buy();
        shop.tell_and_ask(order, DisputeState::none);
        shop.tell_and_ask(order, DisputeState::unknown);
        shop.clock.advance_us(2'000'000);
        shop.bank.dispute.state = DisputeState::open;
        QCOMPARE(shop.work(), 1);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_OPEN);
        shop.check();
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_LOST);
        shop.check();
    }

    void an_answer_that_does_not_come_is_waited_for() {
        Counter shop;
        const std::string order = shop.buy();
        shop.tell_and_ask(order, DisputeState::unknown);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_UNSPECIFIED);
        QCOMPARE(shop.work(), 0);
        shop.reopen();
        shop.bank.dispute.state = DisputeState::open;
        shop.clock.advance_us(2'000'000);
        QCOMPARE(shop.work(), 1);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_OPEN);
        shop.check();
    }

    void what_makes_no_sense_is_not_booked_data() {
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::newRow("nothing") << qint64{0} << "EUR";
        QTest::newRow("less") << qint64{-2400} << "EUR";
        QTest::newRow("another currency") << qint64{2400} << "JPY";
        QTest::newRow("none") << qint64{2400} << "";
    }
    void what_makes_no_sense_is_not_booked() {
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        Counter shop;
        const std::string order = shop.buy();
        shop.bank.dispute.amount_minor = minor;
        shop.bank.dispute.currency = currency.toStdString();
        shop.tell_and_ask(order, DisputeState::lost);
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_UNSPECIFIED);
        QCOMPARE(shop.balances(kChargebacks), Balances{});
        shop.check();
    }

    void disputes_of_strangers_change_nothing() {
        Counter shop;
        const std::string order = shop.buy();
        for (const std::string& key : {std::string(), std::string("x/1"), order + "/2", order})
            QVERIFY(shop.hear(key, "", "dp_9"));
        QCOMPARE(shop.work(), 0);
        QCOMPARE(shop.number("SELECT COUNT(*) FROM dispute"), int64_t{0});
        shop.check();
    }

    // What somebody can try at home, with the sandbox's cards.
    void the_sandbox_has_cards_that_are_disputed_data() {
        QTest::addColumn<QString>("card");
        QTest::addColumn<int>("end");
        QTest::newRow("lost") << "sandbox_disputed_lost" << int{v1::DISPUTE_STATE_LOST};
        QTest::newRow("won") << "sandbox_disputed_won" << int{v1::DISPUTE_STATE_WON};
    }
    void the_sandbox_has_cards_that_are_disputed() {
        QFETCH(QString, card);
        QFETCH(int, end);
        Counter shop;
        SandboxGateway sandbox(shop.dir.filePath("sandbox-gateway.db").toStdString(), 1);
        const auto sale = shop.sell(5);
        const std::string order = shop.pay(kAnn, shop.hold(kAnn, sale)->id(), card.toStdString())->id();
        const std::string calm = shop.pay(kAnn, shop.hold(kAnn, sale)->id(), "sandbox_approve")->id();
        shop.pay_all(sandbox);
        QCOMPARE(shop.order(order)->state(), v1::ORDER_STATE_PAID);
        const auto later = [&](int64_t s) {
            shop.clock.advance_us(s * 1'000'000);
            const auto news = sandbox.stir(shop.clock.now());
            for (const auto& one : news) {
                VITRINE_CHECK(
                    shop.hear(one.payment_key, one.dispute + std::to_string(one.stage), one.dispute));
                sandbox.heard(one);
            }
            shop.pay_all(sandbox);
            return news.size();
        };
        QCOMPARE(later(1), size_t{0});
        QCOMPARE(later(59), size_t{0});
        QCOMPARE(later(1), size_t{1});
        QCOMPARE(shop.order(order)->dispute(), v1::DISPUTE_STATE_OPEN);
        QCOMPARE(later(1), size_t{0});
        QCOMPARE(later(300), size_t{1});
        QCOMPARE(int{shop.order(order)->dispute()}, end);
        QCOMPARE(later(3600), size_t{0});
        QCOMPARE(shop.order(calm)->dispute(), v1::DISPUTE_STATE_UNSPECIFIED);
        shop.check();
    }
};

QTEST_GUILESS_MAIN(TstDisputes)
#include "tst_disputes.moc"
