// SPDX-License-Identifier: GPL-3.0-or-later
// Which encoder works is found out beside the window, not instead of it.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

#include "encoder/broadcast.h"
#include "studio/studio.h"
#include "tests/encoder/slow_encoder.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/recording_probe.h"

using namespace vitrine::encoder;
using vitrine::studio::Engine;
using vitrine::studio::Studio;
using vitrine::tests::SlowEncoder;

namespace {

const Quality kWhateverWorks{"", 800, 128};

// The longest time for which the event loop did not come round.
class EventLoopWatch : public QObject {
  public:
    EventLoopWatch() {
        connect(&tick_, &QTimer::timeout, this,
                [this] { longest_ms_ = std::max(longest_ms_, since_.restart()); });
        since_.start();
        tick_.start(5);
    }
    qint64 longest_ms() { return std::max(longest_ms_, since_.elapsed()); }

  private:
    QTimer tick_;
    QElapsedTimer since_;
    qint64 longest_ms_ = 0;
};

}  // namespace

class TestEncoderTrials : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void eventsGoOnWhileAnEncoderIsTried();
    void goingLiveIsGivenUpWhileAnEncoderIsTried();
    void whatWorksIsNotTriedAgain();
    void aSinkThatComesMeanwhileBeginsToo();
    void theBroadcastMayGoWhileAnEncoderIsTried();

  private:
    SinkTerms file(const QString& id) const {
        return {
            id, id,
            FileTarget{QStringLiteral("%1/%2 %3.mkv").arg(dir_.path(), QTest::currentTestFunction(), id)}};
    }
    SinkState state(const QString& id) const {
        for (const SinkHealth& sink : broadcast_->health().sinks)
            if (sink.id == id) return sink.state;
        return SinkState::unspecified;
    }

    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<SlowEncoder> slow_;
    std::unique_ptr<Broadcast> broadcast_;
};

void TestEncoderTrials::init() {
    const QString data = dir_.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY2(studio.ok(), studio.ok() ? "" : studio.error().message.c_str());
    studio_ = std::move(*studio);
    slow_ = std::make_unique<SlowEncoder>();
    broadcast_ = std::make_unique<Broadcast>();
}

void TestEncoderTrials::cleanup() {
    slow_.reset();
    broadcast_.reset();
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestEncoderTrials::eventsGoOnWhileAnEncoderIsTried() {
    QSignalSpy changed(broadcast_.get(), &Broadcast::sink_changed);
    EventLoopWatch watch;
    QVERIFY(broadcast_->go_live(kWhateverWorks, {file("file")}).ok());
    QVERIFY(broadcast_->on_air());
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][1].value<SinkState>(), SinkState::connecting);
    QVERIFY(changed[0][2].toString().contains("encoder"));
    QTRY_COMPARE(slow_->openings(), 1);
    QTest::qWait(1'000);  // the driver takes its time
    QVERIFY2(watch.longest_ms() < 500, qPrintable(QString::number(watch.longest_ms())));
    slow_->let();
    QTRY_COMPARE_WITH_TIMEOUT(state("file"), SinkState::live, 10'000);
}

void TestEncoderTrials::goingLiveIsGivenUpWhileAnEncoderIsTried() {
    QSignalSpy stopped(broadcast_.get(), &Broadcast::stopped);
    QVERIFY(broadcast_->go_live(kWhateverWorks, {file("file")}).ok());
    QTRY_COMPARE(slow_->openings(), 1);
    broadcast_->remove_sink("file");
    QVERIFY(!broadcast_->on_air());
    QCOMPARE(stopped.size(), 1);
    QVERIFY(broadcast_->holds_canvas());
    // And asked for again before the driver has come back.
    QVERIFY(broadcast_->go_live(kWhateverWorks, {file("again")}).ok());
    slow_->let();
    QTRY_COMPARE_WITH_TIMEOUT(state("again"), SinkState::live, 10'000);
    QCOMPARE(state("file"), SinkState::unspecified);
    broadcast_->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!broadcast_->holds_canvas(), 10'000);
    QVERIFY(studio_->engine().set_video({320, 180, 30}).ok());
}

void TestEncoderTrials::whatWorksIsNotTriedAgain() {
    slow_->let();
    for (const QString id : {"first", "second"}) {
        QVERIFY(broadcast_->go_live(kWhateverWorks, {file(id)}).ok());
        QTRY_COMPARE_WITH_TIMEOUT(state(id), SinkState::live, 10'000);
        broadcast_->stop();
        QTRY_VERIFY_WITH_TIMEOUT(!broadcast_->on_air(), 10'000);
    }
    QCOMPARE(slow_->openings(), 1);
}

void TestEncoderTrials::aSinkThatComesMeanwhileBeginsToo() {
    QVERIFY(broadcast_->go_live(kWhateverWorks, {file("first")}).ok());
    QTRY_COMPARE(slow_->openings(), 1);
    QVERIFY(broadcast_->add_sink(file("second")).ok());
    slow_->let();
    QTRY_COMPARE_WITH_TIMEOUT(state("first"), SinkState::live, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(state("second"), SinkState::live, 10'000);
}

void TestEncoderTrials::theBroadcastMayGoWhileAnEncoderIsTried() {
    QVERIFY(broadcast_->go_live(kWhateverWorks, {file("file")}).ok());
    QTRY_COMPARE(slow_->openings(), 1);
    slow_->let();
    broadcast_.reset();  // and nothing is left over: cleanup counts
}

VITRINE_ENGINE_TEST_MAIN(TestEncoderTrials)
#include "tst_encoder_trials.moc"
