// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/spdlog.h>

#include <QtTest>
#include <thread>

#include "server/domain/id.h"
#include "server/store/committer_meters.h"
#include "tests/store/fresh_store.h"
#include "tests/store/tally.h"
#include "vitrine/v1/order.pb.h"

using namespace vitrine;
using tests::Answer;
using tests::await;
using tests::Gate;
using tests::insert;
using tests::sale;

namespace {

struct Store : tests::FreshStore {
    explicit Store(store::CommitterLimits limits = {}) : FreshStore(limits) { tests::make_tally(*database); }
    int64_t count(const std::string& what = "SELECT COUNT(*) FROM tally") { return number(what); }
};

}  // namespace

class TstCommitter : public QObject {
    Q_OBJECT

  private slots:
    // The faults below are meant; their log lines would hide a real one.
    void initTestCase() { spdlog::set_level(spdlog::level::off); }

    void answers_after_the_commit_is_visible_to_others();
    void keeps_the_order_of_a_group_in_events_and_answers();
    void undoes_a_refused_command_alone();
    void undoes_a_throwing_command_alone();
    void numbers_events_without_gaps_per_show_and_audience();
    void numbers_without_gaps_under_concurrency();
    void does_not_number_what_is_not_kept();
    void refuses_when_the_queue_is_full();
    void counts_its_groups_and_what_it_refused();
    void answers_a_repeated_command_as_before();
    void refuses_the_same_id_with_other_contents();
    void does_not_remember_errors();
    void refuses_ids_that_are_not_uuid7();
    void forgets_commands_after_a_day_and_not_before();
    void ends_a_group_once_for_all_who_asked();
    void begins_a_group_again_only_when_something_must_be_undone();
    void applies_neighbours_of_one_kind_together();
    void applies_each_alone_when_company_fails();
    void finishes_what_is_queued_when_destroyed();
    void survives_answers_that_throw();
};

void TstCommitter::answers_after_the_commit_is_visible_to_others() {
    Store s;
    for (int i = 0; i < 20; ++i) {
        Answer<int64_t> seen;
        s.committer->submit<Done>(
            [i](store::Unit& unit) -> Result<Done> {
                insert(unit, std::to_string(i));
                return Done{};
            },
            [&](Result<Done> result) {
                QVERIFY(result.ok());
                seen.reply()(s.count());
            });
        QCOMPARE(seen.take().value(), int64_t(i + 1));
    }
}

void TstCommitter::keeps_the_order_of_a_group_in_events_and_answers() {
    Store s;
    Gate gate;
    gate.close(*s.committer);
    std::vector<std::string> happened;  // written on the committer's thread only, read after it has answered
    std::vector<std::unique_ptr<Answer<Done>>> answers;
    for (int i = 0; i < 10; ++i) {
        answers.push_back(std::make_unique<Answer<Done>>());
        s.committer->submit<Done>(
            [i, &happened](store::Unit& unit) -> Result<Done> {
                unit.emit(sale("show", i + 1));
                unit.after_commit([i, &happened] { happened.push_back("action " + std::to_string(i)); });
                return Done{};
            },
            [i, &happened, &s, reply = answers.back()->reply()](Result<Done> result) {
                // Everything of the group was published before the first answer.
                if (i == 0) happened.push_back("events " + std::to_string(s.events().size()));
                happened.push_back("answer " + std::to_string(i));
                reply(std::move(result));
            });
    }
    gate.open.set_value();
    for (auto& answer : answers) QVERIFY(answer->take().ok());
    std::vector<std::string> expected;
    for (int i = 0; i < 10; ++i) expected.push_back("action " + std::to_string(i));
    expected.push_back("events 10");
    for (int i = 0; i < 10; ++i) expected.push_back("answer " + std::to_string(i));
    QVERIFY(happened == expected);
    const auto events = s.events();
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(events[i]->sale().quantity(), int64_t(i + 1));
        QCOMPARE(events[i]->seq(), int64_t(i + 1));
        QCOMPARE(events[i]->at_us(), s.clock.now().us);
    }
}

