// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <thread>

#include "server/shop/sandbox_gateway.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

PaymentRef named(const std::string& key, int64_t minor = 2400) {
    return {key, Money{minor, *Currency::parse("EUR")}, ""};
}
PaymentRequest request(const std::string& key, const std::string& token, bool confirmed = false,
                       int64_t minor = 2400) {
    return {named(key, minor), token, confirmed};
}

struct Bank {
    std::string file() const { return dir.filePath("sandbox-gateway.db").toStdString(); }
    void reopen() { gateway = std::make_unique<SandboxGateway>(file(), 1); }
    PaymentState reserve(const std::string& key, const std::string& token, bool confirmed = false) {
        return gateway->authorise(request(key, token, confirmed), 1000)->state;
    }
    PaymentAnswer take(const std::string& key, int64_t minor = 2400) {
        return *gateway->capture({named(key), minor}, 1000);
    }
    RefundState give_back(const std::string& key, const std::string& refund, int64_t minor) {
        return gateway->refund({named(key), refund, minor}, 1000)->state;
    }
    int64_t taken() {
        int64_t minor = 0;
        for (const auto& payment : gateway->payments()) minor += payment.taken_minor - payment.refunded_minor;
        return minor;
    }

    QTemporaryDir dir;
    std::unique_ptr<SandboxGateway> gateway = std::make_unique<SandboxGateway>(file(), 1);
};

}  // namespace

// The outside party that takes no money: it must be as strict as one that does.
class TstSandboxGateway : public QObject {
    Q_OBJECT

  private slots:
    void each_card_does_what_it_says() {
        Bank bank;
        QVERIFY(bank.reserve("a", "sandbox_approve") == PaymentState::authorised);
        QVERIFY(bank.reserve("b", "sandbox_decline") == PaymentState::declined);
        QVERIFY(bank.reserve("c", "sandbox_confirm") == PaymentState::needs_confirmation);
        QCOMPARE(bank.gateway->authorise(request("d", "sandbox_timeout"), 1000).error().code,
                 Code::unavailable);
        QCOMPARE(bank.gateway->authorise(request("e", "tok_visa"), 1000).error().code,
                 Code::invalid_argument);
        QVERIFY(bank.gateway->look_up(named("d"), 1000)->state == PaymentState::authorised);
        QCOMPARE(bank.gateway->look_up(named("e"), 1000).error().code, Code::not_found);
        QVERIFY(bank.reserve("c", "sandbox_confirm", true) == PaymentState::authorised);
        QCOMPARE(bank.taken(), int64_t{0});  // reserved is not taken
    }

