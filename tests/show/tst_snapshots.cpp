// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <thread>

#include "server/show/event_log.h"
#include "server/show/snapshots.h"
#include "tests/room/fresh_room.h"

using namespace vitrine;
using tests::await;

namespace {

struct Taken : tests::FreshRoom {
    Result<v1::ShowSnapshot> take(const std::string& show, const Caller& caller = {}) {
        return await<v1::ShowSnapshot>([&](auto reply) { snapshots.take(show, caller, reply); });
    }
    // What another part adds: which callers it was asked for, and how many products lie in the database.
    show::Snapshots snapshots{
        *readers,
        clock,
        database->epoch(),
        {[](store::Session& session, const Caller& caller, v1::ShowSnapshot& snapshot) {
            int64_t products = 0;
            session.run("SELECT COUNT(*) FROM product", soci::into(products));
            snapshot.add_products()->set_title(snapshot.show().title() + " for " + caller.name);
            snapshot.set_watching(products);
        }}};
};

}  // namespace

class TstSnapshots : public QObject {
    Q_OBJECT

  private slots:
    void holds_what_a_newcomer_needs();
    void holds_the_last_fifty_lines();
    void tells_staff_where_their_events_stand();
    void does_not_know_other_shows();
    void fits_the_event_log_whatever_happens_meanwhile();
};

void TstSnapshots::holds_what_a_newcomer_needs() {
    Taken s;
    const auto show = s.create("Mugs").value();
    QVERIFY(s.pin(tests::creator(), s.pin_request(show.id(), "mug")).ok());
    QVERIFY(s.say(show.id(), "hello").ok());
    for (const auto& name : {show.id(), show.slug()}) {
        const auto snapshot = s.take(name, tests::guest()).value();
        QCOMPARE(snapshot.show().id(), show.id());
        QCOMPARE(snapshot.show().pins_size(), 1);
        QCOMPARE(snapshot.show().lineup_size(), 2);
        QCOMPARE(snapshot.chat(0).text(), std::string("hello"));
        QCOMPARE(snapshot.seq(), int64_t(2));
        QCOMPARE(snapshot.staff_seq(), int64_t(0));
        QCOMPARE(snapshot.epoch(), s.database->epoch());
        QCOMPARE(snapshot.server_time_us(), s.clock.now().us);
        QCOMPARE(snapshot.products(0).title(), std::string("Mugs for Gus"));
        QCOMPARE(snapshot.watching(), int64_t(3));
    }
}

void TstSnapshots::holds_the_last_fifty_lines() {
    Taken s;
    const auto show = s.create("Mugs")->id();
    QCOMPARE(s.take(show)->chat_size(), 0);
    for (int i = 1; i <= 53; ++i) QVERIFY(s.say(show, "line " + std::to_string(i)).ok());
    const auto snapshot = s.take(show).value();
    QCOMPARE(snapshot.chat_size(), 50);
    QCOMPARE(snapshot.chat(0).number(), int64_t(4));
    QCOMPARE(snapshot.chat(49).number(), int64_t(53));
}

void TstSnapshots::tells_staff_where_their_events_stand() {
    Taken s;
    const auto show = s.create("Mugs")->id();
    await<Done>([&](auto reply) {
        s.committer->submit<Done>(
            [show](store::Unit& unit) -> Result<Done> {
                v1::ShowEvent event;
                event.set_show_id(show);
                event.set_audience(v1::AUDIENCE_STAFF);
                event.mutable_order()->set_id("an order");
                unit.emit(event);
                return Done{};
            },
            reply);
    }).value();
    QCOMPARE(s.take(show, tests::moderator())->staff_seq(), int64_t(1));
    QCOMPARE(s.take(show, tests::guest())->staff_seq(), int64_t(0));
}

void TstSnapshots::does_not_know_other_shows() {
    Taken s;
    QCOMPARE(s.take("nowhere").error().code, Code::not_found);
    QCOMPARE(s.take("' OR '1'='1").error().code, Code::not_found);
}

// While one thread changes the line-up and talks, each snapshot followed by the log from its heads must give
// the final state.
void TstSnapshots::fits_the_event_log_whatever_happens_meanwhile() {
    Taken s;
    show::EventLog log(*s.readers);
    const auto show = s.create("Mugs")->id();
    std::atomic<bool> done = false;
    std::thread busy([&] {
        for (int i = 0; i < 60; ++i) {
            s.set_lineup(show,
                         i % 2 ? std::vector<std::string>{"mug"} : std::vector<std::string>{"vase", "bowl"})
                .value();
            s.say(show, "line").value();
        }
        done = true;
    });
    std::vector<v1::ShowSnapshot> snapshots;
    while (!done) snapshots.push_back(s.take(show).value());
    busy.join();
    const auto last = s.take(show).value();
    for (auto& snapshot : snapshots) {
        int64_t seq = snapshot.seq(),
                number = snapshot.chat_size() ? snapshot.chat(snapshot.chat_size() - 1).number() : 0;
        const auto missed = await<std::vector<bus::EventPtr>>(
            [&](auto reply) { log.read_after(show, {.seq = seq, .chat = number}, false, 10'000, reply); });
        for (const auto& event : missed.value()) {
            if (event->seq() > 0) QCOMPARE(event->seq(), ++seq);
            if (event->has_chat()) QCOMPARE(event->chat().number(), ++number);
            if (event->has_show_changed()) *snapshot.mutable_show() = event->show_changed().show();
        }
        QCOMPARE(seq, last.seq());
        QCOMPARE(snapshot.show().SerializeAsString(), last.show().SerializeAsString());
        QCOMPARE(number, last.chat(last.chat_size() - 1).number());
    }
}

QTEST_GUILESS_MAIN(TstSnapshots)
#include "tst_snapshots.moc"
