// SPDX-License-Identifier: GPL-3.0-or-later
// What only a database behind a connection can do to the committer and the readers: make a transaction give
// way, go away, and lose the answer to a COMMIT.
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <QProcess>
#include <QtTest>
#include <thread>

#include "server/domain/id.h"
#include "server/store/faults.h"
#include "tests/store/fresh_store.h"
#include "tests/store/tally.h"
#include "vitrine/v1/order.pb.h"

using namespace vitrine;
using tests::Answer;
using tests::await;

namespace {

// The real database over a line that can be cut: in one direction, so that a COMMIT arrives and its answer
// does not, or in both.
class BadLine final : public store::Database {
  public:
    explicit BadLine(store::Database& real) : real_(real) {}
    std::unique_ptr<store::Session> connect(bool read_only) override {
        if (down) throw store::DatabaseGone("the line is down");
        auto session = real_.connect(read_only);
        socket_ = PQsocket(static_cast<soci::postgresql_session_backend*>(session->get_backend())->conn_);
        return session;
    }
    const std::string& epoch() const override { return real_.epoch(); }

    void cut(int how) { ::shutdown(socket_, how); }
    std::atomic<bool> down = false;

  private:
    store::Database& real_;
    std::atomic<int> socket_ = -1;
};

struct Store : tests::FreshStore {
    Store() {
        tests::make_tally(*database);
        committer.reset();
        committer = store::make_committer(line, *bus, clock);
        (void)put("the first group also tidies up").take();
    }
    Answer<Done> put(
        const std::string& name, std::function<void()> then = [] {}) {
        Answer<Done> answer;
        committer->submit<Done>(
            [this, name, then](store::Unit& unit) -> Result<Done> {
                ++applied;
                tests::insert(unit, name);
                unit.emit(tests::sale("show", 1));
                then();
                return Done{};
            },
            answer.reply());
        return answer;
    }
    int64_t count(const std::string& name) {
        return number("SELECT COUNT(*) FROM tally WHERE name = '" + name + "'");
    }

    BadLine line{*database};
    std::atomic<int> applied = 0;
};

// Runs `then` the first time only.
std::function<void()> once(std::function<void()> then) {
    return [then = std::move(then), done = std::make_shared<bool>(false)] {
        if (!std::exchange(*done, true)) then();
    };
}

}  // namespace

class TstPostgresql : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        spdlog::set_level(spdlog::level::off);
        QVERIFY(folder_.isValid());
        qputenv("VITRINE_TEST_POSTGRESQL", (folder_.filePath("server")).toUtf8());
        server("start");
    }
    void cleanupTestCase() { server("end"); }

    void a_group_that_must_give_way_is_applied_again();
    void a_group_that_must_always_give_way_is_refused();
    void a_deadlock_with_a_stranger_is_survived();
    void a_commit_whose_answer_was_lost_is_answered_as_done();
    void a_commit_that_never_arrived_is_made_again();
    void news_of_a_commit_nobody_knew_of_come_late_but_come();
    void loses_nothing_when_the_server_crashes();
    void servers_take_turns();

  private:
    void server(const char* what) {
        const QString script = qEnvironmentVariable("VITRINE_SOURCE") + "/scripts/postgresql.sh";
        QCOMPARE(QProcess::execute(script, {what, folder_.filePath("server")}), 0);
    }

    QTemporaryDir folder_;
};

void TstPostgresql::a_group_that_must_give_way_is_applied_again() {
    Store s;
    s.execute(
        "CREATE FUNCTION give_way() RETURNS BIGINT LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'give way' USING ERRCODE = '40001'; END $$");
    int tries = 0;
    const auto result = await<Done>([&](auto reply) {
        s.committer->submit<Done>(
            [&](store::Unit& unit) -> Result<Done> {
                tests::insert(unit, "given way");
                unit.emit(tests::sale("show", 1));
                if (++tries < 3) unit.sql().run("SELECT give_way()");
                return Done{};
            },
            reply);
    });
    QVERIFY(result.ok());
    QCOMPARE(tries, 3);
    QCOMPARE(s.count("given way"), int64_t(1));
    QCOMPARE(s.events().size(), size_t(2));
    QCOMPARE(s.events().back()->seq(), int64_t(2));
}

