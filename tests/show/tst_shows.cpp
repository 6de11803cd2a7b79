// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <set>

#include "tests/show/fresh_shows.h"

using namespace vitrine;
using tests::await;

class TstShows : public QObject {
    Q_OBJECT

  private slots:
    void creates_a_show_and_tells_everyone();
    void finds_it_by_id_and_by_slug();
    void makes_slugs_unique();
    void refuses_a_slug_that_is_taken_or_none();
    void creates_once_for_one_command();
    void lists_newest_first_to_staff();
    void keeps_roles_data();
    void keeps_roles();
    void goes_live_and_ends();
    void changes_the_lineup();
    void refuses_lineups();
    void renames_but_keeps_the_address();
    void keeps_hostile_titles_as_text();
    void shows_the_key_to_its_host_only();
    void opens_a_show_by_its_key();
    void refuses_a_rotated_key();
    void refuses_the_key_of_an_ended_show();
    void tells_the_picture_when_it_changes();
    void forgets_pictures_at_the_start();
};

void TstShows::creates_a_show_and_tells_everyone() {
    tests::FreshShows s;
    const auto show = s.create("Clara's Mugs");
    QVERIFY(show.ok());
    QVERIFY(is_id(show->id()));
    QCOMPARE(show->slug(), std::string("claras-mugs"));
    QCOMPARE(show->state(), v1::SHOW_STATE_SCHEDULED);
    QCOMPARE(show->host_name(), std::string("Clara"));
    QCOMPARE(show->lineup_size(), 2);
    QCOMPARE(show->created_us(), s.clock.now().us);
    const auto events = s.events();
    QCOMPARE(events.size(), size_t(1));
    QCOMPARE(events[0]->audience(), v1::AUDIENCE_EVERYONE);
    QCOMPARE(events[0]->seq(), int64_t(1));
    QCOMPARE(events[0]->show_changed().show().SerializeAsString(), show->SerializeAsString());
}

void TstShows::finds_it_by_id_and_by_slug() {
    tests::FreshShows s;
    const auto show = s.create("Mugs").value();
    QCOMPARE(s.get(show.id())->SerializeAsString(), show.SerializeAsString());
    QCOMPARE(s.get("mugs")->SerializeAsString(), show.SerializeAsString());
    for (const char* name :
         {"", "mug", "MUGS", "%", "mugs' OR '1'='1", "0190163d-8694-739b-aea5-966c26f8ad91"}) {
        QCOMPARE(s.get(name).error().code, Code::not_found);
    }
}

void TstShows::makes_slugs_unique() {
    tests::FreshShows s;
    std::set<std::string> slugs;
    for (int i = 0; i < 25; ++i) slugs.insert(s.create("Mugs!")->slug());
    QCOMPARE(slugs.size(), size_t(25));
    QVERIFY(slugs.count("mugs") && slugs.count("mugs-2") && slugs.count("mugs-19"));
    // A full-length one has room for its number.
    const std::string title(60, 'x');
    QCOMPARE(s.create(title)->slug().size(), size_t(60));
    QVERIFY(s.create(title)->slug().size() <= 60);
}

void TstShows::refuses_a_slug_that_is_taken_or_none() {
    tests::FreshShows s;
    QCOMPARE(s.create("One", "mugs")->slug(), std::string("mugs"));
    QCOMPARE(s.create("Two", "mugs").error().code, Code::conflict);
    QCOMPARE(s.create("Three", "No Slug").error().code, Code::invalid_argument);
    QCOMPARE(s.create("Four", "0190163d-8694-739b-aea5-966c26f8ad91").error().code, Code::invalid_argument);
    QCOMPARE(s.create("").error().code, Code::invalid_argument);
    QCOMPARE(s.create(std::string(121, 'x')).error().code, Code::too_large);
    QCOMPARE(s.number("SELECT COUNT(*) FROM show"), int64_t(1));
    QCOMPARE(s.number("SELECT COUNT(*) FROM lineup"), int64_t(2));
}

void TstShows::creates_once_for_one_command() {
    tests::FreshShows s;
    v1::CreateShowRequest request;
    request.set_command_id(s.new_id());
    request.set_title("Mugs");
    const auto create = [&] {
        return await<v1::Show>([&](auto reply) { s.shows.create(tests::creator(), request, reply); });
    };
    const auto first = create();
    QCOMPARE(create()->SerializeAsString(), first->SerializeAsString());
    QCOMPARE(s.number("SELECT COUNT(*) FROM show"), int64_t(1));
    request.set_title("Vases");
    QCOMPARE(create().error().code, Code::conflict);
    request.set_command_id("not an id");
    QCOMPARE(create().error().code, Code::invalid_argument);
}

