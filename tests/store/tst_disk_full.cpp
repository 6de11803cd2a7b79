// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>

#include "tests/store/fresh_store.h"
#include "tests/store/tally.h"

using namespace vitrine;
using tests::Answer;
using tests::await;

namespace {

// A disk of `pages` database pages: SQLite answers SQLITE_FULL past them, as it does when write() says
// ENOSPC.
class SmallDisk final : public store::Database {
  public:
    SmallDisk(store::Database& real, int64_t pages) : real_(real), pages_(pages) {}
    std::unique_ptr<store::Session> connect(bool read_only) override {
        auto session = real_.connect(read_only);
        *session << "PRAGMA max_page_count = " + std::to_string(pages_);
        return session;
    }
    const std::string& epoch() const override { return real_.epoch(); }

  private:
    store::Database& real_;
    int64_t pages_;
};

Result<Done> put(store::Committer& committer, const std::string& name, size_t bytes) {
    return await<Done>([&](auto reply) {
        committer.submit<Done>(
            [=](store::Unit& unit) -> Result<Done> {
                tests::insert(unit, name + std::string(bytes, 'x'));
                unit.emit(tests::sale("show", 1));
                return Done{};
            },
            reply);
    });
}

}  // namespace

class TstDiskFull : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::off); }
    void answers_unavailable_and_recovers();
    void fails_the_whole_group_refusals_too();
    void recovers_when_another_program_held_the_lock();
};

void TstDiskFull::answers_unavailable_and_recovers() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    s.committer.reset();
    SmallDisk disk(*s.database, s.number("PRAGMA page_count") + 40);
    s.committer = store::make_committer(disk, *s.bus, s.clock);
    int kept = 0;
    Result<Done> last = Done{};
    for (; kept < 1000; ++kept) {
        last = put(*s.committer, std::to_string(kept), 3000);
        if (!last.ok()) break;
    }
    QVERIFY2(kept > 3 && kept < 1000, "the disk never became full");
    QCOMPARE(last.error().code, Code::unavailable);
    QVERIFY(last.error().retry_after_ms > 0);
    QCOMPARE(s.number("SELECT COUNT(*) FROM tally"), int64_t(kept));
    QCOMPARE(int(s.events().size()), kept);
    // Still full: refused again, and nothing else is broken.
    QCOMPARE(put(*s.committer, "again", 3000).error().code, Code::unavailable);
    // The operator makes room.
    s.execute("DELETE FROM tally");
    QVERIFY(put(*s.committer, "after", 100).ok());
    QCOMPARE(s.number("SELECT COUNT(*) FROM tally"), int64_t(1));
    // The number of the event that was never published was not used up.
    QCOMPARE(s.events().back()->seq(), int64_t(kept + 1));
}

void TstDiskFull::fails_the_whole_group_refusals_too() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    s.committer.reset();
    SmallDisk disk(*s.database, s.number("PRAGMA page_count") + 2);
    s.committer = store::make_committer(disk, *s.bus, s.clock);
    tests::Gate gate;
    gate.close(*s.committer);
    Answer<Done> small, refused, big, after;
    const auto command = [](const std::string& name, bool refuse) {
        return [=](store::Unit& unit) -> Result<Done> {
            tests::insert(unit, name);
            unit.emit(tests::sale("show", 1));
            if (refuse) return Error{Code::sold_out, "none left, because of the one before"};
            return Done{};
        };
    };
    s.committer->submit<Done>(command("small", false), small.reply());
    s.committer->submit<Done>(command("refused", true), refused.reply());
    s.committer->submit<Done>(command(std::string(100'000, 'b'), false), big.reply());
    s.committer->submit<Done>(command("after", false), after.reply());
    gate.open.set_value();
    for (auto* answer : {&small, &refused, &big, &after})
        QCOMPARE(answer->take().error().code, Code::unavailable);
    QCOMPARE(s.number("SELECT COUNT(*) FROM tally"), int64_t(0));
    QVERIFY(s.events().empty());
    QVERIFY(put(*s.committer, "small again", 1).ok());
}

void TstDiskFull::recovers_when_another_program_held_the_lock() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    // A short wait in the committer's session, so that the test does not take the usual five seconds.
    class Impatient final : public store::Database {
      public:
        explicit Impatient(store::Database& real) : real_(real) {}
        std::unique_ptr<store::Session> connect(bool read_only) override {
            auto session = real_.connect(read_only);
            *session << "PRAGMA busy_timeout = 20";
            return session;
        }
        const std::string& epoch() const override { return real_.epoch(); }

      private:
        store::Database& real_;
    } impatient(*s.database);
    s.committer.reset();
    s.committer = store::make_committer(impatient, *s.bus, s.clock);
    const auto other = s.database->connect(false);
    other->begin_write();
    QCOMPARE(put(*s.committer, "while locked", 1).error().code, Code::unavailable);
    QVERIFY(other->rollback());
    QVERIFY(put(*s.committer, "after", 1).ok());
    QCOMPARE(s.number("SELECT COUNT(*) FROM tally"), int64_t(1));
}

QTEST_GUILESS_MAIN(TstDiskFull)
#include "tst_disk_full.moc"