void TstPostgresql::a_group_that_must_always_give_way_is_refused() {
    Store s;
    s.execute(
        "CREATE FUNCTION give_way() RETURNS BIGINT LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'give way' USING ERRCODE = '40P01'; END $$");
    const auto result = await<Done>([&](auto reply) {
        s.committer->submit<Done>(
            [&](store::Unit& unit) -> Result<Done> {
                tests::insert(unit, "never");
                unit.sql().run("SELECT give_way()");
                return Done{};
            },
            reply);
    });
    QCOMPARE(result.error().code, Code::unavailable);
    QVERIFY(result.error().retry_after_ms > 0);
    QCOMPARE(s.count("never"), int64_t(0));
    QVERIFY(s.put("after").take().ok());
}

// Ours locks "one" and then wants "two", the stranger the other way round; he waits for ever, so PostgreSQL
// ends ours.
void TstPostgresql::a_deadlock_with_a_stranger_is_survived() {
    Store s;
    s.execute("INSERT INTO tally (name, count) VALUES ('one', 0), ('two', 0)");
    const auto stranger = s.database->connect(false);
    *stranger << "SET deadlock_timeout = '1min'";
    *stranger << "SET lock_timeout = 0";
    *stranger << "BEGIN";
    stranger->run("UPDATE tally SET count = count + 10 WHERE name = 'two'");
    std::promise<void> locked;
    const auto lock_one = once([&] { locked.set_value(); });
    Answer<Done> answer;
    int tries = 0;
    s.committer->submit<Done>(
        [&](store::Unit& unit) -> Result<Done> {
            ++tries;
            unit.sql().run("UPDATE tally SET count = count + 1 WHERE name = 'one'");
            lock_one();
            unit.sql().run("UPDATE tally SET count = count + 1 WHERE name = 'two'");
            return Done{};
        },
        answer.reply());
    QVERIFY(locked.get_future().wait_for(std::chrono::seconds(30)) == std::future_status::ready);
    stranger->run("UPDATE tally SET count = count + 10 WHERE name = 'one'");
    stranger->commit();
    QVERIFY(answer.take().ok());
    QVERIFY(tries >= 2);
    QCOMPARE(s.number("SELECT CAST(SUM(count) AS BIGINT) FROM tally WHERE name IN ('one', 'two')"),
             int64_t(22));
}

void TstPostgresql::a_commit_whose_answer_was_lost_is_answered_as_done() {
    Store s;
    s.applied = 0;
    QVERIFY(s.put("lost", once([&] { s.line.cut(SHUT_RD); })).take().ok());
    QCOMPARE(s.applied.load(), 1);
    QCOMPARE(s.count("lost"), int64_t(1));
    QCOMPARE(s.events().size(), size_t(2));
    QVERIFY(s.put("after").take().ok());
    QCOMPARE(s.events().back()->seq(), int64_t(3));
}

void TstPostgresql::a_commit_that_never_arrived_is_made_again() {
    Store s;
    s.applied = 0;
    QVERIFY(s.put("cut off", once([&] { s.line.cut(SHUT_RDWR); })).take().ok());
    QCOMPARE(s.applied.load(), 2);
    QCOMPARE(s.count("cut off"), int64_t(1));
    QCOMPARE(s.events().size(), size_t(2));
}

