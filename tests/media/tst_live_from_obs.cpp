// SPDX-License-Identifier: GPL-3.0-or-later
// OBS's own rtmp_output publishes to the real ingest; a real ffmpeg reads what is served.
#include <QtTest>

#include "tests/media/playlist_linter.h"
#include "tests/media/station.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

// A screen for libobs to draw on, ended with the test.
struct Screen {
    QProcess server;
    QString display;

    bool start() {
        server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        server.start("Xvfb", {"-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"});
        if (!QTest::qWaitFor([&] { return server.bytesAvailable() > 0; }, 20000)) return false;
        display = ":" + QString::fromLatin1(server.readAllStandardOutput()).trimmed();
        return true;
    }
    ~Screen() {
        server.terminate();
        if (!server.waitForFinished(5000)) server.kill();
        server.waitForFinished(5000);
    }
};

}  // namespace

class LiveFromObs : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        program_ =
            QFileInfo(qEnvironmentVariable("VITRINE_BIN") + "/../tests/obs-publisher").absoluteFilePath();
        QVERIFY2(QFile::exists(program_), "tests/peers was not built");
        QVERIFY(screen_.start());
    }

    void is_taken_and_decodes_without_errors() {
        QTemporaryDir directory;
        Station station(directory.path());
        QProcess obs;
        start(obs, station, "good-key", 60);
        QTRY_VERIFY_WITH_TIMEOUT(station.live(), 30000);
        const QString list = station.http.url(QString("/live/%1/stream.m3u8").arg(kShow));
        QTRY_VERIFY_WITH_TIMEOUT(get(list).count("#EXTINF") >= 2, 40000);
        const QString text = QString::fromUtf8(get(list));
        const auto faults = lint_live_playlist(text);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n") + "\n" + text));
        QVERIFY(!text.contains("#EXT-X-DISCONTINUITY\n"));
        const QByteArray master = get(station.http.url(QString("/live/%1/index.m3u8").arg(kShow)));
        QVERIFY2(master.contains("avc1.") && master.contains("mp4a.40.2"), master);
        const QByteArray decode =
            run("ffmpeg", {"-v", "warning", "-xerror", "-i", list, "-t", "2", "-f", "null", "-"});
        QVERIFY2(decode.isEmpty(), decode);
        obs.kill();
        obs.waitForFinished(5000);
        QTRY_VERIFY_WITH_TIMEOUT(!station.live(), 5000);
    }

    void learns_that_its_key_is_wrong() {
        QTemporaryDir directory;
        Station station(directory.path());
        QProcess obs;
        start(obs, station, "bad-key", 20);
        QVERIFY(wait_for(obs, 30000));
        const QByteArray said = obs.readAllStandardOutput() + obs.readAllStandardError();
        QVERIFY2(said.contains("This stream key is wrong or was revoked"), said);
        QVERIFY(!station.live());
    }

  private:
    void start(QProcess& obs, const Station& station, const QString& key, int seconds) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("DISPLAY", screen_.display);
        obs.setProcessEnvironment(environment);
        obs.start(program_, {QString("rtmp://127.0.0.1:%1/live").arg(station.rtmp->port()), key,
                             QString::number(seconds)});
    }

    Screen screen_;
    QString program_;
};

QTEST_GUILESS_MAIN(LiveFromObs)
#include "tst_live_from_obs.moc"
