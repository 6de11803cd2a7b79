// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <thread>

#include "tests/room/fresh_room.h"

using namespace vitrine;
using tests::await;

class TstChat : public QObject {
    Q_OBJECT

  private slots:
    void stores_and_tells_a_line();
    void says_a_repeated_line_once();
    void numbers_lines_without_gaps_from_many_at_once();
    void keeps_hostile_lines_as_text_data();
    void keeps_hostile_lines_as_text();
    void refuses_lines_data();
    void refuses_lines();
    void slows_down_who_floods();
    void refuses_where_there_is_no_chat();
    void refuses_the_line_id_of_somebody_else();
    void removes_lines_for_moderators_only();
    void lists_the_last_and_what_follows();
};

void TstChat::stores_and_tells_a_line() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    const auto request = s.line(show, "  How big is it?  ");
    const auto line = s.say(tests::guest(), request).value();
    QCOMPARE(line.id(), request.command_id());
    QCOMPARE(line.number(), int64_t(1));
    QCOMPARE(line.text(), std::string("How big is it?"));
    QCOMPARE(line.sender_name(), std::string("Gus"));
    QCOMPARE(line.sender_role(), v1::ROLE_VIEWER);
    QCOMPARE(line.at_us(), s.clock.now().us);
    QCOMPARE(line.programme_time_us(), s.clock.now().us);
    const auto event = s.events().back();
    QCOMPARE(event->seq(), int64_t(0));
    QCOMPARE(event->audience(), v1::AUDIENCE_EVERYONE);
    QCOMPARE(event->programme_time_us(), int64_t(0));  // shown at once
    QCOMPARE(event->chat().SerializeAsString(), line.SerializeAsString());
    s.programme_epoch_us = 1;
    const auto live = s.say(show, "And now?").value();
    QCOMPARE(live.programme_time_us(), s.clock.now().us - 300'000);
}

void TstChat::says_a_repeated_line_once() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    auto request = s.line(show, "Hello");
    const auto first = s.say(tests::guest(), request).value();
    s.clock.advance_us(1'000'000);
    QCOMPARE(s.say(tests::guest(), request)->SerializeAsString(), first.SerializeAsString());
    QCOMPARE(s.number("SELECT COUNT(*) FROM chat_line"), int64_t(1));
    request.set_text("Hello, and more");
    QCOMPARE(s.say(tests::guest(), request).error().code, Code::conflict);
}

void TstChat::numbers_lines_without_gaps_from_many_at_once() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    constexpr int kSenders = 60;
    std::vector<tests::Answer<v1::ChatLine>> answers(kSenders * 5);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = t; i < kSenders * 5; i += 4) {
                Caller sender = tests::guest();
                sender.id = "sender " + std::to_string(i / 5);
                // Every third line is for a show that does not exist: its turn in the group leaves no gap.
                s.chat.say(sender, s.line(i % 3 ? show : "0190163d-8694-739b-aea5-966c26f8ad91", "line"),
                           answers[size_t(i)].reply());
            }
        });
    }
    for (auto& thread : threads) thread.join();
    int kept = 0;
    for (auto& answer : answers) kept += answer.take().ok();
    QCOMPARE(kept, kSenders * 5 * 2 / 3);
    int64_t expected = 0;
    for (const auto& event : s.events()) {
        if (event->has_chat()) QCOMPARE(event->chat().number(), ++expected);
    }
    QCOMPARE(expected, int64_t(kept));
    QCOMPARE(s.number("SELECT MAX(number) FROM chat_line"), int64_t(kept));
}

void TstChat::keeps_hostile_lines_as_text_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("injection") << QByteArray("'); DROP TABLE chat_line; --");
    QTest::newRow("placeholders") << QByteArray(":text ?1 $1 %s {0}");
    QTest::newRow("markup") << QByteArray("</script><script>alert(document.cookie)</script>");
    QTest::newRow("family") << QByteArray("👩‍👩‍👧‍👦");
    QTest::newRow("tall") << QByteArray("Z") + QByteArray("\xcc\x81").repeated(400);
    QTest::newRow("hebrew") << QByteArray("שלום");
    QTest::newRow("five hundred foxes") << QByteArray("🦊").repeated(500);
}

void TstChat::keeps_hostile_lines_as_text() {
    QFETCH(QByteArray, text);
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    QCOMPARE(QByteArray::fromStdString(s.say(show, text.toStdString())->text()), text);
    v1::ListChatRequest request;
    request.set_show_id(show);
    const auto listed = await<v1::ListChatResponse>([&](auto reply) { s.chat.list(request, reply); });
    QCOMPARE(QByteArray::fromStdString(listed->lines(0).text()), text);
}