void TstCommitter::undoes_a_refused_command_alone() {
    Store s;
    Gate gate;
    gate.close(*s.committer);
    std::vector<std::unique_ptr<Answer<Done>>> answers;
    for (int i = 0; i < 9; ++i) {
        answers.push_back(std::make_unique<Answer<Done>>());
        s.committer->submit<Done>(
            [i](store::Unit& unit) -> Result<Done> {
                insert(unit, std::to_string(i));
                unit.emit(sale("show", i));
                if (i % 3 == 1) return Error{Code::sold_out, "none left"};
                return Done{};
            },
            answers.back()->reply());
    }
    gate.open.set_value();
    for (int i = 0; i < 9; ++i) {
        const auto result = answers[i]->take();
        QCOMPARE(result.ok(), i % 3 != 1);
        if (!result.ok()) QCOMPARE(result.error().code, Code::sold_out);
    }
    QCOMPARE(s.count(), int64_t(6));
    const auto events = s.events();
    QCOMPARE(events.size(), size_t(6));
    for (size_t i = 0; i < events.size(); ++i) QCOMPARE(events[i]->seq(), int64_t(i + 1));
}

void TstCommitter::undoes_a_throwing_command_alone() {
    Store s;
    Gate gate;
    gate.close(*s.committer);
    const auto command = [](const std::string& name) {
        return [name](store::Unit& unit) -> Result<Done> {
            insert(unit, name);
            unit.emit(sale("show", 1));
            if (name == "thrower") throw std::logic_error("a bug");
            return Done{};
        };
    };
    Answer<Done> first, broken, twice, last;
    s.committer->submit<Done>(command("first"), first.reply());
    s.committer->submit<Done>(command("thrower"), broken.reply());
    s.committer->submit<Done>(command("first"), twice.reply());  // breaks the primary key
    s.committer->submit<Done>(command("last"), last.reply());
    gate.open.set_value();
    QVERIFY(first.take().ok());
    QCOMPARE(broken.take().error().code, Code::internal);
    QCOMPARE(twice.take().error().code, Code::internal);
    QVERIFY(last.take().ok());
    QCOMPARE(s.count(), int64_t(2));
    QCOMPARE(s.events().size(), size_t(2));
    QCOMPARE(s.events()[1]->seq(), int64_t(2));
}

void TstCommitter::numbers_events_without_gaps_per_show_and_audience() {
    Store s;
    for (int i = 1; i <= 3; ++i) {
        QVERIFY(await<Done>([&](auto reply) {
                    s.committer->submit<Done>(
                        [](store::Unit& unit) -> Result<Done> {
                            unit.emit(sale("one", 1));
                            unit.emit(sale("two", 1));
                            unit.emit(sale("one", 1, v1::AUDIENCE_STAFF));
                            unit.emit(sale("one", 2));
                            return Done{};
                        },
                        reply);
                }).ok());
    }
    std::map<std::pair<std::string, int>, int64_t> last;
    for (const auto& event : s.events())
        QCOMPARE(event->seq(), ++last[std::pair(event->show_id(), int(event->audience()))]);
    QCOMPARE(last.size(), size_t(3));
    QCOMPARE((last[std::pair(std::string("one"), 1)]), int64_t(6));
    QCOMPARE(s.count("SELECT COUNT(*) FROM event_log"), int64_t(12));
}

void TstCommitter::numbers_without_gaps_under_concurrency() {
    Store s;
    static constexpr int kThreads = 4, kEach = 300;
    std::atomic<int> kept = 0, answered = 0;
    std::promise<void> all;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                s.committer->submit<Done>(
                    [i, t](store::Unit& unit) -> Result<Done> {
                        unit.emit(sale(i % 2 ? "odd" : "even", t * kEach + i + 1));
                        if (i % 7 == 3) return Error{Code::sold_out, "none left"};
                        if (i % 11 == 5) throw std::runtime_error("a fault");
                        return Done{};
                    },
                    [&](Result<Done> result) {
                        if (result.ok()) ++kept;
                        if (++answered == kThreads * kEach) all.set_value();
                    });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    QVERIFY(all.get_future().wait_for(std::chrono::seconds(30)) == std::future_status::ready);
    std::map<std::string, int64_t> last;
    const auto events = s.events();
    QCOMPARE(int(events.size()), kept.load());
    for (const auto& event : events) QCOMPARE(event->seq(), ++last[event->show_id()]);
    QCOMPARE(s.count("SELECT COUNT(*) FROM event_log"), int64_t(kept));
    QCOMPARE(s.count("SELECT MAX(seq) FROM event_log WHERE show_id = 'odd'"), last["odd"]);
}

