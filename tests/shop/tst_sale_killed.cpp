// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <QProcess>
#include <QtTest>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "server/domain/id.h"
#include "server/shop/payment_worker.h"
#include "server/shop/sandbox_gateway.h"
#include "tests/shop/auditor.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;

namespace {

constexpr int64_t kStockPerKill = 250;

// VITRINE_KILLS for more of them.
int kills() {
    bool given = false;
    const int kills = qEnvironmentVariableIntValue("VITRINE_KILLS", &given);
    return given ? kills : 8;
}

// One write per line, so that a line is there whole or not at all when the process is killed.
void say(const std::string& line) {
    const std::string text = line + "\n";
    if (write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) _exit(1);
}

// Some think better of it at once, wherever the payment is at that moment; others send a part back.
void take_back(shop::Sales& sales, const Clock& clock, const Caller& who, const std::string& order_id,
               bool cancel) {
    if (cancel) {
        v1::CancelOrderRequest request;
        request.set_command_id(make_id(clock.now()));
        request.set_order_id(order_id);
        (void)await<v1::Order>([&](auto reply) { sales.cancel(who, request, reply); }).ok();
        return;
    }
    v1::RefundOrderRequest request;
    request.set_command_id(make_id(clock.now()));
    request.set_order_id(order_id);
    request.set_reason("sent back");
    request.set_restock(true);
    request.add_lines()->set_quantity(1);
    for (int press = 0; press < 2; ++press)
        (void)await<v1::Order>([&](auto reply) { sales.refund(retailer(), request, reply); }).ok();
}

// A buyer after the other: each says what was ANSWERED to him, as soon as it was.
void buy_on(shop::Sales& sales, const Clock& clock, const ShopHouse::Sale& sale, int till) {
    static constexpr const char* kCards[] = {"sandbox_approve", "sandbox_decline", "sandbox_approve",
                                             "sandbox_timeout"};
    std::vector<std::pair<Caller, std::string>> bought;
    for (int i = 0;; ++i) {
        const Caller who =
            guest(std::to_string(getpid()) + " " + std::to_string(till) + " " + std::to_string(i));
        v1::HoldRequest hold;
        hold.set_command_id(make_id(clock.now()));
        hold.set_show_id(sale.show_id);
        hold.set_variant_id(sale.variant_id);
        hold.set_quantity(1 + i % 2);
        const auto held = await<v1::Hold>([&](auto reply) { sales.hold(who, hold, reply); });
        if (!held.ok()) return say("stop " + held.error().message);
        say("hold " + held->id());
        v1::PayRequest pay;
        pay.set_command_id(make_id(clock.now()));
        pay.set_hold_id(held->id());
        pay.set_email("buyer@example.org");
        pay.set_payment_token(kCards[i % 4]);
        for (int press = 0; press < 2; ++press) {  // everybody presses twice
            const auto order = await<v1::Order>([&](auto reply) { sales.pay(who, pay, reply); });
            say(order.ok() ? "order " + order->id() : "stop " + order.error().message);
        }
        bought.emplace_back(who, pay.command_id());
        const auto& [whose, order_id] =
            bought[bought.size() - 1 - static_cast<size_t>(i % 5) % bought.size()];
        if (i % 3 == 0) take_back(sales, clock, whose, order_id, i % 2 == 0);
    }
}

// The server that is going to be killed: the real store, sales and worker, four buyers at a time.
int run_shop(const std::string& url, const std::string& folder, const ShopHouse::Sale& sale) {
    spdlog::set_level(spdlog::level::off);  // its lines would mix with the answers
    const SystemClock clock;
    const auto database = store::Database::open(url);
    const auto bus = bus::make_local_bus();
    const auto committer = store::make_committer(*database, *bus, clock);
    const auto readers = store::make_readers(*database);
    shop::Sales sales(*committer, *readers);
    shop::SandboxGateway gateway(folder + "/sandbox-gateway.db", 5);
    const auto worker = shop::start_payment_worker(*committer, *readers, gateway, clock);
    sales.when_payment_is_due(worker->waker());
    std::vector<std::thread> tills;
    for (int till = 0; till < 4; ++till) tills.emplace_back([&, till] { buy_on(sales, clock, sale, till); });
    for (auto& till : tills) till.join();
    return 0;
}

}  // namespace

// SIGKILL in a burst of purchases, again and again on one database: what was answered is there, and nothing
// is doubled.
class TstSaleKilled : public QObject {
    Q_OBJECT