void TstPostgresql::news_of_a_commit_nobody_knew_of_come_late_but_come() {
    Store s;
    v1::HoldRequest request;
    request.set_command_id(make_id(s.clock.now()));
    const auto send = [&](std::function<void()> then) {
        return await<v1::Hold>([&](auto reply) {
            s.committer->submit_once<v1::Hold>(
                "hold:ann", request,
                [&](store::Unit& unit) -> Result<v1::Hold> {
                    tests::insert(unit, "unknown");
                    unit.emit(tests::sale("show", 1));
                    then();
                    return v1::Hold();
                },
                reply);
        });
    };
    const auto first = send(once([&] {
        s.line.down = true;
        s.line.cut(SHUT_RD);
    }));
    QCOMPARE(first.error().code, Code::unavailable);
    QCOMPARE(s.events().size(), size_t(1));
    s.line.down = false;
    // The buyer sends the same command again, as he was told to: it is done once, and everybody hears of it.
    QVERIFY(send([] {}).ok());
    QCOMPARE(s.count("unknown"), int64_t(1));
    QCOMPARE(s.events().size(), size_t(2));
    QCOMPARE(s.events().back()->seq(), int64_t(2));
}

void TstPostgresql::loses_nothing_when_the_server_crashes() {
    Store s;
    std::atomic<bool> going = true;
    std::set<std::string> acknowledged;
    std::thread buyer([&] {
        for (int i = 0; going; ++i) {
            const std::string name = "row " + std::to_string(i);
            if (s.put(name).take().ok()) acknowledged.insert(name);
        }
    });
    const auto kept = [&] { return s.applied.load(); };
    const int before = kept();
    QTRY_VERIFY_WITH_TIMEOUT(kept() > before + 50, 30'000);
    server("crash");
    const auto refused = await<int64_t>([&](auto reply) {
        s.readers->run<int64_t>(
            [](store::Session& sql) -> Result<int64_t> {
                int64_t n = 0;
                sql.run("SELECT COUNT(*) FROM tally", soci::into(n));
                return n;
            },
            reply);
    });
    QCOMPARE(refused.error().code, Code::unavailable);
    server("again");
    const int after = kept();
    QTRY_VERIFY_WITH_TIMEOUT(kept() > after + 50, 30'000);
    going = false;
    buyer.join();
    std::set<std::string> stored;
    std::string name;
    s.database->connect(true)->each(
        "SELECT name FROM tally", [&] { stored.insert(name); }, soci::into(name));
    for (const auto& one : acknowledged) QVERIFY2(stored.contains(one), one.c_str());
    // Whatever was lost or came late: each stored row has its event, and the numbers have no gap.
    QCOMPARE(s.number("SELECT COUNT(*) FROM event_log"), int64_t(stored.size()));
    QCOMPARE(s.number("SELECT MAX(seq) FROM event_log"), int64_t(stored.size()));
    QCOMPARE(s.events().size(), stored.size());
}

// Two committers on one database, as two servers have: numbers without gaps, nobody must give way.
void TstPostgresql::servers_take_turns() {
    Store s;
    const auto bus = bus::make_local_bus();
    const auto other = store::make_committer(*s.database, *bus, s.clock);
    static constexpr int kEach = 150;
    const auto sell = [](store::Committer& committer) {
        std::vector<Answer<Done>> answers(kEach);
        for (auto& answer : answers) {
            committer.submit<Done>(
                [](store::Unit& unit) -> Result<Done> {
                    unit.emit(tests::sale("show", 1));
                    unit.sql().run("UPDATE tally SET count = count + 1");
                    return Done{};
                },
                answer.reply());
        }
        int kept = 0;
        for (auto& answer : answers) kept += answer.take().ok();
        return kept;
    };
    auto there = std::async(std::launch::async, [&] { return sell(*other); });
    QCOMPARE(sell(*s.committer), kEach);
    QCOMPARE(there.get(), kEach);
    QCOMPARE(s.number("SELECT count FROM tally"), int64_t(1 + 2 * kEach));
    QCOMPARE(s.number("SELECT COUNT(*) FROM event_log"), int64_t(1 + 2 * kEach));
    QCOMPARE(s.number("SELECT MAX(seq) FROM event_log"), int64_t(1 + 2 * kEach));
}

QTEST_GUILESS_MAIN(TstPostgresql)
#include "tst_postgresql.moc"
