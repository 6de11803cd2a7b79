// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/room/fresh_room.h"

using namespace vitrine;

class TstPins : public QObject {
    Q_OBJECT

  private slots:
    void pins_at_the_frame_the_host_saw();
    void pins_at_the_newest_frame_without_a_stream_time();
    void pins_before_there_is_a_picture();
    void gives_the_same_pin_for_the_same_command();
    void unpins();
    void refuses_what_cannot_be_pinned();
    void orders_pins_by_their_moment();
};

void TstPins::pins_at_the_frame_the_host_saw() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    s.programme_epoch_us = s.clock.now().us - 60'000'000;
    const auto request = s.pin_request(show, "mug", 58'250);
    const auto pin = s.pin(tests::creator(), request).value();
    QCOMPARE(pin.id(), request.command_id());
    QCOMPARE(pin.programme_time_us(), *s.programme_epoch_us + 58'250'000);
    const auto event = s.events().back();
    QVERIFY(event->seq() > 0);
    QCOMPARE(event->programme_time_us(), pin.programme_time_us());
    QCOMPARE(event->pinned().SerializeAsString(), pin.SerializeAsString());
    QCOMPARE(s.get(show)->pins(0).SerializeAsString(), pin.SerializeAsString());
}

void TstPins::pins_at_the_newest_frame_without_a_stream_time() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    s.programme_epoch_us = 1;
    QCOMPARE(s.pin(tests::retailer(), s.pin_request(show, "mug"))->programme_time_us(),
             s.clock.now().us - 300'000);
}

void TstPins::pins_before_there_is_a_picture() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "mug"))->programme_time_us(), s.clock.now().us);
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "vase", 5000))->programme_time_us(),
             s.clock.now().us);
}

void TstPins::gives_the_same_pin_for_the_same_command() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    s.programme_epoch_us = s.clock.now().us;
    auto request = s.pin_request(show, "mug", 100);
    const auto first = s.pin(tests::creator(), request).value();
    // The publisher has come back meanwhile; the answer is still the first one.
    s.clock.advance_us(5'000'000);
    s.programme_epoch_us = s.clock.now().us;
    const size_t events = s.events().size();
    QCOMPARE(s.pin(tests::creator(), request)->SerializeAsString(), first.SerializeAsString());
    QCOMPARE(s.events().size(), events);
    QCOMPARE(s.get(show)->pins_size(), 1);
    QCOMPARE(s.pin(tests::retailer(), request).error().code, Code::conflict);
    request.set_product_id("vase");
    QCOMPARE(s.pin(tests::creator(), request).error().code, Code::conflict);
}

void TstPins::unpins() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    QVERIFY(s.pin(tests::creator(), s.pin_request(show, "mug")).ok());
    const auto nothing = s.pin(tests::creator(), s.pin_request(show, ""));
    QVERIFY(nothing.ok());
    QVERIFY(nothing->product_id().empty());
    QVERIFY(s.get(show)->pins(1).product_id().empty());
}

void TstPins::refuses_what_cannot_be_pinned() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    for (const Caller& caller : {tests::moderator(), tests::viewer(), tests::guest(), tests::nobody()}) {
        QCOMPARE(s.pin(caller, s.pin_request(show, "mug")).error().code, Code::permission_denied);
    }
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "bowl")).error().code, Code::precondition);
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "mug' OR '1'='1")).error().code, Code::precondition);
    QCOMPARE(s.pin(tests::creator(), s.pin_request("no show", "mug")).error().code, Code::not_found);
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "mug", -1)).error().code, Code::invalid_argument);
    s.programme_epoch_us = s.clock.now().us;
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "mug", 3'600'000)).error().code,
             Code::invalid_argument);
    QVERIFY(s.start(show).ok());
    QVERIFY(s.end(show).ok());
    QCOMPARE(s.pin(tests::creator(), s.pin_request(show, "mug")).error().code, Code::precondition);
    QCOMPARE(s.number("SELECT COUNT(*) FROM pin"), int64_t(0));
}

void TstPins::orders_pins_by_their_moment() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    s.programme_epoch_us = s.clock.now().us - 60'000'000;
    QVERIFY(s.pin(tests::creator(), s.pin_request(show, "mug", 40'000)).ok());
    QVERIFY(s.pin(tests::creator(), s.pin_request(show, "vase", 20'000)).ok());
    QVERIFY(s.pin(tests::creator(), s.pin_request(show, "", 40'000)).ok());
    const auto shown = s.get(show).value();
    QCOMPARE(shown.pins(0).product_id(), std::string("vase"));
    QCOMPARE(shown.pins(1).product_id(), std::string("mug"));
    QCOMPARE(shown.pins(2).product_id(),
             std::string(""));  // of two at the same moment, what came last counts
}

QTEST_GUILESS_MAIN(TstPins)
#include "tst_pins.moc"
