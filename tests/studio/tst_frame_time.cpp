// SPDX-License-Identifier: GPL-3.0-or-later
// The time a pin carries is the time of the picture: a cut at a known programme frame stands at the same
// place in the stream.
#include <QSignalSpy>
#include <QTemporaryDir>

#include "encoder/broadcast.h"
#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/programme_eye.h"
#include "tests/studio/test_media.h"

using namespace vitrine::studio;
using vitrine::encoder::Broadcast;
using vitrine::encoder::FileTarget;
using vitrine::tests::ProgrammeEye;

class TestFrameTime : public QObject {
    Q_OBJECT
  private slots:
    void cutIsRecordedAtTheTimeThatWasTold();
};

namespace {

// The mean brightness of each picture of a file, with its time.
QVector<std::pair<double, double>> brightness(const QString& path) {
    const QByteArray lines = vitrine::tests::run(
        "ffprobe", {"-v", "error", "-f", "lavfi", "-i", QStringLiteral("movie=%1,signalstats").arg(path),
                    "-show_entries", "frame=pts_time:frame_tags=lavfi.signalstats.YAVG", "-of", "csv=p=0"});
    QVector<std::pair<double, double>> pictures;
    for (const QByteArray& line : lines.split('\n')) {
        const auto fields = line.trimmed().split(',');
        if (fields.size() >= 2) pictures.append({fields[0].toDouble(), fields[1].toDouble()});
    }
    return pictures;
}

}  // namespace

void TestFrameTime::cutIsRecordedAtTheTimeThatWasTold() {
    QTemporaryDir dir;
    auto studio = std::move(*Studio::open({{dir.path(), "en-US", {640, 360, 30}}, {}}));
    QImage white(640, 360, QImage::Format_RGB32);
    white.fill(Qt::white);
    QVERIFY(white.save(dir.filePath("white.png")));
    auto& scenes = studio->scenes();
    const QString dark = scenes.scenes().front().id;
    const QString bright = *scenes.add_scene("Bright");
    QVERIFY(scenes.add_item(bright, "White", ImageSettings{dir.filePath("white.png")}).ok());

    auto broadcast = std::make_unique<Broadcast>();
    const QString path = dir.filePath("cuts.mkv");
    QVERIFY(broadcast->go_live({"obs_x264", 1000, 128}, {{"file", "File", FileTarget{path}}}).ok());
    QTRY_VERIFY_WITH_TIMEOUT(broadcast->stream_time_ms("file", Programme::frame_time_ns()), 8'000);

    QVector<int64_t> told_ms;
    {
        ProgrammeEye eye;
        for (int i = 0; i < 6; ++i) {
            const bool to_bright = i % 2 == 0;
            QVERIFY(studio->programme().cut_to(to_bright ? bright : dark).ok());
            // The first frame that an eye on the raw programme sees changed.
            ProgrammeEye::Frame frame;
            do frame = eye.following();
            while ((qGreen(frame.picture.pixel(320, 180)) > 128) != to_bright);
            told_ms.append(*broadcast->stream_time_ms("file", frame.time_ns));
            QTest::qWait(250);
        }
    }
    QSignalSpy stopped(broadcast.get(), &Broadcast::stopped);
    broadcast->stop();
    QVERIFY(stopped.wait(8'000));

    QVector<int64_t> recorded_ms;
    double before = 0;
    for (const auto& [time_s, level] : brightness(path)) {
        if (!recorded_ms.isEmpty() || level > 128)
            if ((level > 128) != (before > 128)) recorded_ms.append(qRound64(time_s * 1000));
        before = level;
    }
    QCOMPARE(recorded_ms.size(), told_ms.size());
    for (qsizetype i = 0; i < told_ms.size(); ++i)
        QVERIFY2(
            std::abs(told_ms[i] - recorded_ms[i]) <= 2,
            qPrintable(QStringLiteral("told %1 ms, recorded %2 ms").arg(told_ms[i]).arg(recorded_ms[i])));
    broadcast.reset();
    studio.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

VITRINE_ENGINE_TEST_MAIN(TestFrameTime)
#include "tst_frame_time.moc"
