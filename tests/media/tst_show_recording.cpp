// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <random>

#include "server/media/make_programmes.h"
#include "tests/media/stream_material.h"

using namespace vitrine;
using namespace vitrine::media;
using test::bytes_of;
using test::Feed;

namespace {

// A disk that can be told to fail or to stand still.
struct Weather {
    std::mutex mutex;
    std::condition_variable changed;
    bool stuck = false;
    std::string failing;
    std::optional<int64_t> free_bytes;  // what the disk says is left; nothing: the real disk's word

    void set_free(int64_t bytes) {
        std::lock_guard lock(mutex);
        free_bytes = bytes;
    }
    void set_stuck(bool now) {
        std::lock_guard lock(mutex);
        stuck = now;
        changed.notify_all();
    }
    void set_failing(const std::string& how) {
        std::lock_guard lock(mutex);
        failing = how;
    }
    std::string pass() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return !stuck; });
        return failing;
    }
};

class WeatheredDisk final : public RecordingDisk {
  public:
    explicit WeatheredDisk(Weather& weather) : weather_(weather), disk_(make_recording_disk()) {}
    std::string write(const std::string& folder, const std::string& name, const Pieces& pieces) override {
        const std::string failing = weather_.pass();
        return failing.empty() ? disk_->write(folder, name, pieces) : failing;
    }
    std::string append(const std::string& folder, const std::string& name, const std::string& text) override {
        const std::string failing = weather_.pass();
        return failing.empty() ? disk_->append(folder, name, text) : failing;
    }

    std::optional<int64_t> free_bytes(const std::string& folder) override {
        std::lock_guard lock(weather_.mutex);
        return weather_.free_bytes ? weather_.free_bytes : disk_->free_bytes(folder);
    }

  private:
    Weather& weather_;
    const std::unique_ptr<RecordingDisk> disk_;
};

// A server's life on a directory that outlives it.
struct Life {
    SystemClock clock;
    std::atomic<bool> ready = false;
    std::unique_ptr<Programmes> programmes;

    explicit Life(const QString& directory, Weather* weather = nullptr) {
        MediaTerms terms;
        terms.directory = directory.toStdString();
        auto changed = [this](const std::string&, bool, bool replay) { ready = ready || replay; };
        programmes =
            weather ? make_programmes_on(std::make_unique<WeatheredDisk>(*weather), terms, clock, changed)
                    : make_programmes(terms, clock, changed);
    }

