// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "server/mail/post_office.h"
#include "tests/mail/smtp_sink.h"
#include "tests/store/fresh_store.h"

using namespace vitrine;
using namespace vitrine::mail;
using tests::await;
using tests::SmtpSink;

namespace {

struct Office : tests::FreshStore {
    void write(const std::string& kind, const std::string& subject) {
        QVERIFY(await<Done>([&](auto reply) {
                    committer->submit<Done>(
                        [&](store::Unit& unit) -> Result<Done> {
                            outbox::add(unit, kind, subject);
                            return Done{};
                        },
                        reply);
                }).ok());
    }
    void open() {
        post = std::make_unique<PostOffice>(
            *committer, *readers, smtp, clock,
            Wordings{
                {"greeting", [this](store::Unit&, const std::string& id) -> Result<std::optional<Letter>> {
                     ++worded;
                     if (id == "silent") return std::optional<Letter>();
                     if (id == "gone") return Error{Code::not_found, "It is gone."};
                     return std::optional(Letter{id + "@example.org", "Hello", "Hello", "Hello"});
                 }}});
    }
    int64_t waiting() { return number("SELECT COUNT(*) FROM mail WHERE due_us > 0"); }
    int64_t given_up() { return number("SELECT COUNT(*) FROM mail WHERE due_us = 0"); }

    SmtpSink sink;
    Smtp smtp{{sink.url(), "", {"", "shop@example.org"}}};
    std::atomic<int> worded{0};
    std::unique_ptr<PostOffice> post;
};

}  // namespace

class TstPostOffice : public QObject {
    Q_OBJECT

  private slots:
    void what_lies_in_the_outbox_goes_out_once() {
        Office office;
        office.write("greeting", "ann");
        office.write("greeting", "bob");
        office.open();
        QVERIFY(office.sink.wait_for(2));
        QTRY_COMPARE(office.waiting(), int64_t{0});
        office.write("greeting", "eve");
        office.post->bell()();
        QVERIFY(office.sink.wait_for(3));
        QTRY_COMPARE(office.number("SELECT COUNT(*) FROM mail"), int64_t{0});
        QCOMPARE(office.sink.letters().size(), 3);
    }

    void two_servers_with_one_database_send_each_letter_once() {
        Office office;
        office.open();
        Smtp smtp{{office.sink.url(), "", {"", "shop@example.org"}}};
        PostOffice other(
            *office.committer, *office.readers, smtp, office.clock,
            Wordings{
                {"greeting", [](store::Unit&, const std::string& id) {
                     return Result(std::optional(Letter{id + "@example.org", "Hello", "Hello", "Hello"}));
                 }}});
        for (int i = 0; i < 40; ++i) office.write("greeting", "person" + std::to_string(i));
        QVERIFY(office.sink.wait_for(40));
        QTRY_COMPARE(office.number("SELECT COUNT(*) FROM mail"), int64_t{0});
        QCOMPARE(office.sink.letters().size(), 40);
    }

    void a_server_that_is_away_gets_it_later_after_growing_pauses() {
        Office office;
        office.sink.refuse("451 not now");
        office.write("greeting", "ann");
        office.open();
        QTRY_COMPARE(office.number("SELECT COALESCE(MAX(tries), 0) FROM mail"), int64_t{1});
        QCOMPARE(office.number("SELECT due_us FROM mail"), office.clock.now().plus_s(60).us);
        office.clock.advance_us(60'000'000);
        office.post->bell()();
        QTRY_COMPARE(office.number("SELECT MAX(tries) FROM mail"), int64_t{2});
        QCOMPARE(office.number("SELECT due_us FROM mail"), office.clock.now().plus_s(120).us);
        office.sink.refuse("");
        office.clock.advance_us(120'000'000);
        office.post->bell()();
        QVERIFY(office.sink.wait_for(1));
        QTRY_COMPARE(office.waiting(), int64_t{0});
    }

    void what_never_can_arrive_is_given_up_and_the_rest_goes_on() {
        Office office;
        for (const char* subject : {"gone", "silent", "ann"}) office.write("greeting", subject);
        office.write("unknown kind", "x");
        office.open();
        QVERIFY(office.sink.wait_for(1));
        QTRY_COMPARE(office.waiting(), int64_t{0});
        QCOMPARE(office.given_up(), int64_t{2});
        QCOMPARE(office.sink.letters().size(), 1);
    }

    void after_two_days_nobody_tries_again() {
        Office office;
        office.sink.refuse("451 not now");
        office.write("greeting", "ann");
        office.clock.advance_us(int64_t{2} * 24 * 3600 * 1'000'000);
        office.open();
        QTRY_COMPARE(office.given_up(), int64_t{1});
    }

    void pauses_grow_up_to_four_hours() {
        QCOMPARE(outbox::pause_after_s(1), int64_t{60});
        QCOMPARE(outbox::pause_after_s(2), int64_t{120});
        int64_t last = 0;
        for (int64_t tries = -1; tries < 100; ++tries) {
            QVERIFY(outbox::pause_after_s(tries) >= last);
            last = outbox::pause_after_s(tries);
        }
        QCOMPARE(last, int64_t{4 * 3600});
    }

    // What is worded after the office has closed must not reach a dead one.
    void it_closes_while_there_is_work() {
        Office office;
        for (int i = 0; i < 50; ++i) office.write("greeting", "p" + std::to_string(i));
        office.open();
        QTRY_VERIFY(office.worded > 0);
        office.post.reset();
        QVERIFY(office.waiting() >= 0);
    }
};

QTEST_GUILESS_MAIN(TstPostOffice)
#include "tst_post_office.moc"
