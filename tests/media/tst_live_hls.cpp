// SPDX-License-Identifier: GPL-3.0-or-later
// The live playlist and its blocking requests, over the whole of media without a network.
#include <QtTest>
#include <atomic>
#include <mutex>
#include <random>

#include "server/media/programmes.h"
#include "tests/media/playlist_linter.h"
#include "tests/media/stream_material.h"

using namespace vitrine;
using namespace vitrine::media;
using test::bytes_of;
using test::Feed;
using test::picture;
using test::sound;

namespace {

struct Studio {
    QTemporaryDir directory;
    ManualClock clock;
    std::atomic<bool> live = false;
    std::unique_ptr<Programmes> programmes;

    explicit Studio(MediaTerms terms = {}) {
        terms.directory = directory.path().toStdString();
        programmes =
            make_programmes(terms, clock, [this](const std::string&, bool is_live, bool) { live = is_live; });
    }

    std::unique_ptr<Publication> publish(bool sound = true, const std::string& avcc = test::kAvcc) {
        auto publication = programmes->open("show", [](const std::string&) {});
        if (!publication) return nullptr;
        (void)(*publication)->video_config(bytes_of(avcc));
        if (sound) (void)(*publication)->audio_config(bytes_of(test::kAsc48));
        return std::move(*publication);
    }

    // A request: what came back, or nothing yet.
    struct Request {
        std::mutex mutex;
        std::optional<HlsAnswer> answer;
        bool done() {
            std::lock_guard lock(mutex);
            return answer.has_value();
        }
    };
    std::shared_ptr<Request> ask(const std::string& file,
                                 const std::map<std::string, std::string>& query = {}) {
        auto request = std::make_shared<Request>();
        programmes->live("show", file, query, [request](HlsAnswer answer) {
            std::lock_guard lock(request->mutex);
            request->answer = std::move(answer);
        });
        return request;
    }
    int status(const std::string& file, const std::map<std::string, std::string>& query = {}) {
        const auto request = ask(file, query);
        return request->done() ? request->answer->status : 0;  // 0: waits
    }
    QString text(const std::string& file = "stream.m3u8",
                 const std::map<std::string, std::string>& query = {}) {
        const auto request = ask(file, query);
        return request->done() ? body(*request->answer) : QString();
    }
    static QString body(const HlsAnswer& answer) {
        QString out;
        for (const auto& piece : answer.body) out += QString::fromStdString(*piece);
        return out;
    }
};

qint64 value(const QString& playlist, const QString& tag) {
    const auto match = QRegularExpression(tag + ":(\\d+)").match(playlist);
    return match.hasMatch() ? match.captured(1).toLongLong() : -1;
}

// The number of the open segment and how many parts it has.
std::pair<qint64, int> edge(const QString& playlist) {
    const auto hint = QRegularExpression("PRELOAD-HINT:TYPE=PART,URI=\"part-(\\d+)-(\\d+)").match(playlist);
    return {hint.captured(1).toLongLong(), hint.captured(2).toInt()};
}

std::map<std::string, std::string> blocking(qint64 segment, int part = -1) {
    std::map<std::string, std::string> query{{"_HLS_msn", std::to_string(segment)}};
    if (part >= 0) query["_HLS_part"] = std::to_string(part);
    return query;
}

}  // namespace

