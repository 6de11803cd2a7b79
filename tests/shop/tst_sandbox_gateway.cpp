// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <thread>

#include "server/shop/sandbox_gateway.h"

using namespace vitrine;
using namespace vitrine::shop;

namespace {

PaymentRequest request(const std::string& key, const std::string& token, bool confirmed = false,
                       int64_t minor = 2400) {
    return {key, Money{minor, *Currency::parse("EUR")}, token, confirmed};
}

struct Bank {
    std::string file() const { return dir.filePath("sandbox-gateway.db").toStdString(); }
    void reopen() { gateway = std::make_unique<SandboxGateway>(file(), 1); }

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
        QVERIFY(bank.gateway->pay(request("a", "sandbox_approve"), 1000)->state == PaymentState::captured);
        QVERIFY(bank.gateway->pay(request("b", "sandbox_decline"), 1000)->state == PaymentState::declined);
        QVERIFY(bank.gateway->pay(request("c", "sandbox_confirm"), 1000)->state ==
                PaymentState::needs_confirmation);
        QCOMPARE(bank.gateway->pay(request("d", "sandbox_timeout"), 1000).error().code, Code::unavailable);
        QCOMPARE(bank.gateway->pay(request("e", "tok_visa"), 1000).error().code, Code::invalid_argument);
        QVERIFY(bank.gateway->look_up("d", 1000)->state == PaymentState::captured);
        QCOMPARE(bank.gateway->look_up("e", 1000).error().code, Code::not_found);
        QVERIFY(bank.gateway->pay(request("c", "sandbox_confirm", true), 1000)->state ==
                PaymentState::captured);
        QCOMPARE(bank.gateway->captures().size(), size_t{3});
    }

    void one_key_is_taken_once() {
        Bank bank;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(bank.gateway->pay(request("a", "sandbox_approve"), 1000)->state ==
                    PaymentState::captured);
            QVERIFY(bank.gateway->pay(request("b", "sandbox_decline"), 1000)->state ==
                    PaymentState::declined);
        }
        // Another card under the same key does not change what it came to.
        QVERIFY(bank.gateway->pay(request("b", "sandbox_approve"), 1000)->state == PaymentState::declined);
        QCOMPARE(bank.gateway->pay(request("a", "sandbox_approve", false, 2401), 1000).error().code,
                 Code::conflict);
        QCOMPARE(bank.gateway->captures().size(), size_t{1});
        QCOMPARE(bank.gateway->captures()[0].amount_minor, int64_t{2400});
    }

    void the_book_outlives_the_server() {
        Bank bank;
        QVERIFY(!bank.gateway->pay(request("a", "sandbox_timeout"), 1000).ok());
        QVERIFY(bank.gateway->pay(request("b", "sandbox_confirm"), 1000).ok());
        bank.reopen();
        QVERIFY(bank.gateway->look_up("a", 1000)->state == PaymentState::captured);
        QVERIFY(bank.gateway->pay(request("a", "sandbox_timeout"), 1000)->state == PaymentState::captured);
        QVERIFY(bank.gateway->look_up("b", 1000)->state == PaymentState::needs_confirmation);
    }

    void what_is_voided_stays_untaken() {
        Bank bank;
        QVERIFY(bank.gateway->pay(request("a", "sandbox_confirm"), 1000).ok());
        QVERIFY(bank.gateway->void_payment("a", 1000).ok());
        QVERIFY(bank.gateway->void_payment("a", 1000).ok());
        QVERIFY(bank.gateway->pay(request("a", "sandbox_confirm", true), 1000)->state ==
                PaymentState::declined);
        QVERIFY(bank.gateway->void_payment("never seen", 1000).ok());
        QVERIFY(bank.gateway->pay(request("never seen", "sandbox_approve"), 1000)->state ==
                PaymentState::declined);
        QVERIFY(bank.gateway->pay(request("b", "sandbox_approve"), 1000).ok());
        QCOMPARE(bank.gateway->void_payment("b", 1000).error().code, Code::precondition);
        QCOMPARE(bank.gateway->captures().size(), size_t{1});
    }

    void several_threads_under_one_key() {
        Bank bank;
        std::vector<std::thread> callers;
        std::atomic<int> captured{0};
        for (int i = 0; i < 8; ++i) {
            callers.emplace_back([&] {
                captured +=
                    bank.gateway->pay(request("a", "sandbox_approve"), 1000)->state == PaymentState::captured;
            });
        }
        for (auto& caller : callers) caller.join();
        QCOMPARE(captured.load(), 8);
        QCOMPARE(bank.gateway->captures().size(), size_t{1});
    }

    void a_file_that_cannot_be_opened_is_said_at_once() {
        QVERIFY_EXCEPTION_THROWN(SandboxGateway("/nowhere/at all/sandbox-gateway.db"), std::runtime_error);
    }
};

QTEST_GUILESS_MAIN(TstSandboxGateway)
#include "tst_sandbox_gateway.moc"
