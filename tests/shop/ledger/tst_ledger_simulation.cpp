// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>
#include <random>

#include "tests/shop/ledger/book_auditor.h"
#include "tests/shop/ledger/environment.h"
#include "tests/shop/ledger/ledger_life.h"
#include "tests/shop/shop_house.h"

using namespace vitrine;
using namespace vitrine::tests;
using shop::ledger::Booking;

namespace {

constexpr int64_t kAudits = 10;  // each reads the whole books
constexpr size_t kInFlight = 200;

}  // namespace

// A life of the ledger on a real database, beside the reference books that say what ought to become of every
// step. VITRINE_SEED=n replays it; VITRINE_STEPS makes it longer (./test long: two million).
class TstLedgerSimulation : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::critical); }

    void a_long_life() {
        const auto seed = static_cast<unsigned>(from_environment("VITRINE_SEED", std::random_device()()));
        const int64_t steps = from_environment("VITRINE_STEPS", 60'000);
        qInfo("VITRINE_SEED=%u", seed);
        LedgerLife life(seed);
        ShopHouse house;
        house.clock.jump_us(life.now().us - house.clock.now().us);
        while (life.steps() < steps) {
            take(house, life);
            if (QTest::currentTestFailed()) return;
            if (life.steps() % std::max<int64_t>(steps / kAudits, 1) == 0 || life.steps() == steps) {
                settle();
                if (QTest::currentTestFailed()) return;
                report(life.books().differences(*house.database->connect(true)), life.steps());
                report(audit_books(*house.database->connect(true)), life.steps());
                house.reopen();
            }
        }
        QVERIFY(life.books().transfers().size() > static_cast<size_t>(steps / 3));
    }

  private:
    void take(ShopHouse& house, LedgerLife& life) {
        LedgerLife::Step step = life.next();
        if (step.what == LedgerLife::Step::time_passes) {
            settle();  // what was told before time passed, happened before
            house.clock.advance_us(step.seconds * 1'000'000);
            return;
        }
        auto& waiting = under_way_.emplace_back();
        waiting.expected = step.expected;
        waiting.step = life.steps();
        house.committer->submit<Booking>(
            [step = std::move(step)](store::Unit& unit) -> Result<Booking> {
                if (step.what == LedgerLife::Step::chain) return shop::ledger::book(unit, step.transfers);
                return Booking{shop::ledger::Verdict::applied,
                               shop::ledger::expire_reservations(unit, 1'000'000)};
            },
            waiting.answer.reply());
        if (under_way_.size() >= kInFlight) settle();
    }

    void settle() {
        for (UnderWay& waiting : under_way_) {
            const Result<Booking> booking = waiting.answer.take();
            QVERIFY2(booking.ok(), qPrintable(QString("step %1: a fault").arg(waiting.step)));
            const QString what = QString("step %1: %2 with %3 booked, not %4 with %5")
                                     .arg(waiting.step)
                                     .arg(int(booking->verdict))
                                     .arg(booking->booked)
                                     .arg(int(waiting.expected.verdict))
                                     .arg(waiting.expected.booked);
            QVERIFY2(
                booking->verdict == waiting.expected.verdict && booking->booked == waiting.expected.booked,
                qPrintable(what));
        }
        under_way_.clear();
    }

    static void report(const std::vector<std::string>& complaints, int64_t step) {
        for (const auto& complaint : complaints)
            qWarning("step %lld: %s", static_cast<long long>(step), complaint.c_str());
        QVERIFY(complaints.empty());
    }

    struct UnderWay {
        Booking expected;
        int64_t step = 0;
        Answer<Booking> answer;
    };
    std::deque<UnderWay> under_way_;
};

QTEST_GUILESS_MAIN(TstLedgerSimulation)
#include "tst_ledger_simulation.moc"
