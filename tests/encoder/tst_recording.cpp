// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings made by the real engine and judged by ffprobe.
#include <sys/resource.h>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>

#include "encoder/broadcast.h"
#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/recording_probe.h"
#include "tests/studio/test_media.h"

using namespace vitrine::encoder;
using vitrine::studio::Engine;
using vitrine::studio::Studio;
using vitrine::tests::probe;
using vitrine::tests::Recorded;

namespace {
const Quality kQuality{"obs_x264", 800, 128};

SinkTerms file(const QString& id, const QString& path) { return {id, id, FileTarget{path}}; }

SinkState state_of(const Broadcast& broadcast, const QString& id) {
    for (const SinkHealth& sink : broadcast.health().sinks)
        if (sink.id == id) return sink.state;
    return SinkState::unspecified;
}

int64_t sent_of(const Broadcast& broadcast, const QString& id) {
    for (const SinkHealth& sink : broadcast.health().sinks)
        if (sink.id == id) return sink.sent_bytes;
    return 0;
}
}  // namespace

class TestRecording : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void playsWithoutGaps_data();
    void playsWithoutGaps();
    void twoFilesShareOneEncode();
    void fileAddedInMidShowBeginsAtZero();
    void neverReplacesAFile();
    void fullDiskEndsTheRecordingAloneAndKeepsIt();
    void bitRateChangesLive();
    void countsWhatItDoes();

  private:
    void record_for(const std::vector<SinkTerms>& sinks, int ms);
    void stop();

    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<Broadcast> broadcast_;
};

