// SPDX-License-Identifier: GPL-3.0-or-later
// A studio that is killed in mid-show: the show is there again, and the recording plays.
// (obs-studio 11037 and 10645: scene collections wiped on a crash; 13374: a recording lost on power failure.)
#include <QProcess>
#include <QTemporaryDir>
#include <cstdio>

#include "encoder/broadcast.h"
#include "studio/show_file.h"
#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/recording_probe.h"

using namespace vitrine::studio;
using vitrine::tests::probe;

namespace {

// What the killed studio does: edits without end and says after each edit what should be there.
int edit_until_killed(const QString& data) {
    auto studio = std::move(*Studio::open({{data, "en-US", {640, 360, 30}}, {}}));
    for (int number = 1;; ++number) {
        (void)studio->scenes().add_scene(QStringLiteral("Scene no. %1").arg(number));
        QTest::qWait(40);
        std::printf("%d\n", number);
        std::fflush(stdout);
    }
}

int record_until_killed(const QString& data, const QString& path) {
    auto studio = std::move(*Studio::open({{data, "en-US", {640, 360, 30}}, {}}));
    vitrine::encoder::Broadcast broadcast;
    (void)broadcast.go_live({"obs_x264", 800, 128}, {{"file", "File", vitrine::encoder::FileTarget{path}}});
    for (;;) {
        QTest::qWait(100);
        std::printf("%lld\n", static_cast<long long>(broadcast.health().on_air_ms));
        std::fflush(stdout);
    }
}

// Starts this program as such a studio and kills it when it has counted so far; answers the last count it
// told.
int kill_at(const QStringList& arguments, int count) {
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), arguments);
    int last = 0;
    while (last < count) {
        if (!child.waitForReadyRead(20'000)) qFatal("the child says nothing");
        while (child.canReadLine()) last = child.readLine().trimmed().toInt();
    }
    child.kill();  // SIGKILL
    child.waitForFinished(5'000);
    while (child.canReadLine()) last = child.readLine().trimmed().toInt();
    return last;
}

}  // namespace

class TestCrash : public QObject {
    Q_OBJECT
  private slots:
    void showIsThereAgain();
    void recordingPlays_data();
    void recordingPlays();
};

void TestCrash::showIsThereAgain() {
    QTemporaryDir dir;
    int saved = 0;
    for (int round = 1; round <= 3; ++round) {
        // Another moment in each round: in the middle of a save as well as between two.
        const int edits = kill_at({"--edit", dir.path()}, 20 + round * 3);
        const OpenedShow opened = open_show_file(dir.filePath("show.json"));
        QCOMPARE(opened.note, QString());
        const int scenes = int(opened.show.scenes.size());
        // All but what was changed in the last instant: 200 ms are five edits, and the machine may be slow.
        QVERIFY2(scenes >= 1 + edits - 15, qPrintable(QStringLiteral("%1 of %2").arg(scenes).arg(edits)));
        QVERIFY(scenes >= saved);
        saved = scenes;
    }
    auto studio = Studio::open({{dir.path(), "en-US", {640, 360, 30}}, {}});
    QVERIFY(studio.ok());
    QCOMPARE(int((*studio)->scenes().scenes().size()), saved);
}

void TestCrash::recordingPlays_data() {
    QTest::addColumn<QString>("ending");
    QTest::newRow("Matroska") << "mkv";
    QTest::newRow("fragmented MP4") << "mp4";
}

void TestCrash::recordingPlays() {
    QFETCH(QString, ending);
    QTemporaryDir dir;
    const QString path = dir.filePath("killed." + ending);
    const int on_air_ms = kill_at({"--record", dir.path(), path}, 6'000);
    const auto recorded = probe(path);
    QVERIFY(recorded.video_starts_with_keyframe);
    QVERIFY(recorded.longest_video_gap_s() < 0.05);
    // At most the cluster or fragment that was being written is lost, and what was still being encoded.
    QVERIFY2(recorded.video.last() * 1000 > on_air_ms - 3'500,
             qPrintable(QStringLiteral("%1 s of %2 ms").arg(recorded.video.last()).arg(on_air_ms)));
}

int main(int argc, char** argv) {
    vitrine::tests::VirtualDisplay display;
    QGuiApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == "--edit") return edit_until_killed(arguments.value(2));
    if (arguments.value(1) == "--record") return record_until_killed(arguments.value(2), arguments.value(3));
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_crash.moc"
