// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <QProcess>
#include <QtTest>
#include <limits>
#include <random>

#include "tests/shop/ledger/book_auditor.h"
#include "tests/shop/ledger/environment.h"
#include "tests/shop/ledger/ledger_life.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using shop::ledger::Booking;

namespace {

constexpr size_t kInFlight = 64;

void say(const std::string& line) {
    const std::string text = line + "\n";
    if (write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) _exit(1);
}

int64_t reached(store::Session& sql) {
    int64_t step = 0;
    sql.run("SELECT COALESCE(MAX(step), 0) FROM reached", soci::into(step));
    return step;
}

// Goes on with the life where the database says that it was cut off, and writes in each step's transaction
// how far it is. Says a step once it was answered.
int live_on(const std::string& url, unsigned seed) {
    spdlog::set_level(spdlog::level::off);
    ManualClock clock({0});
    const auto database = store::Database::open(url);
    const auto bus = bus::make_local_bus();
    const auto committer = store::make_committer(*database, *bus, clock);
    LedgerLife life(seed);
    const int64_t done = reached(*database->connect(true));
    std::deque<std::pair<int64_t, Answer<Booking>>> under_way;
    const auto settle = [&] {
        for (auto& [step, answer] : under_way) {
            if (!answer.take().ok()) say("fault");
            say(std::to_string(step));
        }
        under_way.clear();
    };
    while (true) {
        const LedgerLife::Step step = life.next();
        if (step.what == LedgerLife::Step::time_passes) settle();
        clock.jump_us(life.now().us - clock.now().us);
        if (step.what == LedgerLife::Step::time_passes || life.steps() <= done) continue;
        auto& waiting = under_way.emplace_back();
        waiting.first = life.steps();
        committer->submit<Booking>(
            [step, number = life.steps()](store::Unit& unit) -> Result<Booking> {
                unit.sql().run("INSERT INTO reached (step) VALUES (:step)", soci::use(number));
                if (step.what == LedgerLife::Step::chain) return shop::ledger::book(unit, step.transfers);
                return Booking{shop::ledger::Verdict::applied,
                               shop::ledger::expire_reservations(unit, 1'000'000)};
            },
            waiting.second.reply());
        if (under_way.size() >= kInFlight) settle();
    }
}

}  // namespace

// SIGKILL in the middle of a life, again and again on one database: after each it stands exactly where the
// reference books stood after the last step that it says it reached, and that is no earlier than the last one
// that was answered. VITRINE_SEED=n replays it; VITRINE_KILLS makes it longer (./test long: 200).
class TstLedgerKilled : public QObject {
    Q_OBJECT

  private slots:
    void stands_where_it_says_it_stands() {
        const auto seed = static_cast<unsigned>(from_environment("VITRINE_SEED", std::random_device()()));
        const int64_t kills = from_environment("VITRINE_KILLS", 12);
        qInfo("VITRINE_SEED=%u", seed);
        std::mt19937 random(seed);
        LedgerLife life(seed);
        ShopHouse house;
        house.database->connect(false)->run("CREATE TABLE reached (step BIGINT PRIMARY KEY)");
        int64_t answered = 0;
        for (int64_t round = 0; round < kills; ++round) {
            house.close();
            answered = std::max(answered, live_and_kill(house, seed, 50 + static_cast<int>(random() % 3000)));
            house.open();
            const auto session = house.database->connect(true);
            session->begin_read();  // a PostgreSQL may still be busy with what the killed one had sent
            const int64_t step = reached(*session);
            QVERIFY(step >= answered);
            QVERIFY(step > life.steps());
            while (life.steps() < step) life.next();
            report(life.books().differences(*session));
            report(audit_books(*session));
            session->commit();
            if (QTest::currentTestFailed()) return;
        }
    }

  private:
    // Answers the last step that was answered before it was killed, after about so many.
    static int64_t live_and_kill(const ShopHouse& house, unsigned seed, int lines) {
        QProcess ledger;
        ledger.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        ledger.start(QCoreApplication::applicationFilePath(),
                     {"--live", QString::fromStdString(house.url()), QString::number(seed)});
        QByteArray said;
        QDeadlineTimer deadline(30'000);
        while (said.count('\n') < lines && ledger.state() != QProcess::NotRunning && !deadline.hasExpired()) {
            ledger.waitForReadyRead(100);
            said += ledger.readAllStandardOutput();
        }
        ledger.kill();
        ledger.waitForFinished(10'000);
        said += ledger.readAllStandardOutput();
        const QList<QByteArray> steps = said.left(said.lastIndexOf('\n')).split('\n');
        if (steps.contains("fault")) return std::numeric_limits<int64_t>::max();
        return steps.last().toLongLong();
    }

    static void report(const std::vector<std::string>& complaints) {
        for (const auto& complaint : complaints) qWarning("%s", complaint.c_str());
        QVERIFY(complaints.empty());
    }
};

int main(int argc, char** argv) {
    if (argc == 4 && std::string(argv[1]) == "--live")
        return live_on(argv[2], static_cast<unsigned>(std::stoul(argv[3])));
    QCoreApplication application(argc, argv);
    TstLedgerKilled test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ledger_killed.moc"