void TstShows::lists_newest_first_to_staff() {
    tests::FreshShows s;
    for (const char* title : {"one", "two", "three"}) {
        QVERIFY(s.create(title).ok());
        s.clock.advance_us(1000);
    }
    const auto list = [&](const Caller& caller) {
        return await<v1::ListShowsResponse>([&](auto reply) { s.shows.list(caller, {}, reply); });
    };
    const auto listed = list(tests::moderator());
    QCOMPARE(listed->shows_size(), 3);
    QCOMPARE(listed->shows(0).title(), std::string("three"));
    QCOMPARE(listed->shows(2).lineup_size(), 2);
    QCOMPARE(list(tests::guest()).error().code, Code::permission_denied);
    QCOMPARE(list(tests::nobody()).error().code, Code::permission_denied);
}

void TstShows::keeps_roles_data() {
    QTest::addColumn<int>("who");
    QTest::addColumn<bool>("creates");
    QTest::addColumn<bool>("sets_lineup");
    QTest::newRow("creator") << 0 << true << true;
    QTest::newRow("retailer") << 1 << false << true;
    QTest::newRow("moderator") << 2 << false << false;
    QTest::newRow("viewer") << 3 << false << false;
    QTest::newRow("guest") << 4 << false << false;
    QTest::newRow("nobody") << 5 << false << false;
}

void TstShows::keeps_roles() {
    QFETCH(int, who);
    QFETCH(bool, creates);
    QFETCH(bool, sets_lineup);
    const Caller callers[] = {tests::creator(), tests::retailer(), tests::moderator(),
                              tests::viewer(),  tests::guest(),    tests::nobody()};
    const Caller& caller = callers[who];
    tests::FreshShows s;
    const auto show = s.create("Mugs").value();
    const auto expect = [](const auto& result, bool allowed) {
        return allowed ? result.ok() : !result.ok() && result.error().code == Code::permission_denied;
    };
    QVERIFY(expect(s.create("Another", "", caller), creates));
    QVERIFY(expect(s.set_lineup(show.id(), {"bowl"}, caller), sets_lineup));
    QVERIFY(expect(s.start(show.id(), caller), creates));
    QVERIFY(expect(s.end(show.id(), caller), creates));
    v1::RenameShowRequest rename;
    rename.set_command_id(s.new_id());
    rename.set_show_id(show.id());
    rename.set_title("Renamed");
    QVERIFY(expect(await<v1::Show>([&](auto reply) { s.shows.rename(caller, rename, reply); }), creates));
}

void TstShows::goes_live_and_ends() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    QCOMPARE(s.end(id).error().code, Code::precondition);
    QCOMPARE(s.start(id)->state(), v1::SHOW_STATE_LIVE);
    const size_t events = s.events().size();
    QCOMPARE(s.start(id)->state(), v1::SHOW_STATE_LIVE);
    QCOMPARE(s.events().size(), events);  // nothing changed, nothing told
    s.clock.advance_us(5'000'000);
    const auto ended = s.end(id).value();
    QCOMPARE(ended.state(), v1::SHOW_STATE_ENDED);
    QCOMPARE(ended.ended_us() - ended.started_us(), int64_t(5'000'000));
    QCOMPARE(s.start(id).error().code, Code::precondition);
    QCOMPARE(s.events().back()->show_changed().show().state(), v1::SHOW_STATE_ENDED);
    QCOMPARE(s.start("0190163d-8694-739b-aea5-966c26f8ad91").error().code, Code::not_found);
}

void TstShows::changes_the_lineup() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    const auto changed = s.set_lineup(id, {"bowl", "mug"}).value();
    QCOMPARE(changed.lineup(0), std::string("bowl"));
    QCOMPARE(s.get(id)->SerializeAsString(), changed.SerializeAsString());
    QCOMPARE(s.events().back()->show_changed().show().lineup_size(), 2);
    QCOMPARE(s.set_lineup(id, {})->lineup_size(), 0);
}

void TstShows::refuses_lineups() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    QCOMPARE(s.set_lineup(id, {"bowl", "nothing"}).error().code, Code::not_found);
    QCOMPARE(s.set_lineup(id, {"bowl", "bowl"}).error().code, Code::invalid_argument);
    QCOMPARE(s.set_lineup(id, {"'); DELETE FROM lineup; --"}).error().code, Code::not_found);
    QCOMPARE(s.set_lineup(id, std::vector<std::string>(501, "mug")).error().code, Code::too_large);
    QCOMPARE(s.get(id)->lineup_size(), 2);  // as it was
}

void TstShows::renames_but_keeps_the_address() {
    tests::FreshShows s;
    const auto show = s.create("Mugs").value();
    v1::RenameShowRequest request;
    request.set_command_id(s.new_id());
    request.set_show_id(show.id());
    request.set_title("  Vases ");
    const auto renamed =
        await<v1::Show>([&](auto reply) { s.shows.rename(tests::creator(), request, reply); });
    QCOMPARE(renamed->title(), std::string("Vases"));
    QCOMPARE(s.get("mugs")->title(), std::string("Vases"));
    request.set_title("\n");
    QCOMPARE(
        await<v1::Show>([&](auto reply) { s.shows.rename(tests::creator(), request, reply); }).error().code,
        Code::invalid_argument);
}

