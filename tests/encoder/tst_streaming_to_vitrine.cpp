// SPDX-License-Identifier: GPL-3.0-or-later
// The real broadcast into the real ingest: keys, revocation, a second studio on the same show, a server that
// restarts.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <atomic>

#include "encoder/broadcast.h"
#include "server/ingest/rtmp_server.h"
#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/recording_probe.h"

using namespace vitrine::encoder;
using vitrine::Code;
using vitrine::Error;
using vitrine::Reply;
using vitrine::studio::Engine;
using vitrine::studio::Programme;
using vitrine::studio::Studio;
namespace media = vitrine::media;
namespace ingest = vitrine::ingest;

namespace {

// The server's ears, as main.cpp wires them; one key opens one show.
class Ears {
  public:
    explicit Ears(uint16_t port = 0) {
        media::MediaTerms terms;
        terms.directory = directory_.path().toStdString();
        programmes = media::make_programmes(terms, clock_, [](const std::string&, bool, bool) {});
        ingest::RtmpTerms rtmp;
        rtmp.port = port;
        server_ = ingest::start_rtmp_server(
            rtmp, *programmes, [this](const std::string& key, Reply<std::string> reply) {
                if (key == "good" && !revoked)
                    reply(std::string("show-1"));
                else
                    reply(Error{Code::permission_denied, "This stream key is wrong or was revoked."});
            });
    }
    QString address() const { return QStringLiteral("rtmp://127.0.0.1:%1/live").arg(port()); }
    uint16_t port() const { return server_->port(); }

  private:
    QTemporaryDir directory_;
    vitrine::SystemClock clock_;

  public:
    std::unique_ptr<media::Programmes> programmes;
    std::atomic<bool> revoked{false};

  private:
    std::unique_ptr<ingest::RtmpServer> server_;
};

SinkHealth look(const Broadcast& broadcast, const QString& id) {
    for (const SinkHealth& sink : broadcast.health().sinks)
        if (sink.id == id) return sink;
    return {};
}

}  // namespace

class TestStreamingToVitrine : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void wrongKeyIsSaidInTheServersWords();
    void programmeTimeOfAPictureIsNow();
    void revokedKeyEndsTheStreamAndNotTheRecording();
    void secondStudioOnTheShowIsTold();
    void serverThatRestartsIsFoundAgain();

  private:
    void go(const QString& address, const QString& key);
    QString recording() const {
        return dir_.filePath(QStringLiteral("%1.mkv").arg(QLatin1String(QTest::currentTestFunction())));
    }

    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<Broadcast> broadcast_;
};

void TestStreamingToVitrine::init() {
    const QString data = dir_.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY2(studio.ok(), studio.ok() ? "" : studio.error().message.c_str());
    studio_ = std::move(*studio);
    broadcast_ = std::make_unique<Broadcast>();
}

void TestStreamingToVitrine::cleanup() {
    broadcast_.reset();
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestStreamingToVitrine::go(const QString& address, const QString& key) {
    auto live = broadcast_->go_live(
        {"obs_x264", 800, 128},
        {{"stream", "Vitrine", StreamTarget{address, key}}, {"file", "Recording", FileTarget{recording()}}});
    QVERIFY2(live.ok(), live.ok() ? "" : live.error().message.c_str());
}

void TestStreamingToVitrine::wrongKeyIsSaidInTheServersWords() {
    Ears ears;
    go(ears.address(), "bad");
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::failed, 15'000);
    QVERIFY(look(*broadcast_, "stream").sentence.contains("This stream key is wrong or was revoked."));
    QTRY_COMPARE(look(*broadcast_, "file").state, SinkState::live);
    QCOMPARE(ears.programmes->publishing(), 0);
}

void TestStreamingToVitrine::programmeTimeOfAPictureIsNow() {
    Ears ears;
    go(ears.address(), "good");
    auto time_of_now = [&]() -> std::optional<int64_t> {
        const auto stream_ms = broadcast_->stream_time_ms("stream", Programme::frame_time_ns());
        return stream_ms ? ears.programmes->programme_time_us("show-1", *stream_ms) : std::nullopt;
    };
    QTRY_VERIFY_WITH_TIMEOUT(ears.programmes->publishing() == 1 && time_of_now(), 15'000);
    // The server dates the first picture when it arrives, so a picture's programme time is when it was
    // composed, late by the way.
    const auto first = time_of_now();
    const int64_t now_us = vitrine::SystemClock().now().us;
    QVERIFY2(std::abs(now_us - *first) < 5'000'000, qPrintable(QString::number(now_us - *first)));
    QTest::qWait(1'000);
    const auto second = time_of_now();
    QVERIFY2(std::abs(*second - *first - 1'000'000) < 500'000, qPrintable(QString::number(*second - *first)));
}

void TestStreamingToVitrine::revokedKeyEndsTheStreamAndNotTheRecording() {
    Ears ears;
    go(ears.address(), "good");
    QTRY_COMPARE_WITH_TIMEOUT(ears.programmes->publishing(), 1, 15'000);
    ears.revoked = true;
    ears.programmes->interrupt("show-1", "The stream key was revoked.");
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::failed, 20'000);
    QVERIFY2(look(*broadcast_, "stream").sentence.contains("revoked"),
             qPrintable(look(*broadcast_, "stream").sentence));
    QTRY_COMPARE(look(*broadcast_, "file").state, SinkState::live);
}

void TestStreamingToVitrine::secondStudioOnTheShowIsTold() {
    Ears ears;
    go(ears.address(), "good");
    QTRY_COMPARE_WITH_TIMEOUT(ears.programmes->publishing(), 1, 15'000);
    QVERIFY(broadcast_->add_sink({"second", "Again", StreamTarget{ears.address(), "good"}}).ok());
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "second").state, SinkState::failed, 15'000);
    QVERIFY(look(*broadcast_, "second").sentence.contains("live"));
    QCOMPARE(look(*broadcast_, "stream").state, SinkState::live);
}

void TestStreamingToVitrine::serverThatRestartsIsFoundAgain() {
    auto ears = std::make_unique<Ears>();
    const uint16_t port = ears->port();
    go(ears->address(), "good");
    QTRY_COMPARE_WITH_TIMEOUT(ears->programmes->publishing(), 1, 15'000);
    ears.reset();
    QTRY_COMPARE_WITH_TIMEOUT(look(*broadcast_, "stream").state, SinkState::reconnecting, 20'000);
    QVERIFY(!look(*broadcast_, "stream").sentence.isEmpty());
    ears = std::make_unique<Ears>(port);
    QTRY_COMPARE_WITH_TIMEOUT(ears->programmes->publishing(), 1, 20'000);
    QTRY_COMPARE(look(*broadcast_, "stream").state, SinkState::live);
    QCOMPARE(look(*broadcast_, "stream").reconnects, 1);
    QSignalSpy stopped(broadcast_.get(), &Broadcast::stopped);
    broadcast_->stop();
    QVERIFY(stopped.wait(10'000));
    QVERIFY(vitrine::tests::probe(recording()).longest_video_gap_s() < 0.05);
}

VITRINE_ENGINE_TEST_MAIN(TestStreamingToVitrine)
#include "tst_streaming_to_vitrine.moc"
