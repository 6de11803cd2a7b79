// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>
#include <thread>

#include "tests/store/fresh_store.h"
#include "tests/store/tally.h"

using namespace vitrine;
using tests::Answer;
using tests::await;

class TstReaders : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { spdlog::set_level(spdlog::level::off); }
    void sees_one_state_throughout_a_query();
    void sees_what_was_answered();
    void cannot_write();
    void answers_faults_and_goes_on();
    void refuses_when_the_queue_is_full();
    void computes_beside_the_queries();
    void finishes_what_is_queued_when_destroyed();
    void answers_even_what_is_asked_for_while_it_ends();
};

namespace {

Result<Done> add(tests::FreshStore& s, const std::string& name) {
    return await<Done>([&](auto reply) {
        s.committer->submit<Done>(
            [name](store::Unit& unit) -> Result<Done> {
                tests::insert(unit, name);
                return Done{};
            },
            reply);
    });
}

int64_t rows(store::Session& session) {
    int64_t count = 0;
    session.run("SELECT COUNT(*) FROM tally", soci::into(count));
    return count;
}

}  // namespace

void TstReaders::sees_one_state_throughout_a_query() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    QVERIFY(add(s, "one").ok());
    std::promise<void> first_read, second_written;
    Answer<std::pair<int64_t, int64_t>> seen;
    s.readers->run<std::pair<int64_t, int64_t>>(
        [&](store::Session& session) -> Result<std::pair<int64_t, int64_t>> {
            const int64_t before = rows(session);
            first_read.set_value();
            second_written.get_future().wait_for(std::chrono::seconds(30));
            return std::pair(before, rows(session));
        },
        seen.reply());
    first_read.get_future().wait_for(std::chrono::seconds(30));
    QVERIFY(add(s, "two").ok());
    second_written.set_value();
    const auto counts = seen.take().value();
    QCOMPARE(counts.first, int64_t(1));
    QCOMPARE(counts.second, int64_t(1));
}

void TstReaders::sees_what_was_answered() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    for (int i = 1; i <= 30; ++i) {
        QVERIFY(add(s, std::to_string(i)).ok());
        const auto count = await<int64_t>([&](auto reply) {
            s.readers->run<int64_t>([](store::Session& session) -> Result<int64_t> { return rows(session); },
                                    reply);
        });
        QCOMPARE(count.value(), int64_t(i));
    }
}

void TstReaders::cannot_write() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    const auto result = await<Done>([&](auto reply) {
        s.readers->run<Done>(
            [](store::Session& session) -> Result<Done> {
                session.run("INSERT INTO tally (name, count) VALUES ('smuggled', 1)");
                return Done{};
            },
            reply);
    });
    QVERIFY(!result.ok());
    QCOMPARE(s.number("SELECT COUNT(*) FROM tally"), int64_t(0));
}

void TstReaders::answers_faults_and_goes_on() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    for (int i = 0; i < 8; ++i) {
        const auto result = await<int64_t>([&](auto reply) {
            s.readers->run<int64_t>(
                [i](store::Session& session) -> Result<int64_t> {
                    rows(session);
                    if (i % 2) throw std::runtime_error("a bug");
                    session.run("SELECT nothing FROM nowhere");
                    return int64_t(0);
                },
                reply);
        });
        QCOMPARE(result.error().code, Code::internal);
    }
    QVERIFY(add(s, "one").ok());
    for (int i = 0; i < 4; ++i) {
        const auto count = await<int64_t>([&](auto reply) {
            s.readers->run<int64_t>([](store::Session& session) -> Result<int64_t> { return rows(session); },
                                    reply);
        });
        QCOMPARE(count.value(), int64_t(1));
    }
}

void TstReaders::refuses_when_the_queue_is_full() {
    tests::FreshStore s;
    const auto readers = store::make_readers(*s.database, {.threads = 1, .queue = 1, .computations = 1});
    std::promise<void> entered, open;
    Answer<Done> held, queued, refused;
    readers->run<Done>(
        [&](store::Session&) -> Result<Done> {
            entered.set_value();
            open.get_future().wait_for(std::chrono::seconds(30));
            return Done{};
        },
        held.reply());
    entered.get_future().wait_for(std::chrono::seconds(30));
    const auto nothing = [](store::Session&) -> Result<Done> { return Done{}; };
    readers->run<Done>(nothing, queued.reply());
    readers->run<Done>(nothing, refused.reply());
    const auto result = refused.take();
    QCOMPARE(result.error().code, Code::unavailable);
    QVERIFY(result.error().retry_after_ms > 0);
    open.set_value();
    QVERIFY(held.take().ok());
    QVERIFY(queued.take().ok());
}

void TstReaders::computes_beside_the_queries() {
    tests::FreshStore s;
    tests::make_tally(*s.database);
    std::promise<void> open;
    Answer<int> slow;
    s.readers->compute<int>(
        [&]() -> Result<int> {
            open.get_future().wait_for(std::chrono::seconds(30));
            return 42;
        },
        slow.reply());
    const auto count = await<int64_t>([&](auto reply) {
        s.readers->run<int64_t>([](store::Session& session) -> Result<int64_t> { return rows(session); },
                                reply);
    });
    QVERIFY(count.ok());
    open.set_value();
    QCOMPARE(slow.take().value(), 42);
    const auto broken = await<int>([&](auto reply) {
        s.readers->compute<int>([]() -> Result<int> { throw std::runtime_error("a bug"); }, reply);
    });
    QCOMPARE(broken.error().code, Code::internal);
}

void TstReaders::finishes_what_is_queued_when_destroyed() {
    tests::FreshStore s;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 200; ++i) {
        s.readers->run<Done>([](store::Session&) -> Result<Done> { return Done{}; },
                             [&](Result<Done> r) { answered += r.ok(); });
    }
    s.readers.reset();
    QCOMPARE(answered.load(), 200);
}

// Answers that ask for more, as signing in does: a query, a computation, a query. Each gets an answer, if
// only a refusal.
void TstReaders::answers_even_what_is_asked_for_while_it_ends() {
    tests::FreshStore s;
    std::atomic<int> answered = 0;
    constexpr int kAsked = 40;
    auto& readers = *s.readers;
    const auto nothing = [](store::Session&) -> Result<Done> { return Done{}; };
    for (int i = 0; i < kAsked; ++i) {
        readers.run<Done>(nothing, [&](Result<Done>) {
            readers.compute<Done>(
                []() -> Result<Done> { return Done{}; },
                [&](Result<Done>) { readers.run<Done>(nothing, [&](Result<Done>) { ++answered; }); });
        });
    }
    s.readers.reset();
    QCOMPARE(answered.load(), kAsked);
}

QTEST_GUILESS_MAIN(TstReaders)
#include "tst_readers.moc"