    std::unique_ptr<Publication> publish() {
        auto publication = programmes->open("show", [](const std::string&) {});
        if (!publication) return nullptr;
        (void)(*publication)->video_config(bytes_of(test::kAvcc));
        (void)(*publication)->audio_config(bytes_of(test::kAsc48));
        return std::move(*publication);
    }
    // In words for the show's host; empty: all is well.
    std::string trouble() {
        const auto troubles = programmes->recording_troubles();
        return troubles.contains("show") ? troubles.at("show") : "";
    }
    HlsAnswer get(const std::string& file, const std::string& show = "show") {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<HlsAnswer> got;
        programmes->replay(show, file, [&](HlsAnswer answer) {
            std::lock_guard lock(mutex);
            got = std::move(answer);
            changed.notify_all();
        });
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::seconds(10), [&] { return got.has_value(); });
        return got.value_or(HlsAnswer{.status = 0});
    }
    QString text(const std::string& file = "stream.m3u8") {
        QString out;
        for (const auto& piece : get(file).body) out += QString::fromStdString(*piece);
        return out;
    }
};

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TestRecording : public QObject {
    Q_OBJECT

  private slots:
    void a_show_is_replayed_from_disk() {
        QTemporaryDir directory;
        {
            Life life(directory.path());
            for (int round = 0; round < 2; ++round) {
                const auto publication = life.publish();
                QVERIFY(Feed{}.send(*publication, 0, 6000).ok());
                life.programmes->mark(
                    "show", {"pin-" + std::to_string(round), "com.vitrine.pin", "mug", life.clock.now()});
            }
            life.programmes->finish("show");
            QTRY_VERIFY(life.ready);
        }
        Life after(directory.path());
        const QString text = after.text();
        QCOMPARE(text.count("#EXTINF"), 6);
        QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), 1);
        QCOMPARE(text.count("#EXT-X-MAP"), 2);
        QCOMPARE(text.count("#EXT-X-DATERANGE"), 2);
        QCOMPARE(text.count("#EXT-X-PROGRAM-DATE-TIME"), 6);
        QVERIFY(text.contains("#EXT-X-PLAYLIST-TYPE:VOD\n") && text.endsWith("#EXT-X-ENDLIST\n"));
        QVERIFY(after.text("index.m3u8").contains("RESOLUTION=320x180"));
        QCOMPARE(after.get("seg-0.m4s").status, 200);
        QVERIFY(after.get("init-0.mp4").body.at(0)->substr(4, 4) == "ftyp");
        QVERIFY(!after.publish());  // an ended show stays ended
    }

    // The kill: no destructor runs, the last lines and files are torn at any byte.
    void a_killed_server_leaves_a_replay_and_the_show_goes_on() {
        QTemporaryDir directory;
        {
            Life life(directory.path());
            const auto publication = life.publish();
            QVERIFY(Feed{}.send(*publication, 0, 9000).ok());
        }
        const QString index_path = directory.filePath("show/recording.txt");
        const QByteArray whole = contents(index_path);
        const QList<QByteArray> lines = whole.split('\n');
        QVERIFY(lines.size() >= 6);
        std::mt19937 random(5);
        for (int round = 0; round < 12; ++round) {
            const qsizetype cut =
                round == 0 ? whole.size() - 1
                           : 1 + static_cast<qsizetype>(random() % static_cast<unsigned>(whole.size() - 1));
            QFile file(index_path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(whole.left(cut));
            file.close();
            const QByteArray left = whole.left(cut);
            const int before = static_cast<int>(left.count(" ;\n")) + (left.endsWith(" ;") ? 1 : 0) -
                               (left.contains(" ;") ? 1 : 0);  // without the period
            Life life(directory.path());
            QCOMPARE(life.text().count("#EXTINF"), before);
            if (before > 0) QVERIFY(!life.text().contains("ENDLIST"));
            auto publication = life.publish();
            QVERIFY(publication);
            QVERIFY(Feed{}.send(*publication, 0, 4100).ok());
            publication.reset();
            life.programmes->finish("show");
            QTRY_VERIFY_WITH_TIMEOUT(life.ready, 5000);
            const QString text = life.text();
            QCOMPARE(text.count("#EXTINF"), before + 3);
            QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), before > 0 ? 1 : 0);
            for (const QString& line : text.split('\n')) {
                if (line.startsWith("seg-")) QCOMPARE(life.get(line.toStdString()).status, 200);
            }
        }
    }

    void live_numbers_go_on_after_a_restart() {
        QTemporaryDir directory;
        const auto sequence = [](Life& life) {
            QString text;
            life.programmes->live("show", "stream.m3u8", {}, [&](HlsAnswer answer) {
                text = QString::fromStdString(*answer.body.at(0));
            });
            return QRegularExpression("MEDIA-SEQUENCE:(\\d+)").match(text).captured(1).toInt();
        };
        {
            Life life(directory.path());
            const auto publication = life.publish();
            QVERIFY(Feed{}.send(*publication, 0, 9000).ok());
        }
        Life life(directory.path());
        const auto publication = life.publish();
        QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        QVERIFY(sequence(life) > 4);
    }

    // OvenMediaEngine 1873: a slow disk must not stall the live picture.
    void a_stuck_disk_does_not_stall_live_and_is_told() {
        QTemporaryDir directory;
        Weather weather;
        Life life(directory.path(), &weather);
        weather.set_stuck(true);
        {
            const auto publication = life.publish();
            Feed feed;
            feed.picture_bytes = 100'000;  // 6 MB a segment: the queue of 64 MB fills
            QVERIFY(feed.send(*publication, 0, 30'000).ok());
            int status = 0;
            life.programmes->live("show", "stream.m3u8", {},
                                  [&](HlsAnswer answer) { status = answer.status; });
            QCOMPARE(status, 200);
        }
        QVERIFY(life.trouble().find("too slow") != std::string::npos);
        weather.set_stuck(false);
        QTRY_VERIFY_WITH_TIMEOUT(life.trouble().empty(), 20'000);
        {
            const auto publication = life.publish();
            QVERIFY(Feed{}.send(*publication, 0, 3000).ok());
        }
        life.programmes->finish("show");
        QTRY_VERIFY_WITH_TIMEOUT(life.ready, 20'000);
        QVERIFY(life.text().contains("#EXT-X-DISCONTINUITY\n"));
    }

    void a_full_disk_is_told_and_recording_goes_on_when_there_is_room() {
        QTemporaryDir directory;
        Weather weather;
        Life life(directory.path(), &weather);
        auto publication = life.publish();
        QVERIFY(Feed{}.send(*publication, 0, 5000).ok());
        QTRY_COMPARE(life.text().count("#EXTINF"), 2);
        weather.set_failing("No space left on device");
        QVERIFY(Feed{}.send(*publication, 5000, 5000).ok());
        QTRY_VERIFY(life.trouble().find("No space left on device") != std::string::npos);
        weather.set_failing("");
        QVERIFY(Feed{}.send(*publication, 10'000, 5000).ok());
        QTRY_VERIFY(life.trouble().empty());
        publication.reset();
        life.programmes->finish("show");
        QTRY_VERIFY(life.ready);
        QVERIFY(life.text().count("#EXT-X-DISCONTINUITY\n") >= 1);
    }

    // Recordings that filled the disk stopped the shop: its database could write no more.
    void the_last_of_the_disk_is_left_to_the_shop() {
        constexpr int64_t kReserve = int64_t{500} << 20;
        QTemporaryDir directory;
        Weather weather;
        weather.set_free(kReserve * 2);
        Life life(directory.path(), &weather);
        auto publication = life.publish();
        QVERIFY(Feed{}.send(*publication, 0, 5000).ok());
        QTRY_COMPARE(life.text().count("#EXTINF"), 2);
        weather.set_free(kReserve);
        QVERIFY(Feed{}.send(*publication, 5000, 5000).ok());
        QTRY_VERIFY(life.trouble().find("the last 500 MB of the disk are kept for the shop") !=
                    std::string::npos);
        life.programmes->mark("show", {"pin", "com.vitrine.pin", "mug", life.clock.now()});
        QTRY_COMPARE(life.text().count("#EXT-X-DATERANGE"), 1);  // some bytes: the replay keeps its pins
        const int kept = static_cast<int>(life.text().count("#EXTINF"));
        weather.set_free(kReserve + kReserve / 16);  // too little to go on for long
        QVERIFY(Feed{}.send(*publication, 10'000, 5000).ok());
        life.programmes->mark("show", {"later", "com.vitrine.pin", "mug", life.clock.now()});
        QTRY_COMPARE(life.text().count("#EXT-X-DATERANGE"), 2);  // behind those segments in the queue
        QCOMPARE(life.text().count("#EXTINF"), kept);
        weather.set_free(kReserve * 2);
        QVERIFY(Feed{}.send(*publication, 15'000, 5000).ok());
        QTRY_VERIFY(life.trouble().empty());
        publication.reset();
        life.programmes->finish("show");
        QTRY_VERIFY(life.ready);
        QVERIFY(life.text().count("#EXTINF") > kept);
        QVERIFY(life.text().contains("#EXT-X-DISCONTINUITY\n") && life.text().endsWith("#EXT-X-ENDLIST\n"));
    }

    void a_directory_that_cannot_be_written_is_told() {
        QTemporaryDir directory;
        QFile in_the_way(directory.filePath("show"));
        QVERIFY(in_the_way.open(QIODevice::WriteOnly));
        in_the_way.close();
        Life life(directory.path());
        const auto publication = life.publish();
        QVERIFY(Feed{}.send(*publication, 0, 5000).ok());
        QTRY_VERIFY(!life.trouble().empty());
    }

    void nothing_outside_a_recording_can_be_read() {
        QTemporaryDir directory;
        QDir(directory.path()).mkpath("show");
        std::ofstream(directory.filePath("secret.m4s").toStdString()) << "secret";
        std::ofstream(directory.filePath("show/recording.txt").toStdString()) << "end ;\n";
        Life life(directory.path());
        for (const char* name : {"../secret.m4s", "recording.txt", "..", ".", "",
                                 "seg-0.m4s/../../secret.m4s", "seg-%2e.m4s", "/etc/passwd"}) {
            QCOMPARE(life.get(name).status, 404);
        }
        for (const char* show : {"..", ".", "", "a/b", "show/../show", "\xc3\xa4"})
            QCOMPARE(life.get("seg-0.m4s", show).status, 404);
        QCOMPARE(life.get("stream.m3u8").status, 404);
    }

    void any_text_is_an_index() {
        std::mt19937 random(1);
        const std::string words[] = {"period ", "segment ",
                                     "marker ", "end ",
                                     ";\n",     " ;\n",
                                     "0 ",      "1 ",
                                     "-1 ",     "99999999999999999999 ",
                                     "avc1 ",   "{\"id\":\"x\"} ",
                                     "{",       "\n",
                                     "\xff"};
        for (int round = 0; round < 5000; ++round) {
            std::string text;
            for (size_t i = random() % 40; i > 0; --i) text += words[random() % std::size(words)];
            const RecordingIndex index = parse_recording_index(text);
            for (const auto& segment : index.segments) QVERIFY(index.period(segment.period));
            render_replay(index);
        }
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_show_recording.moc"