void TstCommitter::does_not_number_what_is_not_kept() {
    Store s;
    QVERIFY(await<Done>([&](auto reply) {
                s.committer->submit<Done>(
                    [](store::Unit& unit) -> Result<Done> {
                        auto mine = sale("show", 1, v1::AUDIENCE_PERSON);
                        mine.set_recipient_id("somebody");
                        unit.emit(mine);
                        v1::ShowEvent line;
                        line.set_show_id("show");
                        line.set_audience(v1::AUDIENCE_EVERYONE);
                        line.mutable_chat()->set_number(7);
                        unit.emit(line);
                        line.mutable_viewers()->set_watching(3);
                        unit.emit(line);
                        unit.emit(sale("show", 1));
                        return Done{};
                    },
                    reply);
            }).ok());
    const auto events = s.events();
    QCOMPARE(events.size(), size_t(4));
    for (int i = 0; i < 3; ++i) QCOMPARE(events[i]->seq(), int64_t(0));
    QCOMPARE(events[3]->seq(), int64_t(1));
    QCOMPARE(s.count("SELECT COUNT(*) FROM event_log"), int64_t(1));
}

void TstCommitter::refuses_when_the_queue_is_full() {
    Store s({.queue = 3, .group = 256});
    Gate gate;
    gate.close(*s.committer);
    std::vector<std::unique_ptr<Answer<Done>>> answers;
    for (int i = 0; i < 5; ++i) {
        answers.push_back(std::make_unique<Answer<Done>>());
        s.committer->submit<Done>(
            [i](store::Unit& unit) -> Result<Done> {
                insert(unit, std::to_string(i));
                return Done{};
            },
            answers.back()->reply());
    }
    // Told at once, while the committer stands still.
    for (int i = 3; i < 5; ++i) {
        const auto result = answers[i]->take();
        QCOMPARE(result.error().code, Code::unavailable);
        QVERIFY(result.error().retry_after_ms > 0);
    }
    gate.open.set_value();
    for (int i = 0; i < 3; ++i) QVERIFY(answers[i]->take().ok());
    QCOMPARE(s.count(), int64_t(3));
}

void TstCommitter::counts_its_groups_and_what_it_refused() {
    Store s({.queue = 3, .group = 256});
    const auto groups = [&] { return s.committer->meters().group_size.Collect().histogram; };
    const auto before = groups();
    Gate gate;
    gate.close(*s.committer);  // a group of one
    std::vector<std::unique_ptr<Answer<Done>>> answers;
    for (int i = 0; i < 4; ++i) {
        answers.push_back(std::make_unique<Answer<Done>>());
        s.committer->submit<Done>([](store::Unit&) -> Result<Done> { return Done{}; },
                                  answers.back()->reply());
    }
    QCOMPARE(s.committer->waiting(), size_t(3));
    QCOMPARE(s.committer->meters().refused.load(), uint64_t(1));
    gate.open.set_value();
    for (const auto& answer : answers) (void)answer->take();
    const auto after = groups();
    QCOMPARE(after.sample_count - before.sample_count, uint64_t(2));
    QCOMPARE(after.sample_sum - before.sample_sum, 4.0);
    QCOMPARE(s.committer->meters().commit_s.Collect().histogram.sample_count, after.sample_count);
    QCOMPARE(s.committer->waiting(), size_t(0));
    QCOMPARE(s.committer->meters().groups_lost.load(), uint64_t(0));
}

namespace {

Result<v1::Hold> hold_once(Store& s, const v1::HoldRequest& request, int& times,
                           const std::string& scope = "hold:me") {
    return await<v1::Hold>([&](auto reply) {
        s.committer->submit_once<v1::Hold>(
            scope, request,
            [&times, request](store::Unit& unit) -> Result<v1::Hold> {
                ++times;
                insert(unit, request.command_id() + std::to_string(times));
                if (request.quantity() < 0) return Error{Code::sold_out, "none left"};
                v1::Hold hold;
                hold.set_id(request.command_id());
                hold.set_quantity(request.quantity());
                hold.set_expires_us(unit.now().us);
                return hold;
            },
            reply);
    });
}

}  // namespace

void TstCommitter::answers_a_repeated_command_as_before() {
    Store s;
    int times = 0;
    v1::HoldRequest request;
    request.set_command_id(make_id(s.clock.now()));
    request.set_quantity(2);
    const auto first = hold_once(s, request, times);
    s.clock.advance_us(1'000'000);
    const auto second = hold_once(s, request, times);
    QCOMPARE(times, 1);
    QCOMPARE(second->SerializeAsString(), first->SerializeAsString());
    // The same id of somebody else is another command.
    QVERIFY(hold_once(s, request, times, "hold:you").ok());
    QCOMPARE(times, 2);
    QCOMPARE(s.count(), int64_t(2));
}

