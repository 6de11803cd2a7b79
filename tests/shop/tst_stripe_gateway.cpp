// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <QtTest>
#include <sstream>

#include "server/shop/stripe_gateway.h"
#include "tests/shop/auditor.h"
#include "tests/shop/fake_stripe.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;

namespace {

const Caller kAnn = guest("Ann");
constexpr int64_t kDeadlineMs = 2000;

PaymentRef named(const std::string& key, int64_t minor = 2400, const std::string& currency = "EUR") {
    return {key, Money{minor, *Currency::parse(currency)}, ""};
}

struct Account {
    Result<PaymentAnswer> reserve(const std::string& key, const std::string& card = "pm_card_visa") {
        return gateway.authorise({named(key), card, false}, kDeadlineMs);
    }
    Result<PaymentAnswer> take(const std::string& key, int64_t minor = 2400) {
        return gateway.capture({named(key), minor}, kDeadlineMs);
    }
    Result<RefundAnswer> give_back(const std::string& key, const std::string& refund, int64_t minor) {
        return gateway.refund({named(key), refund, minor}, kDeadlineMs);
    }
    FakeStripe stripe;
    StripeGateway gateway{{{stripe.secret_key.toStdString(), stripe.url()}, ""}};
};

// A whole shop whose orders are paid at Stripe.
struct StripeShop : ShopHouse {
    StripeShop() : ShopHouse(SaleTerms{.gateway = "stripe"}) {}
    // Until nothing is due; time passes when the gateway was silent.
    void work() {
        for (int round = 0; round < 40; ++round) {
            while (pay_due(account.gateway)) continue;
            clock.advance_us(1'000'000);
        }
    }
    std::string buy(const Sale& sale, const std::string& card = "pm_card_visa") {
        return pay(kAnn, hold(kAnn, sale)->id(), card)->id();
    }
    v1::OrderState state(const std::string& order_id) { return order(order_id)->state(); }
    bool sound() {
        std::map<std::string, GatewayMoney> money;
        for (const auto& intent : account.stripe.intents())
            money[intent.key.toStdString()] = {intent.received, intent.refunded,
                                               intent.status == "requires_capture", false};
        auto complaints = audit();
        for (const auto& more : audit_money(*database->connect(true), money)) complaints.push_back(more);
        for (const auto& complaint : complaints) qWarning("%s", complaint.c_str());
        return complaints.empty();
    }
    Account account;
};

}  // namespace