void TstShows::keeps_hostile_titles_as_text() {
    tests::FreshShows s;
    for (const char* title : {"'; DROP TABLE show; --", "\" OR 1=1 --", ":id ?1 $1 %s %n",
                              "<img src=x onerror=alert(1)>", "{{7*7}}", "\\"}) {
        const auto show = s.create(title);
        QVERIFY2(show.ok(), title);
        QCOMPARE(s.get(show->id())->title(), std::string(title));
        QCOMPARE(s.get(show->slug())->title(), std::string(title));
    }
}

void TstShows::shows_the_key_to_its_host_only() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    const auto key = s.key(id).value();
    QCOMPARE(key.size(), size_t(43));
    QCOMPARE(s.key(id).value(), key);
    for (const Caller& caller :
         {tests::other_creator(), tests::retailer(), tests::moderator(), tests::guest(), tests::nobody()}) {
        QCOMPARE(s.key(id, caller).error().code, Code::permission_denied);
    }
    QVERIFY(s.key(s.create("Vases")->id()).value() != key);
    for (const auto& event : s.events()) QVERIFY(event->SerializeAsString().find(key) == std::string::npos);
}

void TstShows::opens_a_show_by_its_key() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    QVERIFY(s.create("Vases").ok());
    const auto key = s.key(id).value();
    QCOMPARE(s.authorise(key)->id(), id);
    for (const std::string& wrong :
         {std::string(), key.substr(1), key + "x", std::string("' OR '1'='1"), std::string(100'000, 'k')}) {
        QCOMPARE(s.authorise(wrong).error().code, Code::permission_denied);
    }
}

void TstShows::refuses_a_rotated_key() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    const auto old = s.key(id).value();
    v1::RotateStreamKeyRequest request;
    request.set_command_id(s.new_id());
    request.set_show_id(id);
    const auto rotate = [&](const Caller& caller) {
        return await<v1::StreamTarget>(
            [&](auto reply) { s.shows.rotate_stream_key(caller, request, reply); });
    };
    QCOMPARE(rotate(tests::other_creator()).error().code, Code::permission_denied);
    const auto fresh = rotate(tests::creator()).value();
    QVERIFY(fresh.key() != old);
    QCOMPARE(rotate(tests::creator())->key(), fresh.key());  // the same command again
    QCOMPARE(s.authorise(old).error().code, Code::permission_denied);
    QCOMPARE(s.authorise(fresh.key())->id(), id);
}

void TstShows::refuses_the_key_of_an_ended_show() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    const auto key = s.key(id).value();
    QVERIFY(s.start(id).ok());
    QVERIFY(s.authorise(key).ok());
    QVERIFY(s.end(id).ok());
    QCOMPARE(s.authorise(key).error().code, Code::precondition);
}

void TstShows::tells_the_picture_when_it_changes() {
    tests::FreshShows s;
    const auto id = s.create("Mugs")->id();
    const size_t before = s.events().size();
    QVERIFY(s.set_picture(id, true, false).ok());
    QVERIFY(s.set_picture(id, true, false).ok());
    QCOMPARE(s.events().size(), before + 1);
    QVERIFY(s.events().back()->picture().live());
    QVERIFY(s.get(id)->picture());
    QVERIFY(s.set_picture(id, false, true).ok());
    QVERIFY(s.events().back()->picture().replay_ready());
    QVERIFY(s.get(id)->replay());
    QVERIFY(!s.get(id)->picture());
    QVERIFY(s.set_picture("0190163d-8694-739b-aea5-966c26f8ad91", true, false).ok());
    QCOMPARE(s.events().size(), before + 2);
}

void TstShows::forgets_pictures_at_the_start() {
    tests::FreshShows s;
    const auto live = s.create("Mugs")->id();
    const auto dark = s.create("Vases")->id();
    QVERIFY(s.set_picture(live, true, true).ok());
    const size_t before = s.events().size();
    QVERIFY(await<Done>([&](auto reply) { s.shows.forget_pictures(reply); }).ok());
    QVERIFY(!s.get(live)->picture());
    QVERIFY(s.get(live)->replay());
    QCOMPARE(s.events().size(), before + 1);
    QCOMPARE(s.events().back()->show_id(), live);
    QVERIFY(!s.events().back()->picture().live() && s.events().back()->picture().replay_ready());
    QVERIFY(!s.get(dark)->picture());
}

QTEST_GUILESS_MAIN(TstShows)
#include "tst_shows.moc"