void TestRecording::init() {
    const QString film = dir_.filePath("film.mp4");
    if (!QFile::exists(film)) vitrine::tests::make_film(film, QColor(200, 30, 30), 2);
    const QString data = QStringLiteral("%1/%2 %3")
                             .arg(dir_.path(), QLatin1String(QTest::currentTestFunction()),
                                  QLatin1String(QTest::currentDataTag()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY2(studio.ok(), studio.ok() ? "" : studio.error().message.c_str());
    studio_ = std::move(*studio);
    QVERIFY(
        studio_->scenes()
            .add_item(studio_->scenes().scenes().front().id, "Film", vitrine::studio::MediaFileSettings{film})
            .ok());
    broadcast_ = std::make_unique<Broadcast>();
}

void TestRecording::cleanup() {
    broadcast_.reset();
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestRecording::record_for(const std::vector<SinkTerms>& sinks, int ms) {
    auto live = broadcast_->go_live(kQuality, sinks);
    QVERIFY2(live.ok(), live.ok() ? "" : live.error().message.c_str());
    QTest::qWait(ms);
    stop();
}

void TestRecording::stop() {
    QSignalSpy stopped(broadcast_.get(), &Broadcast::stopped);
    broadcast_->stop();
    QVERIFY(stopped.wait(8'000));
}

void TestRecording::playsWithoutGaps_data() {
    QTest::addColumn<QString>("ending");
    QTest::newRow("Matroska") << "mkv";
    QTest::newRow("fragmented MP4") << "mp4";
}

void TestRecording::playsWithoutGaps() {
    QFETCH(QString, ending);
    const QString path = dir_.filePath("whole." + ending);
    record_for({file("recording", path)}, 3'500);
    const Recorded recorded = probe(path);
    QVERIFY2(recorded.video.count() > 60, qPrintable(QString::number(recorded.video.count())));
    QVERIFY(recorded.video_starts_with_keyframe);
    QVERIFY(recorded.first_video_s() < 0.05);
    QVERIFY2(recorded.longest_video_gap_s() < 0.05,
             qPrintable(QString::number(recorded.longest_video_gap_s())));
    QVERIFY2(recorded.longest_audio_gap_s() < 0.03,
             qPrintable(QString::number(recorded.longest_audio_gap_s())));
    QVERIFY(std::abs(recorded.audio.last() - recorded.video.last()) < 0.3);
    QCOMPARE(recorded.b_frames, 0);
    QVERIFY(recorded.longest_keyframe_distance_s() <= 2.01);
}

void TestRecording::twoFilesShareOneEncode() {
    const QString first = dir_.filePath("first.mkv");
    const QString second = dir_.filePath("second.mkv");
    record_for({file("first", first), file("second", second)}, 2'500);
    const Recorded a = probe(first);
    const Recorded b = probe(second);
    // The same packets, bit for bit: nothing was encoded twice.
    QVERIFY(a.video.count() > 30);
    QCOMPARE(a.video_hash, b.video_hash);
}

void TestRecording::fileAddedInMidShowBeginsAtZero() {
    const QString late = dir_.filePath("late.mkv");
    QVERIFY(broadcast_->go_live(kQuality, {file("early", dir_.filePath("early.mkv"))}).ok());
    QTest::qWait(1'000);
    QVERIFY(broadcast_->add_sink(file("late", late)).ok());
    QTRY_VERIFY_WITH_TIMEOUT(sent_of(*broadcast_, "late") > 20'000, 8'000);
    QTest::qWait(500);
    broadcast_->remove_sink("late");
    QTest::qWait(300);
    QVERIFY(broadcast_->on_air());
    stop();
    const Recorded recorded = probe(late);
    QVERIFY(recorded.video_starts_with_keyframe);
    QVERIFY2(recorded.first_video_s() < 0.05, qPrintable(QString::number(recorded.first_video_s())));
    QVERIFY2(recorded.first_audio_s() < 0.1, qPrintable(QString::number(recorded.first_audio_s())));
}

void TestRecording::neverReplacesAFile() {
    const QString path = dir_.filePath("holiday.mkv");
    QFile there(path);
    QVERIFY(there.open(QIODevice::WriteOnly) && there.write("precious") == 8);
    there.close();
    QSignalSpy changed(broadcast_.get(), &Broadcast::sink_changed);
    QVERIFY(broadcast_->go_live(kQuality, {file("recording", path)}).ok());
    QTRY_COMPARE(state_of(*broadcast_, "recording"), SinkState::failed);
    QVERIFY(there.open(QIODevice::ReadOnly));
    QCOMPARE(there.readAll(), "precious");
    QTRY_VERIFY(!broadcast_->on_air());  // the last sink ended
}

void TestRecording::fullDiskEndsTheRecordingAloneAndKeepsIt() {
    // A small file system would need rights that a test has not: a limit on file size fails the same write.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    const QString path = dir_.filePath("cut.mkv");
    QVERIFY(broadcast_->go_live(kQuality, {file("recording", path)}).ok());
    QTRY_VERIFY_WITH_TIMEOUT(sent_of(*broadcast_, "recording") > 50'000, 8'000);
    QSignalSpy changed(broadcast_.get(), &Broadcast::sink_changed);
    rlimit small = before;
    small.rlim_cur = 100'000;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    QTRY_COMPARE_WITH_TIMEOUT(state_of(*broadcast_, "recording"), SinkState::failed, 8'000);
    setrlimit(RLIMIT_FSIZE, &before);
    QTRY_VERIFY(!changed.isEmpty());
    QVERIFY(changed.last().at(2).toString().contains("kept"));
    QVERIFY(probe(path).video.count() > 5);
}

void TestRecording::bitRateChangesLive() {
    const QString path = dir_.filePath("rates.mkv");
    QVERIFY(!broadcast_->set_video_kbps(0).ok());
    QVERIFY(broadcast_->go_live(kQuality, {file("recording", path)}).ok());
    QVERIFY(broadcast_->set_video_kbps(300).ok());
    QTest::qWait(1'000);
    QVERIFY(broadcast_->on_air());
    stop();
    QVERIFY(probe(path).longest_video_gap_s() < 0.05);
}

void TestRecording::countsWhatItDoes() {
    QSignalSpy told(broadcast_.get(), &Broadcast::health_changed);
    QVERIFY(broadcast_->go_live(kQuality, {file("recording", dir_.filePath("counted.mkv"))}).ok());
    QTRY_VERIFY_WITH_TIMEOUT(told.count() >= 3, 8'000);
    const Health health = told.last().first().value<Health>();
    QVERIFY(health.on_air);
    QVERIFY2(health.fps > 10 && health.fps < 40, qPrintable(QString::number(health.fps)));
    QVERIFY(health.rendered_frames > 30);
    QVERIFY(health.encoded_kbps > 10);
    QCOMPARE(health.sinks.size(), 1);
    QVERIFY(health.sinks.first().sent_kbps > 10);
    QCOMPARE(health.sinks.first().state, SinkState::live);
    stop();
}

VITRINE_ENGINE_TEST_MAIN(TestRecording)
#include "tst_recording.moc"
