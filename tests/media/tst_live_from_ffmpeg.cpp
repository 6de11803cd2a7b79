// SPDX-License-Identifier: GPL-3.0-or-later
// A real ffmpeg publishes to the real ingest; a real ffprobe and ffmpeg read what is served.
#include <QtTest>

#include "tests/media/playlist_linter.h"
#include "tests/media/station.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

QStringList publish(const QString& to, const QStringList& video, bool with_audio = true) {
    QStringList a{"-hide_banner", "-loglevel", "warning", "-re"};
    if (!video.isEmpty())
        a << "-f"
          << "lavfi"
          << "-i"
          << "testsrc2=size=320x180:rate=30";
    if (with_audio)
        a << "-f"
          << "lavfi"
          << "-i"
          << "sine=frequency=440:sample_rate=44100";
    a << video;
    if (with_audio)
        a << "-c:a"
          << "aac"
          << "-b:a"
          << "64k";
    return a << "-f"
             << "flv" << to;
}

const QStringList kX264{"-c:v", "libx264", "-preset", "ultrafast", "-g",
                        "60",   "-b:v",    "300k",    "-pix_fmt",  "yuv420p"};

// Packets by the hash of their bytes, with when they are shown, in seconds.
QMap<QByteArray, double> shown_at(const QString& where) {
    QMap<QByteArray, double> out;
    const QByteArray csv =
        run("ffprobe", {"-v", "error", "-show_packets", "-show_data_hash", "crc32", "-show_entries",
                        "packet=pts_time,data_hash", "-of", "csv=p=0", where});
    for (const QByteArray& line : csv.split('\n')) {
        const auto fields = line.trimmed().split(',');
        if (fields.size() >= 2) out[fields[1]] = fields[0].toDouble();
    }
    return out;
}

}  // namespace

class LiveFromFfmpeg : public QObject {
    Q_OBJECT