    void one_key_reserves_and_takes_once() {
        Bank bank;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(bank.reserve("a", "sandbox_approve") == PaymentState::authorised);
            QVERIFY(bank.reserve("b", "sandbox_decline") == PaymentState::declined);
        }
        // Another card under the same key does not change what it came to.
        QVERIFY(bank.reserve("b", "sandbox_approve") == PaymentState::declined);
        QCOMPARE(bank.gateway->authorise(request("a", "sandbox_approve", false, 2401), 1000).error().code,
                 Code::conflict);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(bank.take("a").state == PaymentState::captured);
            QCOMPARE(bank.taken(), int64_t{2400});
        }
        QVERIFY(bank.take("b").state == PaymentState::declined);
        QVERIFY(bank.reserve("a", "sandbox_approve") == PaymentState::captured);
        QCOMPARE(bank.gateway->capture({named("unseen"), 1}, 1000).error().code, Code::not_found);
    }

    void a_part_may_be_taken_and_never_more_than_is_reserved() {
        Bank bank;
        bank.reserve("a", "sandbox_approve");
        QCOMPARE(bank.gateway->capture({named("a"), 2401}, 1000).error().code, Code::invalid_argument);
        QCOMPARE(bank.gateway->capture({named("a"), 0}, 1000).error().code, Code::invalid_argument);
        QCOMPARE(bank.take("a", 900).amount_minor, int64_t{900});
        QCOMPARE(bank.take("a", 2400).amount_minor, int64_t{900});  // the rest was given up
        QCOMPARE(bank.taken(), int64_t{900});
    }

    void refunds_are_made_once_and_never_above_what_was_taken() {
        Bank bank;
        bank.reserve("a", "sandbox_approve");
        QVERIFY(bank.give_back("a", "r0", 1) == RefundState::refused);  // nothing was taken yet
        bank.take("a");
        QVERIFY(bank.give_back("a", "r1", 2000) == RefundState::done);
        QVERIFY(bank.give_back("a", "r1", 2000) == RefundState::done);
        QCOMPARE(bank.gateway->refund({named("a"), "r1", 1999}, 1000).error().code, Code::conflict);
        QVERIFY(bank.give_back("a", "r2", 401) == RefundState::refused);
        QVERIFY(bank.give_back("a", "r3", 400) == RefundState::done);
        QVERIFY(bank.give_back("a", "r4", 1) == RefundState::refused);
        QCOMPARE(bank.taken(), int64_t{0});
    }

    void the_book_outlives_the_server() {
        Bank bank;
        QVERIFY(!bank.gateway->authorise(request("a", "sandbox_timeout"), 1000).ok());
        bank.reserve("b", "sandbox_confirm");
        bank.reserve("c", "sandbox_approve");
        bank.take("c", 1000);
        bank.give_back("c", "r", 400);
        bank.reopen();
        QVERIFY(bank.gateway->look_up(named("a"), 1000)->state == PaymentState::authorised);
        QVERIFY(bank.reserve("a", "sandbox_timeout") == PaymentState::authorised);
        QVERIFY(bank.gateway->look_up(named("b"), 1000)->state == PaymentState::needs_confirmation);
        QCOMPARE(bank.gateway->look_up(named("c"), 1000)->amount_minor, int64_t{1000});
        QVERIFY(bank.give_back("c", "r", 400) == RefundState::done);
        QCOMPARE(bank.taken(), int64_t{600});
    }

    void what_is_voided_stays_untaken() {
        Bank bank;
        const auto give_up = [&](const std::string& key) {
            return bank.gateway->void_payment(named(key), 1000)->state;
        };
        bank.reserve("a", "sandbox_confirm");
        QVERIFY(give_up("a") == PaymentState::declined);
        QVERIFY(give_up("a") == PaymentState::declined);
        QVERIFY(bank.reserve("a", "sandbox_confirm", true) == PaymentState::declined);
        QVERIFY(give_up("never seen") == PaymentState::declined);
        QVERIFY(bank.reserve("never seen", "sandbox_approve") == PaymentState::declined);
        bank.reserve("b", "sandbox_approve");
        QVERIFY(give_up("b") == PaymentState::declined);
        QVERIFY(bank.take("b").state == PaymentState::declined);
        bank.reserve("c", "sandbox_approve");
        bank.take("c");
        QVERIFY(give_up("c") == PaymentState::captured);  // too late
        QCOMPARE(bank.taken(), int64_t{2400});
    }

    void several_threads_under_one_key() {
        Bank bank;
        std::vector<std::thread> callers;
        std::atomic<int> captured{0}, refunded{0};
        for (int i = 0; i < 8; ++i) {
            callers.emplace_back([&] {
                bank.reserve("a", "sandbox_approve");
                captured += bank.take("a").state == PaymentState::captured;
                refunded += bank.give_back("a", "r", 2000) == RefundState::done;
            });
        }
        for (auto& caller : callers) caller.join();
        QCOMPARE(captured.load(), 8);
        QCOMPARE(refunded.load(), 8);
        QCOMPARE(bank.taken(), int64_t{400});
    }

    void a_file_that_cannot_be_opened_is_said_at_once() {
        QVERIFY_EXCEPTION_THROWN(SandboxGateway("/nowhere/at all/sandbox-gateway.db"), std::runtime_error);
    }
};

QTEST_GUILESS_MAIN(TstSandboxGateway)
#include "tst_sandbox_gateway.moc"