void TstChat::refuses_lines_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    const int invalid = int(Code::invalid_argument);
    QTest::newRow("empty") << QByteArray("") << invalid;
    QTest::newRow("spaces") << QByteArray("   ") << invalid;
    QTest::newRow("newline") << QByteArray("a\nb") << invalid;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << invalid;
    QTest::newRow("broken utf-8") << QByteArray("\xc3(") << invalid;
    QTest::newRow("turned around") << QByteArray("\u202eevil") << invalid;
    QTest::newRow("too long") << QByteArray("🦊").repeated(501) << int(Code::too_large);
    QTest::newRow("a megabyte") << QByteArray(1 << 20, 'a') << int(Code::too_large);
}

void TstChat::refuses_lines() {
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    // Not through a message: protobuf itself would complain about broken text on the wire.
    QCOMPARE(int(s.say(show, text.toStdString()).error().code), code);
    QCOMPARE(s.number("SELECT COUNT(*) FROM chat_line"), int64_t(0));
}

void TstChat::slows_down_who_floods() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    for (int i = 0; i < 5; ++i) QVERIFY(s.say(tests::guest(), s.line(show, "spam")).ok());
    const auto refused = s.say(tests::guest(), s.line(show, "spam"));
    QCOMPARE(refused.error().code, Code::rate_limited);
    QVERIFY(refused.error().retry_after_ms > 0);
    QVERIFY(s.say(tests::viewer(), s.line(show, "not me")).ok());
    // A wall clock that is set does not let anybody through, or lock him out.
    s.clock.jump_us(3'600'000'000);
    QVERIFY(!s.say(tests::guest(), s.line(show, "spam")).ok());
    s.clock.jump_us(-7'200'000'000);
    s.clock.advance_us(1'000'000);
    QVERIFY(s.say(tests::guest(), s.line(show, "patient")).ok());
}

void TstChat::refuses_where_there_is_no_chat() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    QCOMPARE(s.say(show, "hello", tests::nobody()).error().code, Code::unauthenticated);
    QCOMPARE(s.say("no show", "hello").error().code, Code::not_found);
    QVERIFY(s.start(show).ok());
    QVERIFY(s.say(show, "hello").ok());
    QVERIFY(s.end(show).ok());
    QCOMPARE(s.say(show, "too late").error().code, Code::precondition);
}

void TstChat::refuses_the_line_id_of_somebody_else() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    const auto request = s.line(show, "hello");
    QVERIFY(s.say(tests::guest(), request).ok());
    QCOMPARE(s.say(tests::viewer(), request).error().code, Code::conflict);
    QCOMPARE(s.number("SELECT COUNT(*) FROM chat_line"), int64_t(1));
}

void TstChat::removes_lines_for_moderators_only() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    const auto line = s.say(show, "rude").value();
    for (const Caller& caller : {tests::guest(), tests::viewer(), tests::retailer(), tests::nobody()}) {
        QCOMPARE(s.remove(caller, show, line.id()).error().code, Code::permission_denied);
    }
    const auto removed = s.remove(tests::moderator(), show, line.id()).value();
    QVERIFY(removed.removed());
    QVERIFY(removed.text().empty());
    QCOMPARE(removed.number(), line.number());
    // A state event, so that who was away when it happened learns of it.
    QVERIFY(s.events().back()->seq() > 0);
    QVERIFY(s.events().back()->chat().removed());
    const size_t events = s.events().size();
    QVERIFY(s.remove(tests::creator(), show, line.id()).ok());
    QCOMPARE(s.events().size(), events);
    QCOMPARE(s.remove(tests::moderator(), show, "' OR ''='").error().code, Code::not_found);
    QCOMPARE(s.number("SELECT COUNT(*) FROM chat_line WHERE text = 'rude'"), int64_t(0));
}

void TstChat::lists_the_last_and_what_follows() {
    tests::FreshRoom s;
    const auto show = s.create("Mugs")->id();
    for (int i = 1; i <= 7; ++i) QVERIFY(s.say(show, "line " + std::to_string(i)).ok());
    const auto numbers = [&](int64_t after, int limit) {
        v1::ListChatRequest request;
        request.set_show_id(show);
        request.set_after_number(after);
        request.set_limit(limit);
        std::vector<int64_t> listed;
        const auto response = await<v1::ListChatResponse>([&](auto reply) { s.chat.list(request, reply); });
        if (!response) return std::vector<int64_t>{-1};
        for (const auto& line : response->lines()) listed.push_back(line.number());
        return listed;
    };
    QCOMPARE(numbers(0, 0), (std::vector<int64_t>{1, 2, 3, 4, 5, 6, 7}));
    QCOMPARE(numbers(0, 2), (std::vector<int64_t>{6, 7}));
    QCOMPARE(numbers(3, 2), (std::vector<int64_t>{4, 5}));
    QCOMPARE(numbers(7, 2), std::vector<int64_t>{});
    QCOMPARE(numbers(-1, 2), std::vector<int64_t>{-1});
    QCOMPARE(numbers(0, -2), std::vector<int64_t>{-1});
}

QTEST_GUILESS_MAIN(TstChat)
#include "tst_chat.moc"
