// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <condition_variable>
#include <stdexcept>

#include "server/shop/payment_worker.h"
#include "server/shop/sandbox_gateway.h"
#include "tests/shop/auditor.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::shop;
using namespace vitrine::tests;

namespace {

// Passes calls on to the sandbox, in whose place it stands, unless it is told to be down, to throw, or to
// hang on one token.
class MoodyGateway final : public PaymentGateway {
  public:
    explicit MoodyGateway(const std::string& file) : sandbox_(file, 1) {}
    std::string name() const override { return "sandbox"; }

    Result<PaymentAnswer> authorise(const PaymentRequest& request, int64_t deadline_ms) override {
        ++calls;
        if (down) return Error{Code::unavailable, "down"};
        if (throws) throw std::runtime_error("connection reset");
        {
            std::unique_lock lock(mutex_);
            if (request.token == hang_on_) {
                ++hanging;
                released_.wait(lock, [this] { return hang_on_.empty(); });
            }
        }
        return sandbox_.authorise(request, deadline_ms);
    }
    Result<PaymentAnswer> look_up(const PaymentRef& payment, int64_t deadline_ms) override {
        ++calls;
        if (down) return Error{Code::unavailable, "down"};
        return sandbox_.look_up(payment, deadline_ms);
    }
    Result<PayoutAnswer> pay_out(const PayoutRequest&, int64_t) override {
        return Error{Code::invalid_argument, "It pays nobody out."};
    }
    Result<DisputeAnswer> look_up_dispute(const std::string&, int64_t) override {
        return Error{Code::not_found, "There is no such dispute."};
    }
    Result<PaymentAnswer> capture(const CaptureRequest& request, int64_t deadline_ms) override {
        if (down) return Error{Code::unavailable, "down"};
        return sandbox_.capture(request, deadline_ms);
    }
    Result<PaymentAnswer> void_payment(const PaymentRef& payment, int64_t deadline_ms) override {
        return sandbox_.void_payment(payment, deadline_ms);
    }
    Result<RefundAnswer> refund(const RefundRequest& request, int64_t deadline_ms) override {
        if (down) return Error{Code::unavailable, "down"};
        return sandbox_.refund(request, deadline_ms);
    }

    void hang_on(const std::string& token) {
        std::lock_guard lock(mutex_);
        hang_on_ = token;
        released_.notify_all();
    }
    std::map<std::string, GatewayMoney> money() { return money_at(sandbox_); }

    std::atomic<bool> down = false, throws = false;
    std::atomic<int> calls = 0, hanging = 0;

  private:
    SandboxGateway sandbox_;
    std::mutex mutex_;
    std::condition_variable released_;
    std::string hang_on_;
};

struct Till : ShopHouse {
    void start() {
        worker = start_payment_worker(*committer, *readers, gateway, clock, terms);
        sales->when_payment_is_due(worker->waker());
    }
    ~Till() {
        gateway.hang_on("");  // or a failed test would wait for its own call
        worker.reset();
    }
    v1::OrderState state(const std::string& order_id) { return order(order_id)->state(); }
    std::string buy(const Sale& sale, const std::string& token, const Caller& who = guest("Ann")) {
        return pay(who, hold(who, sale)->id(), token)->id();
    }
    bool sound() { return audit().empty() && audit_money(*database->connect(true), gateway.money()).empty(); }

    MoodyGateway gateway{dir.filePath("sandbox-gateway.db").toStdString()};
    std::unique_ptr<PaymentWorker> worker;
};

}  // namespace

// The real worker with its threads, on a gateway with moods.
class TstPaymentWorker : public QObject {
    Q_OBJECT