// The gateway over real HTTP, against an outside party that follows Stripe's reference and misbehaves.
class TstStripeGateway : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::off); }

    void a_payment_reserved_taken_in_part_and_given_back() {
        Account account;
        const auto reserved = account.reserve("o/1");
        QVERIFY(reserved->state == PaymentState::authorised);
        QCOMPARE(reserved->amount_minor, int64_t{2400});
        QCOMPARE(reserved->currency, std::string("EUR"));
        QCOMPARE(account.take("o/1", 2000)->amount_minor, int64_t{2000});
        QCOMPARE(account.take("o/1", 2000)->amount_minor, int64_t{2000});
        QVERIFY(account.give_back("o/1", "r1", 1500)->state == RefundState::done);
        QVERIFY(account.give_back("o/1", "r1", 1500)->state == RefundState::done);
        QVERIFY(account.give_back("o/1", "r2", 501)->state == RefundState::refused);
        QCOMPARE(account.stripe.refunds(), qint64{1500});
        QCOMPARE(account.stripe.intents().size(), size_t{1});
    }

    void every_change_bears_an_idempotency_key_and_the_card_is_a_token() {
        Account account;
        (void)account.reserve("o/1").ok();
        (void)account.take("o/1").ok();
        (void)account.give_back("o/1", "r1", 100).ok();
        (void)account.gateway.void_payment(named("o/1"), kDeadlineMs).ok();
        int posts = 0;
        for (const auto& request : account.stripe.requests()) {
            if (request.method != "POST") continue;
            ++posts;
            QVERIFY(!request.idempotency_key.isEmpty());
        }
        QVERIFY(posts >= 3);
        const auto first = account.stripe.requests()[0];
        QVERIFY(first.body.contains("payment_method=pm_card_visa"));
        QVERIFY(first.body.contains("capture_method=manual"));
        QVERIFY(!first.body.contains("transfer_data"));
    }

    void a_connected_account_is_paid_by_a_destination_charge() {
        FakeStripe stripe;
        StripeGateway gateway({{stripe.secret_key.toStdString(), stripe.url()}, "acct_seller"});
        QVERIFY(gateway.authorise({named("o/1"), "pm_card_visa", false}, kDeadlineMs).ok());
        QVERIFY(gateway.capture({named("o/1"), 2400}, kDeadlineMs).ok());
        QVERIFY(gateway.refund({named("o/1"), "r", 100}, kDeadlineMs).ok());
        const auto requests = stripe.requests();
        QVERIFY(requests.front().body.contains("transfer_data%5Bdestination%5D=acct_seller"));
        QVERIFY(requests.back().body.contains("reverse_transfer=true"));
    }

    void a_refused_card_can_not_be_paid_behind_our_back() {
        Account account;
        const auto refused = account.reserve("o/1", "pm_card_chargeDeclined");
        QVERIFY(refused->state == PaymentState::declined);
        QCOMPARE(refused->problem, std::string("Your card was declined."));
        QCOMPARE(account.stripe.intents()[0].status, QString("canceled"));
        const auto unknown_card = account.reserve("o/2", "tok_nothing");
        QCOMPARE(unknown_card.error().code, Code::invalid_argument);
        QVERIFY(answer_of(GatewayCall::authorise, unknown_card.error()).state == PaymentState::declined);
    }

    void the_bank_asks_and_stripe_knows_how_it_came_out() {
        Account account;
        const auto asked = account.reserve("o/1", "pm_card_authenticationRequired");
        QVERIFY(asked->state == PaymentState::needs_confirmation);
        QVERIFY(!asked->client_secret.empty());
        PaymentRef payment = named("o/1");
        payment.gateway_reference = asked->gateway_reference;
        QVERIFY(account.gateway.authorise({payment, "", true}, kDeadlineMs)->state ==
                PaymentState::needs_confirmation);
        account.stripe.set_status("o/1", "requires_capture");
        QVERIFY(account.gateway.authorise({payment, "", true}, kDeadlineMs)->state ==
                PaymentState::authorised);
        (void)account.reserve("o/2", "pm_card_authenticationRequired").ok();
        account.stripe.set_status("o/2", "requires_payment_method");  // he said no there
        const auto no = account.gateway.look_up(named("o/2"), kDeadlineMs);
        QVERIFY(no->state == PaymentState::declined);
        QCOMPARE(no->problem, std::string("You did not confirm."));
    }

    void voiding_gives_up_what_is_reserved_and_forbids_what_was_never_seen() {
        Account account;
        (void)account.reserve("o/1").ok();
        QVERIFY(account.gateway.void_payment(named("o/1"), kDeadlineMs)->state == PaymentState::declined);
        QVERIFY(account.gateway.void_payment(named("o/1"), kDeadlineMs)->state == PaymentState::declined);
        QVERIFY(account.take("o/1")->state == PaymentState::declined);
        QVERIFY(account.gateway.void_payment(named("o/2"), kDeadlineMs)->state == PaymentState::declined);
        // The request that was on its way all the time arrives.
        const auto late = account.reserve("o/2");
        QVERIFY(!late.ok() || late->state == PaymentState::declined);
        for (const auto& intent : account.stripe.intents()) QCOMPARE(intent.status, QString("canceled"));
        (void)account.reserve("o/3").ok();
        (void)account.take("o/3").ok();
        QVERIFY(account.gateway.void_payment(named("o/3"), kDeadlineMs)->state == PaymentState::captured);
    }

    // The search shows nothing yet of what was made a second ago.
    void voiding_while_the_search_lags_waits_until_it_is_seen() {
        Account account;
        (void)account.reserve("o/1").ok();
        account.stripe.search_lags = true;
        QCOMPARE(account.gateway.void_payment(named("o/1"), kDeadlineMs).error().code, Code::conflict);
        account.stripe.search_lags = false;
        QVERIFY(account.gateway.void_payment(named("o/1"), kDeadlineMs)->state == PaymentState::declined);
        QCOMPARE(account.stripe.intents().size(), size_t{1});
    }

    void silence_is_not_a_refusal_data() {
        QTest::addColumn<int>("http_status");
        QTest::addColumn<bool>("nonsense");
        QTest::addColumn<int>("hang_ms");
        for (const int status : {401, 403, 409, 429, 500, 502, 503})
            QTest::addRow("HTTP %d", status) << status << false << 0;
        QTest::newRow("no JSON") << 0 << true << 0;
        QTest::newRow("hangs") << 0 << false << 1000;
    }
    void silence_is_not_a_refusal() {
        QFETCH(int, http_status);
        QFETCH(bool, nonsense);
        QFETCH(int, hang_ms);
        Account account;
        account.stripe.refuse_with = http_status;
        account.stripe.nonsense = nonsense;
        account.stripe.hang_ms = hang_ms;
        const auto asked =
            account.gateway.authorise({named("o/1"), "pm_card_visa", false}, hang_ms ? 200 : kDeadlineMs);
        QVERIFY(!asked.ok());
        QVERIFY(answer_of(GatewayCall::authorise, asked.error()).state == PaymentState::unknown);
        QVERIFY(!account.gateway.void_payment(named("o/1"), 200).ok());
        QVERIFY(!account.gateway.refund({named("o/1"), "r", 1}, 200).ok());
        QVERIFY(!account.gateway.capture({named("o/1"), 1}, 200).ok());
    }

    void nobody_listens() {
        StripeGateway gateway({{"sk_test", "http://127.0.0.1:1"}, ""});
        QCOMPARE(gateway.authorise({named("o/1"), "pm_card_visa", false}, 500).error().code,
                 Code::unavailable);
    }

    // Stripe keeps the answer of a key, a failure too. It must not keep a buyer waiting for a day.
    void a_failure_that_stripe_has_stored_is_overcome() {
        Account account;
        account.stripe.fail_with_500 = 1;
        QVERIFY(!account.reserve("o/1").ok());
        QCOMPARE(account.reserve("o/1").error().code,
                 Code::declined);  // nothing was made, and nothing will be
        QVERIFY(account.reserve("o/2").ok());
        account.stripe.fail_with_500 = 1;
        QVERIFY(!account.take("o/2").ok());
        QVERIFY(account.take("o/2")->state == PaymentState::captured);
        account.stripe.fail_with_500 = 1;
        QVERIFY(!account.give_back("o/2", "r", 100).ok());
        QVERIFY(account.give_back("o/2", "r", 100)->state == RefundState::done);
        QCOMPARE(account.stripe.refunds(), qint64{100});
    }

    void currencies_are_counted_as_stripe_does() {
        QCOMPARE(*stripe::to_stripe({1234, *Currency::parse("EUR")}), int64_t{1234});
        QCOMPARE(*stripe::to_stripe({1234, *Currency::parse("JPY")}), int64_t{1234});
        QCOMPARE(*stripe::to_stripe({1234, *Currency::parse("ISK")}), int64_t{123'400});
        QCOMPARE(*stripe::to_stripe({1230, *Currency::parse("KWD")}), int64_t{1230});
        QCOMPARE(stripe::to_stripe({1234, *Currency::parse("KWD")}).error().code, Code::invalid_argument);
        for (const int64_t bad : {int64_t{0}, int64_t{-1}, std::numeric_limits<int64_t>::max()})
            QCOMPARE(stripe::to_stripe({bad, *Currency::parse("EUR")}).error().code, Code::invalid_argument);
        for (const char* code : {"EUR", "JPY", "ISK", "UGX", "KWD"}) {
            const Currency currency = *Currency::parse(code);
            QCOMPARE(stripe::from_stripe(*stripe::to_stripe({5000, currency}), currency), int64_t{5000});
        }
    }

    void the_secret_key_never_travels_in_the_clear() {
        QVERIFY_EXCEPTION_THROWN(StripeGateway({{"sk", "http://api.stripe.com"}, ""}), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(StripeGateway({{"sk", "http://127.0.0.1.evil.example"}, ""}),
                                 std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(StripeGateway({{"", "https://api.stripe.com"}, ""}), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(StripeGateway({{"sk\r\nX: y", "https://api.stripe.com"}, ""}),
                                 std::runtime_error);
    }

    void nothing_secret_is_logged() {
        std::ostringstream log;
        const auto before = spdlog::default_logger();
        spdlog::set_default_logger(
            std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
        spdlog::set_level(spdlog::level::trace);
        Account account;
        for (const char* card : {"pm_card_visa", "pm_card_chargeDeclined", "tok_nothing"})
            (void)account.reserve(std::string("o/") + card, card).ok();
        for (const int status : {401, 500}) {
            account.stripe.refuse_with = status;
            (void)account.reserve("o/x").ok();
            (void)account.take("o/x").ok();
        }
        spdlog::set_default_logger(before);
        spdlog::set_level(spdlog::level::off);
        QVERIFY(!log.str().empty());
        for (const char* secret : {"sk_test_fake", "pm_card", "tok_nothing", "_secret"})
            QVERIFY2(log.str().find(secret) == std::string::npos, log.str().c_str());
    }

    void a_purchase_from_hold_to_refund() {
        StripeShop shop;
        const auto sale = shop.sell(3);
        const std::string order = shop.buy(sale);
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QVERIFY(shop.refund(retailer(), order).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(shop.account.stripe.refunds(), qint64{2400});
        QVERIFY(shop.sound());
    }

    void a_purchase_on_a_bad_line_data() {
        QTest::addColumn<int>("lost_requests");
        QTest::addColumn<int>("lost_answers");
        QTest::addColumn<bool>("lag");
        for (int lost = 0; lost <= 2; ++lost)
            for (int unanswered = 0; unanswered <= 3; ++unanswered)
                QTest::addRow("%d requests, %d answers lost", lost, unanswered)
                    << lost << unanswered << false;
        QTest::newRow("the search lags") << 0 << 1 << true;
    }
    void a_purchase_on_a_bad_line() {
        QFETCH(int, lost_requests);
        QFETCH(int, lost_answers);
        QFETCH(bool, lag);
        StripeShop shop;
        const auto sale = shop.sell(3);
        const std::string order = shop.buy(sale);
        shop.account.stripe.lose_requests = lost_requests;
        shop.account.stripe.lose_answers = lost_answers;
        shop.account.stripe.search_lags = lag;
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QCOMPARE(shop.account.stripe.intents().size(), size_t{1});
        shop.account.stripe.lose_requests = lost_requests;
        shop.account.stripe.lose_answers = lost_answers;
        QVERIFY(shop.refund(retailer(), order, 0, true).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_REFUNDED);
        QCOMPARE(shop.account.stripe.refunds(), qint64{2400});
        QVERIFY(shop.sound());
    }

    void three_d_secure_on_the_page() {
        StripeShop shop;
        const auto sale = shop.sell(3);
        const std::string order = shop.buy(sale, "pm_card_authenticationRequired");
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_NEEDS_CONFIRMATION);
        const auto own = shop.buyer(kAnn, sale.show_id).orders(0);
        QCOMPARE(own.confirmation().gateway(), std::string("stripe"));
        QVERIFY(!own.confirmation().client_secret().empty());
        shop.account.stripe.set_status(order + "/1", "requires_capture");  // by Stripe's own script
        QVERIFY(shop.confirm(kAnn, order, true).ok());
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_PAID);
        QVERIFY(shop.sound());
    }

    void a_dispute_is_what_stripe_says_of_it_data() {
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("state");
        QTest::newRow("asked only") << "warning_needs_response" << static_cast<int>(DisputeState::none);
        QTest::newRow("asked only, closed") << "warning_closed" << static_cast<int>(DisputeState::none);
        QTest::newRow("open") << "needs_response" << static_cast<int>(DisputeState::open);
        QTest::newRow("answered") << "under_review" << static_cast<int>(DisputeState::open);
        QTest::newRow("won") << "won" << static_cast<int>(DisputeState::won);
        QTest::newRow("lost") << "lost" << static_cast<int>(DisputeState::lost);
        QTest::newRow("of a later Stripe") << "escalated" << static_cast<int>(DisputeState::unknown);
    }
    void a_dispute_is_what_stripe_says_of_it() {
        QFETCH(QString, status);
        QFETCH(int, state);
        Account account;
        QVERIFY(account.reserve("o/1").ok());
        QVERIFY(account.take("o/1", 2000).ok());
        const std::string id = account.stripe.dispute("o/1", status)["id"].toString().toStdString();
        const auto said = account.gateway.look_up_dispute(id, kDeadlineMs);
        QVERIFY(said.ok());
        QCOMPARE(static_cast<int>(said->state), state);
        QCOMPARE(said->amount_minor, int64_t{2000});
        QCOMPARE(said->currency, std::string("EUR"));
        QCOMPARE(said->reason, std::string("fraudulent"));
        for (const std::string other : {"dp_none", "../refunds", "dp_1?x=1", "dp 1"})
            QCOMPARE(account.gateway.look_up_dispute(other, kDeadlineMs).error().code, Code::not_found);
        account.stripe.nonsense = true;
        QCOMPARE(account.gateway.look_up_dispute(id, kDeadlineMs).error().code, Code::unavailable);
    }

    void cancelled_at_the_bank_and_by_the_buyer() {
        StripeShop shop;
        const auto sale = shop.sell(3);
        const std::string order = shop.buy(sale, "pm_card_authenticationRequired");
        shop.work();
        QVERIFY(shop.cancel(kAnn, order).ok());
        shop.account.stripe.set_status(order + "/1", "requires_capture");  // in the same moment
        shop.work();
        QCOMPARE(shop.state(order), v1::ORDER_STATE_CANCELLED);
        QCOMPARE(shop.account.stripe.intents()[0].status, QString("canceled"));
        QCOMPARE(shop.stock(sale.variant_id).available(), int64_t{3});
        QVERIFY(shop.sound());
    }
};

QTEST_GUILESS_MAIN(TstStripeGateway)
#include "tst_stripe_gateway.moc"