#define VERIFY_LINT(playlist)                                                        \
    do {                                                                             \
        const QStringList faults = test::lint_live_playlist(playlist);               \
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n") + "\n" + playlist)); \
    } while (false)

class TestLiveHls : public QObject {
    Q_OBJECT

  private slots:
    void there_is_nothing_before_the_first_part() {
        Studio studio;
        QCOMPARE(studio.status("index.m3u8"), 404);
        const auto publication = studio.publish();
        QVERIFY(publication);
        QCOMPARE(studio.status("stream.m3u8"), 404);
        QVERIFY(Feed{}.send(*publication, 0, 300).ok());
        QCOMPARE(studio.status("stream.m3u8"), 200);
    }

    // The whole life of a playlist, each step held against the one before.
    void every_playlist_of_a_show_keeps_the_clauses() {
        Studio studio;
        QString before;
        std::mt19937 random(11);
        for (int round = 0; round < 4; ++round) {
            const auto publication = studio.publish(round != 2);
            QVERIFY(publication);
            Feed feed;
            feed.fps = round == 1 ? 24 : 30;
            feed.with_sound = round != 2;
            for (int64_t ms = 0; ms < 12'000; ms += 2000) {
                // Piece by piece: a playlist is read at every picture.
                const auto push = [&](int64_t from, int64_t length) {
                    return feed.send(*publication, from, length).ok();
                };
                QVERIFY(push(ms, 2000));
                const QString now = studio.text();
                if (now.isEmpty()) continue;
                VERIFY_LINT(now);
                if (!before.isEmpty()) {
                    const QStringList faults = test::lint_playlist_step(before, now);
                    QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
                }
                before = now;
                studio.clock.advance_us(2'000'000);
            }
        }
        studio.programmes->finish("show");
        const QString ended = studio.text();
        VERIFY_LINT(ended);
        QVERIFY(ended.endsWith("#EXT-X-ENDLIST\n"));
    }

    void master_playlist_names_what_is_played() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 5000).ok());
        const QString master = studio.text("index.m3u8");
        QVERIFY2(master.contains("CODECS=\"avc1.42c00d,mp4a.40.2\",RESOLUTION=320x180,FRAME-RATE=30.0"),
                 qPrintable(master));
        QVERIFY(value(master, "BANDWIDTH") != 0 && master.contains("\nstream.m3u8\n"));
    }

    void a_publisher_who_comes_back_continues_after_a_discontinuity() {
        Studio studio;
        for (int round = 0; round < 2; ++round) {
            const auto publication = studio.publish();
            QVERIFY(!studio.live);  // nothing to watch yet
            QVERIFY(Feed{}.send(*publication, 1000 * round, 5000).ok());
            QVERIFY(studio.live);
        }
        QVERIFY(!studio.live);
        const QString text = studio.text();
        VERIFY_LINT(text);
        QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), 1);
        QVERIFY(text.contains("init-0.mp4") && text.contains("init-1.mp4"));
        QVERIFY(!text.contains("PRELOAD-HINT"));
        QCOMPARE(value(text, "EXT-X-MEDIA-SEQUENCE"), qint64{0});
        QCOMPARE(studio.status("init-1.mp4"), 200);
        QCOMPARE(studio.status("init-2.mp4"), 404);
    }

    void other_parameter_sets_in_mid_stream_bring_a_new_map() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 4000).ok());
        QVERIFY(publication->video_config(bytes_of(test::kAvcc)).ok());  // the same again: nothing changes
        QVERIFY(Feed{}.send(*publication, 4000, 2000).ok());
        QVERIFY(!studio.text().contains("DISCONTINUITY\n"));
        QVERIFY(publication->video_config(bytes_of(test::kAvccLarger)).ok());
        QVERIFY(Feed{}.send(*publication, 6000, 4000).ok());
        const QString text = studio.text();
        VERIFY_LINT(text);
        QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), 1);
        QVERIFY(studio.text("index.m3u8").contains("RESOLUTION=640x360"));
    }

    void a_publishers_clock_that_jumps_is_a_discontinuity() {
        for (const int64_t to_ms : {int64_t{3'600'000}, int64_t{0}}) {
            Studio studio;
            const auto publication = studio.publish();
            QVERIFY(Feed{}.send(*publication, 100'000, 4000).ok());
            studio.clock.advance_us(4'000'000);
            QVERIFY(Feed{}.send(*publication, to_ms, 4000).ok());
            const QString text = studio.text();
            VERIFY_LINT(text);
            QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), 1);
            for (const auto& match : {QRegularExpression("#EXTINF:([0-9.]+)").match(text)})
                QVERIFY(match.captured(1).toDouble() < 5);
            QCOMPARE(studio.programmes->programme_time_us("show", to_ms).value(), studio.clock.now().us);
        }
    }

    void programme_time_is_fixed_once_per_publish() {
        Studio studio;
        const int64_t began_us = studio.clock.now().us;
        const auto publication = studio.publish();
        QVERIFY(!studio.programmes->programme_time_us("show", 0));
        QVERIFY(Feed{}.send(*publication, 500, 3000).ok());
        studio.clock.advance_us(9'000'000);  // the network dawdles
        QVERIFY(Feed{}.send(*publication, 3500, 3000).ok());
        QCOMPARE(studio.programmes->programme_time_us("show", 500).value(), began_us);
        QCOMPARE(studio.programmes->programme_time_us("show", 5000).value(), began_us + 4'500'000);
        const auto date = QRegularExpression("PROGRAM-DATE-TIME:(\\S+)").match(studio.text()).captured(1);
        QCOMPARE(QDateTime::fromString(date, Qt::ISODateWithMs).toMSecsSinceEpoch(), began_us / 1000);
    }

    void blocking_reload() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        const auto [segment, parts] = edge(studio.text());
        QVERIFY(segment == 1 && parts > 0);
        QCOMPARE(studio.status("stream.m3u8", blocking(segment, parts - 1)), 200);
        QCOMPARE(studio.status("stream.m3u8", blocking(0)), 200);
        QCOMPARE(studio.status("stream.m3u8", blocking(0, 500)),
                 200);  // that segment is complete: stands for the next
        QCOMPARE(studio.status("stream.m3u8", {{"_HLS_part", "0"}}), 400);
        QCOMPARE(studio.status("stream.m3u8", blocking(segment + 2)), 400);
        QCOMPARE(studio.status("stream.m3u8", blocking(segment, parts - 1 + 16)), 400);
        for (const char* bad : {"", "x", "-1", "1x", "99999999999999999999", " 1"}) {
            QCOMPARE(studio.status("stream.m3u8", {{"_HLS_msn", bad}}), 400);
            QCOMPARE(studio.status("stream.m3u8", {{"_HLS_msn", "1"}, {"_HLS_part", bad}}), 400);
        }
        const auto next_part = studio.ask("stream.m3u8", blocking(segment, parts));
        const auto segment_end = studio.ask("stream.m3u8", blocking(segment));
        const auto next_segment = studio.ask("stream.m3u8", blocking(segment + 1, 0));
        QVERIFY(!next_part->done() && !segment_end->done() && !next_segment->done());
        for (int64_t ms = 3000; !next_part->done() && ms < 3500; ms += 33)
            QVERIFY(publication->video(picture(ms, false)).ok());
        QVERIFY(next_part->done() && !segment_end->done() && !next_segment->done());
        QCOMPARE(edge(Studio::body(*next_part->answer)), (std::pair<qint64, int>{segment, parts + 1}));
        for (int64_t ms = 3400; ms < 4400; ms += 33)
            QVERIFY(publication->video(picture(ms, ms >= 4000 && ms < 4033)).ok());
        QVERIFY(segment_end->done() && next_segment->done());
        QVERIFY(Studio::body(*segment_end->answer).contains("\nseg-1.m4s\n"));
        VERIFY_LINT(Studio::body(*next_segment->answer));
    }

    void a_hinted_part_is_waited_for() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        const auto [segment, parts] = edge(studio.text());
        const std::string base = "part-" + std::to_string(segment) + "-";
        QCOMPARE(studio.status(base + std::to_string(parts - 1) + ".m4s"), 200);
        QCOMPARE(studio.status(base + std::to_string(parts + 1) + ".m4s"), 404);
        const auto hinted = studio.ask(base + std::to_string(parts) + ".m4s");
        const auto again = studio.ask(base + std::to_string(parts) + ".m4s");
        QVERIFY(!hinted->done());
        for (int64_t ms = 3000; !hinted->done() && ms < 3500; ms += 33)
            QVERIFY(publication->video(picture(ms, false)).ok());
        QVERIFY(hinted->done() && again->done());
        QCOMPARE(hinted->answer->status, 200);
        QVERIFY(hinted->answer->body[0] == again->answer->body[0]);  // packaged once, shared by all
    }

    void every_hint_comes_true() {
        Studio studio;
        const auto publication = studio.publish(false);
        QString before;
        for (int64_t ms = 0; ms < 15'000; ms += 37) {
            QVERIFY(publication->video(picture(ms, ms % 1998 == 0)).ok());
            const QString now = studio.text();
            if (now == before) continue;
            if (!before.isEmpty()) {
                const auto [segment, part] = edge(before);
                QVERIFY2(now.contains(QString("URI=\"part-%1-%2.m4s\"").arg(segment).arg(part)),
                         qPrintable(before + "\n" + now));
            }
            before = now;
        }
    }

    void requests_that_wait_too_long_or_for_nothing_are_answered() {
        Studio studio;
        auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        const auto [segment, parts] = edge(studio.text());
        const auto playlist = studio.ask("stream.m3u8", blocking(segment + 1));
        const auto part =
            studio.ask("part-" + std::to_string(segment) + "-" + std::to_string(parts) + ".m4s");
        publication.reset();  // what was held back comes as the last part
        QVERIFY(part->done());
        QCOMPARE(part->answer->status, 200);
        QVERIFY(!playlist->done());
        studio.clock.advance_us(12'100'000);
        QTRY_VERIFY(playlist->done());
        QCOMPARE(playlist->answer->status, 503);
        QCOMPARE(studio.status("part-" + std::to_string(segment + 1) + "-0.m4s"), 404);
        const auto again = studio.ask("stream.m3u8", blocking(segment + 1));
        QVERIFY(!again->done());
        studio.programmes->finish("show");
        QVERIFY(again->done());
        QCOMPARE(again->answer->status, 200);
        QVERIFY(Studio::body(*again->answer).contains("ENDLIST"));
        QCOMPARE(studio.status("stream.m3u8", blocking(segment + 9)), 200);
    }

    void nobody_is_left_waiting_when_the_server_goes() {
        Studio studio;
        auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        const auto waiting = studio.ask("stream.m3u8", blocking(edge(studio.text()).first));
        QVERIFY(!waiting->done());
        publication.reset();
        const auto later = studio.ask("stream.m3u8", blocking(2));
        studio.programmes.reset();
        QVERIFY(waiting->done() && later->done());
    }

    void markers_become_date_ranges_and_stay_with_the_window() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        const Instant began = studio.clock.now();
        studio.programmes->mark("show", {"pin-1", "com.vitrine.pin", "mug\"\n,X=1", began.plus_s(1)});
        studio.programmes->mark(
            "show", {"pin-1", "com.vitrine.pin", "other", began.plus_s(2)});  // the first word stands
        publication->cue(2000, R"({"id":"pin-2","kind":"pin","product":"cap"})");
        publication->cue(2000, "no json");
        publication->cue(2000, R"({"id":7,"kind":[],"product":"cap"})");
        const QString text = studio.text();
        VERIFY_LINT(text);
        QCOMPARE(text.count("#EXT-X-DATERANGE"), 2);
        QVERIFY2(text.contains("ID=\"pin-1\",CLASS=\"com.vitrine.pin\",START-DATE=\"" +
                               QString::fromStdString("2023-11-14T22:13:21.000Z") +
                               "\",X-VITRINE-PAYLOAD=\"mug,X=1\"\n"),
                 qPrintable(text));
        QVERIFY(
            text.contains("ID=\"pin-2\",CLASS=\"com.vitrine.pin\",START-DATE=\"2023-11-14T22:13:22.000Z\""));
        // When the window has moved on, the last of its kind still stands; the one before is gone.
        QVERIFY(Feed{}.send(*publication, 3000, 40'000).ok());
        const QString later = studio.text();
        QVERIFY(!later.contains("pin-1"));
        QVERIFY(later.contains("pin-2"));
    }

    void the_window_and_the_memory_are_bounded() {
        MediaTerms terms;
        terms.memory_per_show_bytes = 3 << 20;
        Studio studio(terms);
        const auto publication = studio.publish(false);
        Feed feed;
        feed.with_sound = false;
        feed.picture_bytes = 10'000;  // 600 kB a segment
        QVERIFY(feed.send(*publication, 0, 60'000).ok());
        const QString text = studio.text();
        VERIFY_LINT(text);
        QVERIFY(text.count("#EXTINF") <= 5);
        const qint64 first = value(text, "EXT-X-MEDIA-SEQUENCE");
        QCOMPARE(studio.status("seg-" + std::to_string(first - 1) + ".m4s"), 404);
        QCOMPARE(studio.status("seg-" + std::to_string(first) + ".m4s"), 200);
        // A bit rate that no window fits into is refused, in words.
        feed.picture_bytes = 200'000;
        const auto refused = feed.send(*publication, 60'000, 10'000);
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().message.find("bit rate") != std::string::npos);
    }

    void segments_stay_a_while_after_leaving_the_playlist() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 30'000).ok());
        const qint64 first = value(studio.text(), "EXT-X-MEDIA-SEQUENCE");
        QVERIFY(first > 3);
        QCOMPARE(studio.status("seg-" + std::to_string(first - 1) + ".m4s"), 200);
    }

    void one_publisher_at_a_time_until_the_end() {
        Studio studio;
        std::string why;
        auto first = studio.programmes->open("show", [&](const std::string& text) { why = text; });
        QVERIFY(first);
        const auto second = studio.programmes->open("show", [](const std::string&) {});
        QVERIFY(!second);
        QCOMPARE(second.error().code, Code::conflict);
        studio.programmes->interrupt("show", "Your key was replaced.");
        QCOMPARE(why, std::string("Your key was replaced."));
        auto third = studio.programmes->open("show", [](const std::string&) {});
        QVERIFY(third);
        QVERIFY((*first)->video_config(bytes_of(test::kAvcc)).ok());
        QVERIFY(!(*first)->video(picture(0, true)).ok());  // what the first still sends is not taken
        QVERIFY((*third)->video_config(bytes_of(test::kAvcc)).ok());
        QVERIFY(Feed{.with_sound = false}.send(**third, 0, 1000).ok());
        first.value().reset();
        QVERIFY(studio.live);  // his leaving does not end the other's publication
        studio.programmes->finish("show");
        const auto late = studio.programmes->open("show", [](const std::string&) {});
        QVERIFY(!late);
        QCOMPARE(late.error().code, Code::precondition);
        QVERIFY(!studio.programmes->open("../etc", [](const std::string&) {}));
    }

    // A publisher who lost his network comes back before the lost connection is noticed.
    void a_silent_publishers_place_is_taken_over() {
        Studio studio;
        std::string why;
        auto lost = studio.programmes->open("show", [&](const std::string& text) { why = text; });
        QVERIFY(lost);
        QVERIFY((*lost)->video_config(bytes_of(test::kAvcc)).ok());
        QVERIFY(Feed{.with_sound = false}.send(**lost, 0, 5000).ok());
        studio.clock.advance_us(2'900'000);
        QVERIFY(!studio.publish());
        studio.clock.advance_us(200'000);
        const auto back = studio.publish();
        QVERIFY(back);
        QVERIFY(!why.empty());
        QVERIFY(!(*lost)->video(picture(5000, true)).ok());
        QVERIFY(Feed{}.send(*back, 0, 5000).ok());
        lost.value().reset();
        QVERIFY(studio.live);
        const QString text = studio.text();
        VERIFY_LINT(text);
        QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), 1);
    }

    void names_that_are_none_are_not_found() {
        Studio studio;
        const auto publication = studio.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        for (const char* name : {"", "x", "seg-", "seg-1", "seg--1.m4s", "seg-01.m4s", "seg-1.m4s.x",
                                 "seg-99999999999999999999.m4s", "part-0.m4s", "part-0-.m4s", "part-0--1.m4s",
                                 "init-0.m4s", "../seg-0.m4s"}) {
            QCOMPARE(studio.status(name), 404);
        }
    }

    void a_clock_that_stands_still_takes_no_more_memory() {
        Studio studio;
        const auto publication = studio.publish(false);
        Result<Done> sent = Done{};
        for (int i = 0; i < 100 && sent.ok(); ++i) sent = publication->video(picture(0, i == 0, 0, 1 << 20));
        QVERIFY(!sent.ok());
        QCOMPARE(sent.error().code, Code::too_large);
    }

    void sound_that_is_too_large_to_be_sound_is_left_out() {
        Studio studio;
        const auto publication = studio.programmes->open("show", [](const std::string&) {});
        QVERIFY(publication);
        QVERIFY((*publication)->audio_config(bytes_of(test::kAsc48)));
        const auto huge = std::make_shared<const std::string>(8 << 20, 's');
        for (int64_t at = 0; at < 3 * 48'000; at += 1024)
            QVERIFY((*publication)->audio({at, at, true, huge}));
        QCOMPARE(studio.status("index.m3u8"), 404);
        for (int64_t at = 3 * 48'000; at < 6 * 48'000; at += 1024) QVERIFY((*publication)->audio(sound(at)));
        QCOMPARE(studio.status("index.m3u8"), 200);
    }

    void viewers_and_publishers_on_many_threads() {
        Studio studio;
        std::atomic<bool> stop = false;
        std::atomic<int> answered = 0, asked = 0;
        std::vector<std::thread> viewers;
        for (int i = 0; i < 3; ++i) {
            viewers.emplace_back([&] {
                while (!stop) {
                    for (const char* file : {"index.m3u8", "stream.m3u8", "seg-1.m4s", "part-2-3.m4s"}) {
                        ++asked;
                        studio.programmes->live("show", file, {}, [&](HlsAnswer) { ++answered; });
                    }
                    ++asked;
                    studio.programmes->live("show", "stream.m3u8", {{"_HLS_msn", "3"}, {"_HLS_part", "2"}},
                                            [&](HlsAnswer) { ++answered; });
                    studio.programmes->mark("show", {"m", "com.vitrine.pin", "p", studio.clock.now()});
                    std::this_thread::yield();
                }
            });
        }
        for (int round = 0; round < 5; ++round) {
            const auto publication = studio.publish();
            QVERIFY(publication);
            QVERIFY(Feed{}.send(*publication, 0, 6000).ok());
        }
        stop = true;
        for (auto& viewer : viewers) viewer.join();
        studio.programmes.reset();
        QCOMPARE(answered.load(), asked.load());
    }
};

QTEST_GUILESS_MAIN(TestLiveHls)
#include "tst_live_hls.moc"