  private slots:
    void is_read_by_ffprobe_and_decodes_without_errors() {
        QTemporaryDir directory;
        Station station(directory.path());
        QProcess publisher;
        publisher.start("ffmpeg", publish(station.address(), kX264 + QStringList{"-bf", "2"}));
        QTRY_VERIFY_WITH_TIMEOUT(station.live(), 10000);
        const QString base = station.http.url(QString("/live/%1/").arg(kShow));
        QTRY_VERIFY_WITH_TIMEOUT(get(base + "stream.m3u8").count("#EXTINF") >= 2, 20000);

        const QByteArray master = get(base + "index.m3u8");
        QVERIFY2(master.contains("RESOLUTION=320x180"), master);
        QVERIFY2(master.contains("mp4a.40.2"), master);
        QVERIFY2(master.contains("FRAME-RATE=30."), master);
        const auto faults = test::lint_live_playlist(QString::fromUtf8(get(base + "stream.m3u8")));
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));

        const QByteArray probe =
            run("ffprobe", {"-v", "error", "-show_entries", "stream=codec_name,width,sample_rate", "-of",
                            "csv", base + "index.m3u8"});
        QVERIFY2(probe.contains("h264,320"), probe);
        QVERIFY2(probe.contains("aac,44100"), probe);
        const QByteArray decode = run(
            "ffmpeg", {"-v", "warning", "-xerror", "-i", base + "stream.m3u8", "-t", "2", "-f", "null", "-"});
        QVERIFY2(decode.isEmpty(), decode);
        publisher.terminate();
        QVERIFY(publisher.waitForFinished(5000));
        QTRY_VERIFY_WITH_TIMEOUT(!station.live(), 5000);

        station.programmes->finish(kShow);
        QTRY_VERIFY_WITH_TIMEOUT(station.replay(), 5000);
        QVERIFY(get(base + "stream.m3u8").endsWith("#EXT-X-ENDLIST\n"));
        const QString replay = station.http.url(QString("/replay/%1/index.m3u8").arg(kShow));
        const QByteArray replayed =
            run("ffmpeg", {"-v", "warning", "-xerror", "-i", replay, "-f", "null", "-"});
        QVERIFY2(replayed.isEmpty(), replayed);
    }

    // Every packet of sound and picture comes out as it went in, and in its place: with B-frames, and with
    // what the AAC encoder put before the first sound.
    void sound_and_picture_keep_their_places() {
        QTemporaryDir directory;
        const QString file = directory.filePath("source.flv");
        QStringList encode = publish(file, kX264 + QStringList{"-bf", "2", "-t", "5"});
        encode.removeOne("-re");
        run("ffmpeg", encode);
        Station station(directory.path());
        QProcess publisher;
        publisher.start("ffmpeg",
                        {"-v", "error", "-re", "-i", file, "-c", "copy", "-f", "flv", station.address()});
        QVERIFY(wait_for(publisher, 30000));
        station.programmes->finish(kShow);
        QTRY_VERIFY_WITH_TIMEOUT(station.replay(), 10000);
        const auto went = shown_at(file);
        const auto came = shown_at(station.http.url(QString("/replay/%1/stream.m3u8").arg(kShow)));
        QVERIFY(went.size() > 300);
        QVERIFY2(came.size() >= went.size() - 3,
                 qPrintable(QString("%1 of %2").arg(came.size()).arg(went.size())));
        double least = 1e9, most = -1e9;
        for (auto it = came.begin(); it != came.end(); ++it) {
            QVERIFY2(went.contains(it.key()), "a packet came out that never went in");
            least = std::min(least, it.value() - went[it.key()]);
            most = std::max(most, it.value() - went[it.key()]);
        }
        // FLV rounds to milliseconds; sound comes out exact.
        QVERIFY2(most - least < 0.0025, qPrintable(QString::number((most - least) * 1000) + " ms apart"));
    }

    void continues_after_a_reconnect_with_a_discontinuity() {
        QTemporaryDir directory;
        Station station(directory.path());
        const QString list = station.http.url(QString("/live/%1/stream.m3u8").arg(kShow));
        for (int round = 0; round < 2; ++round) {
            QProcess publisher;
            publisher.start("ffmpeg", publish(station.address(), kX264));
            QTRY_VERIFY_WITH_TIMEOUT(get(list).count("#EXTINF") >= 2 + 3 * round, 30000);
            publisher.kill();
            publisher.waitForFinished(5000);
            QTRY_VERIFY_WITH_TIMEOUT(!station.live(), 5000);
        }
        const QByteArray text = get(list);
        QCOMPARE(text.count("#EXT-X-DISCONTINUITY\n"), 1);
        QCOMPARE(text.count("#EXT-X-MAP"), 2);
        const auto faults = test::lint_live_playlist(QString::fromUtf8(text));
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n") + "\n" + text));
    }

    void takes_sound_alone() {
        QTemporaryDir directory;
        Station station(directory.path());
        QProcess publisher;
        publisher.start("ffmpeg", publish(station.address(), {}));
        const QString list = station.http.url(QString("/live/%1/stream.m3u8").arg(kShow));
        QTRY_VERIFY_WITH_TIMEOUT(get(list).count("#EXTINF") >= 2, 20000);
        const auto faults = test::lint_live_playlist(QString::fromUtf8(get(list)));
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
        const QByteArray decode =
            run("ffmpeg", {"-v", "warning", "-xerror", "-i", list, "-t", "1", "-f", "null", "-"});
        QVERIFY2(decode.isEmpty(), decode);
        publisher.kill();
        publisher.waitForFinished(5000);
    }

    void refuses_a_wrong_key_and_a_second_publisher() {
        QTemporaryDir directory;
        Station station(directory.path());
        const QByteArray wrong = run("ffmpeg", publish(station.address("bad-key"), kX264), 10000);
        QVERIFY2(wrong.contains("This stream key is wrong or was revoked"), wrong);
        QProcess first;
        first.start("ffmpeg", publish(station.address(), kX264));
        QTRY_VERIFY_WITH_TIMEOUT(station.live(), 10000);
        const QByteArray second = run("ffmpeg", publish(station.address(), kX264), 10000);
        QVERIFY2(second.contains("Somebody is live in this show already"), second);
        QVERIFY(station.live());
        station.programmes->interrupt(kShow, "The stream key was replaced.");
        QVERIFY(!station.live());
        QVERIFY(wait_for(first, 10000));
    }

    void refuses_codecs_that_browsers_do_not_play() {
        QTemporaryDir directory;
        Station station(directory.path());
        const QByteArray said = run("ffmpeg", publish(station.address(), {"-c:v", "flv1"}), 15000);
        QTRY_VERIFY_WITH_TIMEOUT(!station.live(), 5000);
        int status = 0;
        get(station.http.url(QString("/live/%1/stream.m3u8").arg(kShow)), &status);
        QCOMPARE(status, 404);
    }
};

QTEST_GUILESS_MAIN(LiveFromFfmpeg)
#include "tst_live_from_ffmpeg.moc"
