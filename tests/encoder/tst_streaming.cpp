// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of the real engine to receivers that are real (ffmpeg) or as bad as they come.
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "encoder/broadcast.h"
#include "studio/studio.h"
#include "tests/encoder/rtmp_receiver.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/recording_probe.h"
#include "tests/studio/test_media.h"

using namespace vitrine::encoder;
using vitrine::studio::Engine;
using vitrine::studio::Programme;
using vitrine::studio::Studio;
using vitrine::tests::probe;
using vitrine::tests::RtmpReceiver;
using Manner = RtmpReceiver::Manner;

namespace {

const Quality kQuality{"obs_x264", 1500, 128};

SinkTerms stream(const QString& address, const QString& key = "key") {
    return {"stream", "Stream", StreamTarget{address, key}};
}
SinkTerms file(const QString& path) { return {"file", "Recording", FileTarget{path}}; }

SinkHealth look(const Broadcast& broadcast, const QString& id) {
    for (const SinkHealth& sink : broadcast.health().sinks)
        if (sink.id == id) return sink;
    return {};
}

}  // namespace

class TestStreaming : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void ffmpegReceivesIt();
    void keyWithOddSignsArrivesWhole();
    void cueTravelsAtItsFrame();
    void wrongKeyIsFinalAndSaid();
    void keyRevokedInMidShowEndsThatStreamAlone();
    void unreachableIsSaidAndRecordingGoesOn();
    void lostLineIsTakenUpOnTheSameTimeline();
    void ownOldConnectionIsWaitedFor();
    void hungReceiverDoesNotDisturbTheRecording_data();
    void hungReceiverDoesNotDisturbTheRecording();
    void slowReceiverDisturbsNeitherTheRecordingNorAnotherStream();
    void streamJoinsARecording();
    void rateOfOneThatCameAgainIsItsOwn();
    void refusesWhatIsNoAddress();

  private:
    void stop();
    void go(const std::vector<SinkTerms>& sinks);

    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<Broadcast> broadcast_;
};