  private slots:
    void it_wakes_at_each_new_order() {
        Till till;
        till.start();
        const auto sale = till.sell(10);
        for (int i = 0; i < 5; ++i) {
            const std::string order = till.buy(sale, "sandbox_approve");
            QTRY_COMPARE_WITH_TIMEOUT(till.state(order), v1::ORDER_STATE_PAID, 20'000);
        }
        QVERIFY(till.sound());
    }

    void it_finds_what_was_left_when_the_server_ended() {
        Till till;
        const auto sale = till.sell(10);
        std::vector<std::string> orders;
        for (int i = 0; i < 5; ++i) orders.push_back(till.buy(sale, "sandbox_approve"));
        till.reopen();
        till.start();
        for (const auto& order : orders)
            QTRY_COMPARE_WITH_TIMEOUT(till.state(order), v1::ORDER_STATE_PAID, 20'000);
        QVERIFY(till.sound());
    }

    void a_hanging_call_does_not_hold_up_the_others() {
        Till till;
        till.gateway.hang_on("sandbox_confirm");
        till.start();
        const auto sale = till.sell(10);
        const std::string stuck = till.buy(sale, "sandbox_confirm", guest("Ann"));
        QTRY_VERIFY_WITH_TIMEOUT(till.gateway.hanging == 1, 20'000);
        const std::string quick = till.buy(sale, "sandbox_approve", guest("Bob"));
        QTRY_COMPARE_WITH_TIMEOUT(till.state(quick), v1::ORDER_STATE_PAID, 20'000);
        QCOMPARE(till.state(stuck), v1::ORDER_STATE_PAYING);
        till.gateway.hang_on("");
        QTRY_COMPARE_WITH_TIMEOUT(till.state(stuck), v1::ORDER_STATE_NEEDS_CONFIRMATION, 20'000);
        QVERIFY(till.confirm(guest("Ann"), stuck, true).ok());
        QTRY_COMPARE_WITH_TIMEOUT(till.state(stuck), v1::ORDER_STATE_PAID, 20'000);
        QVERIFY(till.sound());
    }

    void it_asks_again_until_the_gateway_is_back() {
        Till till;
        till.gateway.down = true;
        till.start();
        const auto sale = till.sell(10);
        const std::string order = till.buy(sale, "sandbox_approve");
        QTRY_VERIFY_WITH_TIMEOUT(till.gateway.calls >= 1, 20'000);
        till.gateway.down = false;
        // The pause is by the shop's clock.
        const auto paid = [&] {
            till.clock.advance_us(2'000'000);
            till.worker->wake();
            return till.state(order) == v1::ORDER_STATE_PAID;
        };
        QTRY_VERIFY_WITH_TIMEOUT(paid(), 20'000);
        QVERIFY(till.sound());
    }

    void a_gateway_that_throws_is_not_believed_to_have_refused() {
        Till till;
        till.gateway.throws = true;
        till.start();
        const auto sale = till.sell(10);
        const std::string order = till.buy(sale, "sandbox_approve");
        QTRY_VERIFY_WITH_TIMEOUT(till.gateway.calls >= 1, 20'000);
        QCOMPARE(till.state(order), v1::ORDER_STATE_PAYING);
        till.gateway.throws = false;
        const auto paid = [&] {
            till.clock.advance_us(2'000'000);
            till.worker->wake();
            return till.state(order) == v1::ORDER_STATE_PAID;
        };
        QTRY_VERIFY_WITH_TIMEOUT(paid(), 20'000);
        QVERIFY(till.sound());
    }

    void the_timeout_card_is_paid_once_after_a_look_up() {
        Till till;
        till.start();
        const auto sale = till.sell(10);
        const std::string order = till.buy(sale, "sandbox_timeout");
        const auto paid = [&] {
            till.clock.advance_us(500'000);
            till.worker->wake();
            return till.state(order) == v1::ORDER_STATE_PAID;
        };
        QTRY_VERIFY_WITH_TIMEOUT(paid(), 20'000);
        QCOMPARE(till.gateway.money().size(), size_t{1});
        QVERIFY(till.sound());
    }

    void it_may_end_and_start_in_the_middle_of_everything() {
        Till till;
        const auto sale = till.sell(60);
        std::vector<std::string> orders;
        for (int round = 0; round < 6; ++round) {
            till.start();
            for (int i = 0; i < 8; ++i) {
                orders.push_back(
                    till.buy(sale, i % 4 ? "sandbox_approve" : "sandbox_decline", guest(std::to_string(i))));
            }
            till.worker.reset();
            if (round % 2) till.reopen();
        }
        till.start();
        for (const auto& order : orders) {
            QTRY_VERIFY_WITH_TIMEOUT(
                till.state(order) == v1::ORDER_STATE_PAID || till.state(order) == v1::ORDER_STATE_DECLINED,
                20'000);
        }
        QCOMPARE(till.stock(sale.variant_id).sold(), int64_t{36});
        QVERIFY(till.sound());
    }

    void its_bell_may_be_rung_after_its_end() {
        Till till;
        till.start();
        const auto ring = till.worker->waker();
        till.worker.reset();
        ring();
        const auto sale = till.sell(1);
        QCOMPARE(till.state(till.buy(sale, "sandbox_approve")), v1::ORDER_STATE_PAYING);
        QVERIFY(till.audit().empty());
    }
};

QTEST_GUILESS_MAIN(TstPaymentWorker)
#include "tst_payment_worker.moc"