void TstCommitter::refuses_the_same_id_with_other_contents() {
    Store s;
    int times = 0;
    v1::HoldRequest request;
    request.set_command_id(make_id(s.clock.now()));
    request.set_quantity(2);
    QVERIFY(hold_once(s, request, times).ok());
    request.set_quantity(3);
    QCOMPARE(hold_once(s, request, times).error().code, Code::conflict);
    QCOMPARE(times, 1);
}

void TstCommitter::does_not_remember_errors() {
    Store s;
    int times = 0;
    v1::HoldRequest request;
    request.set_command_id(make_id(s.clock.now()));
    request.set_quantity(-1);
    QCOMPARE(hold_once(s, request, times).error().code, Code::sold_out);
    QCOMPARE(hold_once(s, request, times).error().code, Code::sold_out);
    QVERIFY(times >= 2);  // a group that must undo something is begun again
    QCOMPARE(s.count(), int64_t(0));
    QCOMPARE(s.count("SELECT COUNT(*) FROM command"), int64_t(0));
}

void TstCommitter::refuses_ids_that_are_not_uuid7() {
    Store s;
    int times = 0;
    v1::HoldRequest request;
    for (const char* id : {"", "1", "'; DROP TABLE command; --", "123e4567-e89b-42d3-a456-426614174000",
                           "0190163D-8694-739B-AEA5-966C26F8AD91"}) {
        request.set_command_id(id);
        QCOMPARE(hold_once(s, request, times).error().code, Code::invalid_argument);
    }
    QCOMPARE(times, 0);
}

void TstCommitter::forgets_commands_after_a_day_and_not_before() {
    Store s;
    int times = 0;
    v1::HoldRequest request;
    request.set_command_id(make_id(s.clock.now()));
    QVERIFY(hold_once(s, request, times).ok());
    s.clock.advance_us(24LL * 3600 * 1'000'000);
    QVERIFY(hold_once(s, request, times).ok());
    QCOMPARE(times, 1);
    s.clock.advance_us(2LL * 3600 * 1'000'000);
    v1::HoldRequest other;
    other.set_command_id(make_id(s.clock.now()));
    QVERIFY(hold_once(s, other, times).ok());
    QCOMPARE(s.count("SELECT COUNT(*) FROM command"), int64_t(1));
}

void TstCommitter::ends_a_group_once_for_all_who_asked() {
    Store s;
    Gate gate;
    gate.close(*s.committer);
    std::vector<std::unique_ptr<Answer<Done>>> answers;
    for (int i = 0; i < 6; ++i) {
        answers.push_back(std::make_unique<Answer<Done>>());
        s.committer->submit<Done>(
            [i](store::Unit& unit) -> Result<Done> {
                insert(unit, std::to_string(i));
                unit.at_group_end("count", [](store::Unit& last) {
                    int64_t rows = 0;
                    last.sql().run("SELECT COUNT(*) FROM tally", soci::into(rows));
                    last.emit(sale("show", rows));
                });
                unit.at_group_end("broken", [](store::Unit& last) {
                    insert(last, "of a broken end");
                    last.emit(sale("show", 99));
                    throw std::runtime_error("an action at the end fails");
                });
                if (i == 5) return Error{Code::sold_out, "none left"};
                return Done{};
            },
            answers.back()->reply());
    }
    gate.open.set_value();
    for (int i = 0; i < 6; ++i) QCOMPARE(answers[i]->take().ok(), i != 5);
    const auto events = s.events();
    QCOMPARE(events.size(), size_t(1));
    QCOMPARE(events[0]->sale().quantity(), int64_t(5));
    QCOMPARE(events[0]->seq(), int64_t(1));
    QCOMPARE(s.count(), int64_t(5));
}

void TstCommitter::begins_a_group_again_only_when_something_must_be_undone() {
    Store s;
    for (const bool writes : {false, true}) {
        int times = 0;
        const auto result = await<Done>([&](auto reply) {
            s.committer->submit<Done>(
                [&](store::Unit& unit) -> Result<Done> {
                    ++times;
                    if (writes) insert(unit, "undone");
                    return Error{Code::sold_out, "none left"};
                },
                reply);
        });
        QCOMPARE(result.error().code, Code::sold_out);
        QCOMPARE(times, writes ? 2 : 1);
        QCOMPARE(s.count(), int64_t(0));
    }
}