void TestStreaming::init() {
    const QString film = dir_.filePath("film.mkv");
    if (!QFile::exists(film))  // noise: enough bits to fill a line
        vitrine::tests::run("ffmpeg", {"-v", "error", "-f", "lavfi", "-i",
                                       "nullsrc=s=640x360:r=30:d=2,geq=random(1)*255:128:128", "-f", "lavfi",
                                       "-i", "sine=d=2", "-c:v", "libx264", "-preset", "ultrafast", "-crf",
                                       "30", "-c:a", "aac", film});
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

void TestStreaming::cleanup() {
    broadcast_.reset();
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestStreaming::go(const std::vector<SinkTerms>& sinks) {
    auto live = broadcast_->go_live(kQuality, sinks);
    QVERIFY2(live.ok(), live.ok() ? "" : live.error().message.c_str());
}

void TestStreaming::stop() {
    QSignalSpy stopped(broadcast_.get(), &Broadcast::stopped);
    broadcast_->stop();
    QVERIFY(stopped.wait(10'000));
}

void TestStreaming::ffmpegReceivesIt() {
    quint16 port = 0;
    {
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        port = free.serverPort();
    }
    const QString address = QStringLiteral("rtmp://127.0.0.1:%1/live").arg(port);
    const QString received = dir_.filePath("received.mkv");
    QProcess ffmpeg;
    ffmpeg.start("ffmpeg", {"-v", "error", "-listen", "1", "-i", address + "/key", "-map", "0:v", "-map",
                            "0:a", "-c", "copy", received});
    QVERIFY(ffmpeg.waitForStarted());
    go({stream(address)});
    QTRY_VERIFY_WITH_TIMEOUT(look(*broadcast_, "stream").sent_bytes > 300'000, 20'000);
    stop();
    // It may have ended already; waitForFinished is false for a process that no longer runs.
    QTRY_COMPARE_WITH_TIMEOUT(ffmpeg.state(), QProcess::NotRunning, 10'000);
    const auto seen = probe(received);
    QVERIFY(seen.video.count() > 20);
    QVERIFY2(seen.longest_video_gap_s() < 0.05, qPrintable(QString::number(seen.longest_video_gap_s())));
    QCOMPARE(seen.b_frames, 0);
}

void TestStreaming::keyWithOddSignsArrivesWhole() {
    RtmpReceiver receiver(Manner::accept);
    const QString key = QStringLiteral("show 7/a?b=c&d#é%20");
    go({stream(receiver.address(), key)});
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 0, 10'000);
    QCOMPARE(QString::fromUtf8(receiver.published_key()), key);
    stop();
}

void TestStreaming::cueTravelsAtItsFrame() {
    RtmpReceiver receiver(Manner::accept);
    go({stream(receiver.address())});
    QVERIFY(!broadcast_->stream_time_ms("nobody", Programme::frame_time_ns()));
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 10, 10'000);
    const uint64_t frame = Programme::frame_time_ns();
    const auto time_ms = broadcast_->stream_time_ms("stream", frame);
    QVERIFY(time_ms);
    QVERIFY(broadcast_->cue(R"({"id":"7","kind":"pin","product":"lamp"})", frame));
    auto cue = [&]() -> const RtmpReceiver::Message* {
        for (const auto& message : receiver.messages())
            if (message.is_cue()) return &message;
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(cue(), 5'000);
    QVERIFY(cue()->body.contains(R"({"id":"7","kind":"pin","product":"lamp"})"));
    QVERIFY(std::abs(int64_t(cue()->timestamp_ms) - *time_ms) <= 1);
    // There is a picture with that timestamp: the cue names a frame, not just a moment.
    const uint32_t at = cue()->timestamp_ms;
    auto pictured = [&] {
        for (const auto& message : receiver.messages())
            if (message.is_picture() && std::abs(int64_t(message.timestamp_ms) - int64_t(at)) <= 1)
                return true;
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(pictured(), 5'000);
    stop();
}

void TestStreaming::wrongKeyIsFinalAndSaid() {
    RtmpReceiver receiver(Manner::refuse);
    QSignalSpy changed(broadcast_.get(), &Broadcast::sink_changed);
    go({stream(receiver.address()), file(dir_.filePath("wrong-key.mkv"))});
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::failed, 10'000);
    const QString sentence = look(*broadcast_, "stream").sentence;
    QVERIFY2(sentence.contains("key") && sentence.contains(receiver.refusal), qPrintable(sentence));
    QTest::qWait(1'500);
    QCOMPARE(receiver.connections(), 1);  // no endless retry
    QTRY_COMPARE(look(*broadcast_, "file").state, SinkState::live);
    stop();
}

void TestStreaming::keyRevokedInMidShowEndsThatStreamAlone() {
    RtmpReceiver receiver(Manner::accept);
    go({stream(receiver.address()), file(dir_.filePath("revoked.mkv"))});
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 5, 10'000);
    receiver.set_manner(Manner::refuse);
    receiver.drop_publisher();
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::failed, 25'000);
    QCOMPARE(receiver.connections(), 2);
    QTRY_COMPARE(look(*broadcast_, "file").state, SinkState::live);
    stop();
}

void TestStreaming::unreachableIsSaidAndRecordingGoesOn() {
    RtmpReceiver receiver(Manner::accept);
    const QString address = receiver.address();
    const quint16 port = receiver.port();
    receiver.stop_listening();
    go({stream(address), file(dir_.filePath("unreachable.mkv"))});
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::reconnecting, 10'000);
    QVERIFY(look(*broadcast_, "stream").sentence.contains("Nothing takes streams"));
    QTRY_COMPARE(look(*broadcast_, "file").state, SinkState::live);
    // The server is started after all.
    RtmpReceiver late(Manner::accept, port);
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::live, 15'000);
    QTRY_VERIFY_WITH_TIMEOUT(late.pictures() > 5, 10'000);
    stop();
    QVERIFY(probe(dir_.filePath("unreachable.mkv")).longest_video_gap_s() < 0.05);
}

void TestStreaming::lostLineIsTakenUpOnTheSameTimeline() {
    RtmpReceiver receiver(Manner::accept);
    const QString path = dir_.filePath("lost.mkv");
    go({stream(receiver.address()), file(path)});
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 20, 10'000);
    const uint32_t last_ms = receiver.messages().last().timestamp_ms;
    receiver.forget();
    receiver.drop_publisher();
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::reconnecting, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 20, 20'000);
    QCOMPARE(look(*broadcast_, "stream").reconnects, 1);
    const auto* first = &receiver.messages().first();
    for (const auto& message : receiver.messages())
        if (message.is_picture()) {
            first = &message;
            break;
        }
    QVERIFY(first->is_keyframe());
    QVERIFY2(first->timestamp_ms > last_ms,
             qPrintable(QStringLiteral("%1 after %2").arg(first->timestamp_ms).arg(last_ms)));
    QVERIFY(first->timestamp_ms < last_ms + 10'000);
    stop();
    QVERIFY(probe(path).longest_video_gap_s() < 0.05);
}

void TestStreaming::ownOldConnectionIsWaitedFor() {
    RtmpReceiver receiver(Manner::accept);
    receiver.refusal = "Somebody is live in this show already.";
    go({stream(receiver.address())});
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 5, 10'000);
    receiver.set_manner(Manner::refuse);  // it has not noticed yet
    receiver.drop_publisher();
    QTRY_VERIFY_WITH_TIMEOUT(receiver.connections() >= 3, 15'000);
    QCOMPARE(look(*broadcast_, "stream").state, SinkState::reconnecting);
    receiver.set_manner(Manner::accept);
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::live, 15'000);
    stop();
}

void TestStreaming::hungReceiverDoesNotDisturbTheRecording_data() {
    QTest::addColumn<int>("manner");
    QTest::newRow("takes the connection and says nothing") << int(Manner::silent);
    QTest::newRow("answers garbage") << int(Manner::garbage);
}

void TestStreaming::hungReceiverDoesNotDisturbTheRecording() {
    QFETCH(int, manner);
    RtmpReceiver receiver{Manner(manner)};
    const QString path = dir_.filePath(QStringLiteral("hung-%1.mkv").arg(manner));
    go({stream(receiver.address()), file(path)});
    QTRY_VERIFY_WITH_TIMEOUT(receiver.connections() > 0, 10'000);
    QTest::qWait(1'500);
    QVERIFY(look(*broadcast_, "stream").state != SinkState::live);
    QTRY_COMPARE(look(*broadcast_, "file").state, SinkState::live);
    QElapsedTimer stopping;
    stopping.start();
    stop();  // and it ends in bounded time
    QVERIFY(stopping.elapsed() < 10'000);
    QVERIFY(probe(path).longest_video_gap_s() < 0.05);
}

void TestStreaming::slowReceiverDisturbsNeitherTheRecordingNorAnotherStream() {
    RtmpReceiver slow(Manner::stop_reading), quick(Manner::accept);
    const QString path = dir_.filePath("slow.mkv");
    QVERIFY(broadcast_
                ->go_live({"obs_x264", 8000, 128}, {stream(slow.address()),
                                                    {"quick", "Quick", StreamTarget{quick.address(), "key"}},
                                                    file(path)})
                .ok());
    // The system's buffers fill first, then ours: the queue grows and stays within its bounds.
    QTRY_VERIFY_WITH_TIMEOUT(look(*broadcast_, "stream").queue_ms > 1'000, 20'000);
    const int pictures = quick.pictures();
    QTRY_VERIFY_WITH_TIMEOUT(quick.pictures() > pictures + 30, 10'000);
    for (const QString& id : QStringList{"file", "quick"}) {
        QVERIFY(look(*broadcast_, id).queue_ms < 1'000);
        QCOMPARE(look(*broadcast_, id).dropped_frames, 0);
    }
    stop();
    QVERIFY(probe(path).longest_video_gap_s() < 0.05);
}

void TestStreaming::streamJoinsARecording() {
    RtmpReceiver receiver(Manner::accept);
    const QString path = dir_.filePath("joined.mkv");
    go({file(path)});
    QTest::qWait(700);
    QVERIFY(broadcast_->add_sink(stream(receiver.address())).ok());
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 5, 15'000);
    const auto& messages = receiver.messages();
    auto first = std::find_if(messages.begin(), messages.end(), [](const auto& m) { return m.is_picture(); });
    QVERIFY(first->is_keyframe());
    QCOMPARE(first->timestamp_ms, 0u);
    broadcast_->remove_sink("stream");
    QTest::qWait(300);
    QVERIFY(broadcast_->on_air());
    stop();
    QVERIFY(probe(path).longest_video_gap_s() < 0.05);
}

void TestStreaming::rateOfOneThatCameAgainIsItsOwn() {
    RtmpReceiver receiver(Manner::accept);
    QSignalSpy told(broadcast_.get(), &Broadcast::health_changed);
    go({file(dir_.filePath("rates.mkv")), stream(receiver.address())});
    QTRY_VERIFY_WITH_TIMEOUT(look(*broadcast_, "stream").sent_kbps > 0, 15'000);
    broadcast_->remove_sink("stream");
    QVERIFY(broadcast_->add_sink(stream(receiver.address())).ok());
    told.clear();
    QTRY_VERIFY_WITH_TIMEOUT(told.size() >= 2, 5'000);
    for (const auto& health : told)
        for (const SinkHealth& sink : health.first().value<Health>().sinks)
            QVERIFY2(sink.sent_kbps >= 0, qPrintable(QString::number(sink.sent_kbps)));
    stop();
}

void TestStreaming::refusesWhatIsNoAddress() {
    for (const char* address : {"", "live", "http://example.com/x", "rtmp://", "file:///etc/passwd"})
        QVERIFY2(!broadcast_->go_live(kQuality, {stream(address)}).ok(), address);
    QVERIFY(!broadcast_->go_live(kQuality, {stream("rtmp://127.0.0.1/live", "")}).ok());
    QVERIFY(!broadcast_->go_live(kQuality, {stream("rtmp://127.0.0.1/live", "a\nb")}).ok());
    QVERIFY(!broadcast_->go_live(kQuality, {}).ok());
    QVERIFY(!broadcast_->on_air());
}

VITRINE_ENGINE_TEST_MAIN(TestStreaming)
#include "tst_streaming.moc"
