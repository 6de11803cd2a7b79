// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/show/event_log.h"
#include "tests/room/fresh_room.h"

using namespace vitrine;
using tests::await;

namespace {

using Events = std::vector<bus::EventPtr>;

// A show with a line-up change, three chat lines, a start and an event for staff, as the bus carried them.
struct Told : tests::FreshRoom {
    Told() {
        show = create("Mugs")->id();
        say(show, "one").value();
        clock.advance_us(1000);
        set_lineup(show, {"bowl"}).value();
        say(show, "two").value();
        clock.advance_us(1000);
        start(show).value();
        clock.advance_us(1000);
        await<Done>([&](auto reply) {
            committer->submit<Done>(
                [this](store::Unit& unit) -> Result<Done> {
                    v1::ShowEvent event;
                    event.set_show_id(show);
                    event.set_audience(v1::AUDIENCE_STAFF);
                    event.mutable_order()->set_id("an order");
                    unit.emit(event);
                    return Done{};
                },
                reply);
        }).value();
        say(show, "three").value();
        create("Vases").value();  // another show, which nobody asked for
    }

    Result<Events> after(show::Cursor cursor, bool staff = false, size_t most = 100) {
        return await<Events>([&](auto reply) { log.read_after(show, cursor, staff, most, reply); });
    }
    // What the bus carried of this show, for everyone and, if asked for, for staff.
    Events told(bool staff) {
        Events all;
        for (const auto& event : events()) {
            if (event->show_id() == show && (staff || event->audience() == v1::AUDIENCE_EVERYONE))
                all.push_back(event);
        }
        return all;
    }

    std::string show;
    show::EventLog log{*readers};
};

std::vector<std::string> bodies(const Events& events) {
    std::vector<std::string> all;
    for (const auto& event : events) all.push_back(event->SerializeAsString());
    return all;
}

}  // namespace

class TstEventLog : public QObject {
    Q_OBJECT

  private slots:
    void tells_all_as_the_bus_did();
    void tells_what_came_after_any_point();
    void tells_staff_events_to_staff_only();
    void asks_for_a_snapshot_when_too_much_was_missed();
    void asks_for_a_snapshot_when_the_cursor_is_not_of_this_database();
    void tells_of_a_line_removed_while_away();
    void keeps_the_order_when_the_clock_was_set_back();
};

void TstEventLog::tells_all_as_the_bus_did() {
    Told s;
    QCOMPARE(bodies(s.after({}).value()), bodies(s.told(false)));
    QCOMPARE(bodies(s.after({}, true).value()), bodies(s.told(true)));
}

void TstEventLog::tells_what_came_after_any_point() {
    Told s;
    const auto all = s.told(true);
    for (size_t seen = 0; seen <= all.size(); ++seen) {
        show::Cursor cursor;
        for (size_t i = 0; i < seen; ++i) {
            if (all[i]->seq() > 0)
                (all[i]->audience() == v1::AUDIENCE_STAFF ? cursor.staff_seq : cursor.seq) = all[i]->seq();
            if (all[i]->has_chat()) cursor.chat = all[i]->chat().number();
        }
        QCOMPARE(bodies(s.after(cursor, true).value()), bodies(Events(all.begin() + long(seen), all.end())));
    }
}

void TstEventLog::tells_staff_events_to_staff_only() {
    Told s;
    const auto all = s.after({}).value();
    for (const auto& event : all) QCOMPARE(event->audience(), v1::AUDIENCE_EVERYONE);
    // A viewer's cursor for staff events is not looked at.
    QVERIFY(s.after({.staff_seq = 999}).ok());
    QCOMPARE(s.after({.staff_seq = 999}, true).error().code, Code::expired);
}

void TstEventLog::asks_for_a_snapshot_when_too_much_was_missed() {
    Told s;
    const size_t all = s.told(false).size();
    QCOMPARE(s.after({}, false, all)->size(), all);
    QCOMPARE(s.after({}, false, all - 1).error().code, Code::expired);
}

void TstEventLog::asks_for_a_snapshot_when_the_cursor_is_not_of_this_database() {
    Told s;
    constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(),
                      kMost = std::numeric_limits<int64_t>::max();
    for (const show::Cursor cursor : {show::Cursor{.seq = 999},
                                      {.chat = 999},
                                      {.seq = -1},
                                      {.chat = -1},
                                      {.seq = kMost},
                                      {.seq = kLeast},
                                      {.staff_seq = kLeast},
                                      {.chat = kLeast}}) {
        QCOMPARE(s.after(cursor, true).error().code, Code::expired);
    }
}

void TstEventLog::tells_of_a_line_removed_while_away() {
    Told s;
    const auto all = s.told(false);
    show::Cursor cursor;
    std::string rude;
    for (const auto& event : all) {
        if (event->seq() > 0) cursor.seq = event->seq();
        if (event->has_chat()) {
            cursor.chat = event->chat().number();
            rude = event->chat().id();
        }
    }
    QVERIFY(s.after(cursor)->empty());
    QVERIFY(s.remove(tests::moderator(), s.show, rude).ok());
    const auto missed = s.after(cursor).value();
    QCOMPARE(missed.size(), size_t(1));
    QCOMPARE(missed[0]->chat().id(), rude);
    QVERIFY(missed[0]->chat().removed());
    QCOMPARE(missed[0]->seq(), cursor.seq + 1);
}

void TstEventLog::keeps_the_order_when_the_clock_was_set_back() {
    Told s;
    const int64_t last = s.told(false).back()->at_us();
    s.clock.jump_us(-3'600'000'000);
    QVERIFY(s.set_lineup(s.show, {"mug"}).ok());
    QVERIFY(s.say(s.show, "four").ok());
    int64_t seq = 0, number = 0;
    const auto all = s.after({}).value();
    for (const auto& event : all) {
        if (event->seq() > 0) QCOMPARE(event->seq(), ++seq);
        if (event->has_chat()) QCOMPARE(event->chat().number(), ++number);
    }
    QCOMPARE(number, int64_t(4));
    QVERIFY(all.back()->at_us() < last);
}

QTEST_GUILESS_MAIN(TstEventLog)
#include "tst_event_log.moc"