namespace {

using Together = store::ApplyTogether<Done, std::string>;

// Inserts each name; refuses "no"; throws at "bad". Notes how many names came at once.
std::shared_ptr<const Together> inserting(std::vector<size_t>& companies) {
    return std::make_shared<const Together>(
        [&companies](store::Unit& unit, std::span<const std::string* const> names) {
            companies.push_back(names.size());
            std::vector<Result<Done>> answers;
            for (const std::string* name : names) {
                if (*name == "no") {
                    answers.push_back(Error{Code::sold_out, "none left"});
                    continue;
                }
                insert(unit, *name);
                if (*name == "bad") throw std::logic_error("a bug");
                unit.emit(sale("show", 1));
                answers.emplace_back(Done{});
            }
            return answers;
        });
}

}  // namespace

void TstCommitter::applies_neighbours_of_one_kind_together() {
    Store s;
    std::vector<size_t> companies, others;
    const auto one = inserting(companies), other = inserting(others);
    Gate gate;
    gate.close(*s.committer);
    std::vector<Answer<Done>> answers(8);
    const char* const names[] = {"a", "no", "b", "c", "d", "e", "f", "g"};
    for (size_t i = 0; i < 8; ++i) {
        // Two kinds and a single command: a no b | c d | e | f g
        if (i == 5) {
            s.committer->submit<Done>(
                [](store::Unit& unit) -> Result<Done> {
                    insert(unit, "e");
                    return Done{};
                },
                answers[i].reply());
            continue;
        }
        s.committer->submit_together<Done>(i == 3 || i == 4 ? other : one, std::string(names[i]),
                                           answers[i].reply());
    }
    gate.open.set_value();
    for (size_t i = 0; i < 8; ++i) QCOMPARE(answers[i].take().ok(), i != 1);
    QVERIFY((companies == std::vector<size_t>{3, 2}));
    QVERIFY((others == std::vector<size_t>{2}));
    QCOMPARE(s.count(), int64_t(7));
    QCOMPARE(s.events().size(), size_t(6));
}

void TstCommitter::applies_each_alone_when_company_fails() {
    Store s;
    std::vector<size_t> companies;
    const auto kind = inserting(companies);
    Gate gate;
    gate.close(*s.committer);
    std::vector<Answer<Done>> answers(4);
    const char* const names[] = {"a", "bad", "no", "b"};
    for (size_t i = 0; i < 4; ++i)
        s.committer->submit_together<Done>(kind, std::string(names[i]), answers[i].reply());
    gate.open.set_value();
    QVERIFY(answers[0].take().ok());
    QCOMPARE(answers[1].take().error().code, Code::internal);
    QCOMPARE(answers[2].take().error().code, Code::sold_out);
    QVERIFY(answers[3].take().ok());
    QCOMPARE(s.count(), int64_t(2));
    QCOMPARE(s.events().size(), size_t(2));
    QCOMPARE(s.events().back()->seq(), int64_t(2));
}

void TstCommitter::finishes_what_is_queued_when_destroyed() {
    Store s;
    std::atomic<int> answered = 0;
    Gate gate;
    gate.close(*s.committer);
    for (int i = 0; i < 700; ++i) {
        s.committer->submit<Done>(
            [i](store::Unit& unit) -> Result<Done> {
                insert(unit, std::to_string(i));
                return Done{};
            },
            [&](Result<Done> result) { answered += result.ok(); });
    }
    gate.open.set_value();
    s.committer.reset();
    QCOMPARE(answered.load(), 700);
    QCOMPARE(s.count(), int64_t(700));
}

void TstCommitter::survives_answers_that_throw() {
    Store s;
    s.committer->submit<Done>(
        [](store::Unit& unit) -> Result<Done> {
            unit.after_commit([] { throw std::runtime_error("an action fails"); });
            return Done{};
        },
        [](Result<Done>) { throw std::runtime_error("a reply fails"); });
    QVERIFY(await<Done>([&](auto reply) {
                s.committer->submit<Done>([](store::Unit&) -> Result<Done> { return Done{}; }, reply);
            }).ok());
}

QTEST_GUILESS_MAIN(TstCommitter)
#include "tst_committer.moc"