  private slots:
    void nothing_is_lost_or_doubled() {
        const unsigned seed = std::random_device()();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        ShopHouse house;
        house.clock.jump_us(SystemClock().now().us - house.clock.now().us);
        const int64_t stock = kStockPerKill * kills();
        const auto sale = house.sell(stock);
        std::set<std::string> holds, orders;
        for (int round = 0; round < kills(); ++round) {
            house.close();
            const std::string said = run_and_kill(house, sale, 20 + static_cast<int>(random() % 300));
            house.open();
            QVERIFY2(said.find("stop") == std::string::npos, said.c_str());
            std::istringstream lines(said);
            for (std::string what, id; lines >> what >> id;) (what == "hold" ? holds : orders).insert(id);
            check_answered(house, holds, orders);
            check_audit(house.audit());
            if (QTest::currentTestFailed()) return;
        }
        QVERIFY(orders.size() > static_cast<size_t>(kills()));
        finish(house, sale, stock);
    }

  private:
    // Answers what the shop had said when it was killed, after about so many lines.
    static std::string run_and_kill(const ShopHouse& house, const ShopHouse::Sale& sale, int lines) {
        QProcess shop;
        shop.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        shop.start(QCoreApplication::applicationFilePath(),
                   {"--shop", QString::fromStdString(house.url()), house.dir.path(),
                    QString::fromStdString(sale.show_id), QString::fromStdString(sale.variant_id)});
        QByteArray said;
        QDeadlineTimer deadline(30'000);
        while (said.count('\n') < lines && shop.state() != QProcess::NotRunning && !deadline.hasExpired()) {
            shop.waitForReadyRead(100);
            said += shop.readAllStandardOutput();
        }
        shop.kill();
        shop.waitForFinished(10'000);
        said += shop.readAllStandardOutput();
        return said.left(said.lastIndexOf('\n') + 1).toStdString();
    }

    static void check_answered(ShopHouse& house, const std::set<std::string>& holds,
                               const std::set<std::string>& orders) {
        const auto session = house.database->connect(true);
        const auto count = [&](std::string_view query, const std::string& id) {
            int64_t rows = 0;
            session->run(query, soci::into(rows), soci::use(id));
            return rows;
        };
        for (const auto& id : holds)
            QCOMPARE(count("SELECT COUNT(*) FROM hold WHERE id = :id", id), int64_t{1});
        for (const auto& id : orders)
            QCOMPARE(count("SELECT COUNT(*) FROM orders WHERE id = :id", id), int64_t{1});
    }

    static void check_audit(const std::vector<std::string>& complaints) {
        for (const auto& complaint : complaints) qWarning("%s", complaint.c_str());
        QVERIFY(complaints.empty());
    }

    // The last start: the worker finds every payment that was cut off, and the gateway's book agrees with the
    // shop's.
    static void finish(ShopHouse& house, const ShopHouse::Sale& sale, int64_t received) {
        shop::SandboxGateway gateway(house.dir.filePath("sandbox-gateway.db").toStdString(), 5);
        auto worker = shop::start_payment_worker(*house.committer, *house.readers, gateway, house.clock);
        const auto open_payments = [&] {
            house.clock.advance_us(60'000'000);
            worker->wake();
            int64_t open = 0;
            house.database->connect(true)->run(
                "SELECT (SELECT COUNT(*) FROM payment WHERE settled_us = 0) + (SELECT COUNT(*) FROM refund "
                "WHERE "
                "due_us > 0)",
                soci::into(open));
            return open;
        };
        QTRY_COMPARE_WITH_TIMEOUT(open_payments(), int64_t{0}, 60'000);
        worker.reset();
        house.clock.advance_us(1'000'000'000);
        while (house.expire() > 0) continue;
        check_audit(house.audit());
        house.clock.advance_us(house.terms.escrow_s * 1'000'000);
        while (house.release_escrow() > 0) continue;
        check_audit(house.audit());
        check_audit(audit_money(*house.database->connect(true), money_at(gateway)));
        const auto stock = house.stock(sale.variant_id);
        QCOMPARE(stock.held(), int64_t{0});
        QCOMPARE(stock.on_hand() + stock.sold(), received);
        QVERIFY(stock.sold() > 0);
    }
};

int main(int argc, char** argv) {
    if (argc == 6 && std::string(argv[1]) == "--shop")
        return run_shop(argv[2], argv[3], {argv[4], "", argv[5]});
    QCoreApplication application(argc, argv);
    TstSaleKilled test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_sale_killed.moc"
