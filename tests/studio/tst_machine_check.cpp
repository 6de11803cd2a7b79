// SPDX-License-Identifier: GPL-3.0-or-later
// What a first start recommends, and the trial encode behind it.
#include "studio/machine_check.h"

#include <QTemporaryDir>
#include <QTimer>

#include "encoder/encoder_trials.h"
#include "tests/studio/engine_test.h"

using namespace vitrine::studio;
namespace encoder = vitrine::encoder;

class TestMachineCheck : public QObject {
    Q_OBJECT
  private slots:
    void machineWithoutGpuGetsTheSmallPictureAndTheReason();
    void largestThatLostNothingIsChosen();
    void smallestWhenEverythingLost();
    void encoderThatFailedIsNoSuccess();
    void onlyEncodersThatEncodeAreOffered();
    void measuresThisMachineAndGoesOnWithItsEvents();
    void aMeasurementIsStoppedAtOnce();
};

namespace {
constexpr VideoFormat kLarge{1920, 1080, 30};
constexpr VideoFormat kMiddle{1280, 720, 30};
constexpr VideoFormat kSmall{640, 360, 30};
const QString kGpu = "NVIDIA GeForce RTX 3060/PCIe/SSE2";
}  // namespace

void TestMachineCheck::machineWithoutGpuGetsTheSmallPictureAndTheReason() {
    for (const char* renderer : {"llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Software Rasterizer"}) {
        const auto advice = recommend(renderer, {{kMiddle, 60, 0, 0}});
        QCOMPARE(advice.video, kSmall);
        QVERIFY(advice.reason.contains("no graphics processor"));
        QVERIFY(advice.video_kbps >= 500 && advice.video_kbps <= 1500);
    }
}

void TestMachineCheck::largestThatLostNothingIsChosen() {
    const auto advice = recommend(kGpu, {{kLarge, 36, 9, 0}, {kMiddle, 36, 0, 0}});
    QCOMPARE(advice.video, kMiddle);
    QCOMPARE(advice.video_kbps, 2500);
    QVERIFY(advice.reason.contains("1280x720") && advice.reason.contains("1920x1080"));
    QCOMPARE(recommend(kGpu, {{kLarge, 36, 0, 0}}).video, kLarge);
}

void TestMachineCheck::smallestWhenEverythingLost() {
    const auto advice = recommend(kGpu, {{kLarge, 36, 30, 0}, {kMiddle, 36, 0, 20}, {kSmall, 36, 10, 0}});
    QCOMPARE(advice.video, kSmall);
    QVERIFY(advice.reason.contains("lost"));
}

void TestMachineCheck::encoderThatFailedIsNoSuccess() {
    QCOMPARE(recommend(kGpu, {{kLarge, 0, 0, -1}, {kMiddle, 36, 0, 0}}).video, kMiddle);
}

void TestMachineCheck::onlyEncodersThatEncodeAreOffered() {
    QTemporaryDir dir;
    auto engine = std::move(*Engine::start({dir.path(), "en-US", kSmall}));
    const auto known = encoder::known_video_encoders();
    QVERIFY(!known.empty());
    QCOMPARE(known.back().id, QString("obs_x264"));
    const auto chosen = encoder::choose_video_encoder();
    QVERIFY(chosen.ok());
    QVERIFY(encoder::trial_encode(chosen->id, 800, 700) >= 0);
    QCOMPARE(encoder::trial_encode("no_such_encoder", 800, 700), -1);
    engine.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestMachineCheck::measuresThisMachineAndGoesOnWithItsEvents() {
    QTemporaryDir dir;
    auto engine = std::move(*Engine::start({dir.path(), "en-US", {1280, 720, 30}}));
    {
        int trials = 0;
        encoder::EncoderTrials encoders;
        MachineCheck check(*engine, [&](int kbps, int ms, std::function<void(int)> told) {
            ++trials;
            encoders.encode("obs_x264", kbps, ms, std::move(told));
        });
        std::optional<vitrine::Result<Recommendation>> advice;
        connect(&check, &MachineCheck::finished, &check, [&](const auto& found) { advice = found; });
        QTimer clock;
        int ticks = 0;
        connect(&clock, &QTimer::timeout, &clock, [&] { ++ticks; });
        clock.start(10);
        check.begin();
        QTRY_VERIFY_WITH_TIMEOUT(advice, 20'000);
        QVERIFY(advice->ok());
        QVERIFY(trials >= 2);
        QVERIFY(!(*advice)->reason.isEmpty());
        if (!engine->has_gpu()) QCOMPARE((*advice)->video, kSmall);
        QCOMPARE(engine->video(), (VideoFormat{1280, 720, 30}));   // as before
        QVERIFY2(ticks > 20, qPrintable(QString::number(ticks)));  // of 150 while the trials ran
    }
    engine.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestMachineCheck::aMeasurementIsStoppedAtOnce() {
    QTemporaryDir dir;
    auto engine = std::move(*Engine::start({dir.path(), "en-US", {1280, 720, 30}}));
    {
        encoder::EncoderTrials encoders;
        MachineCheck check(*engine, [&](int kbps, int, std::function<void(int)> told) {
            encoders.encode("obs_x264", kbps, 60'000, std::move(told));
        });
        std::optional<vitrine::Result<Recommendation>> advice;
        connect(&check, &MachineCheck::finished, &check, [&](const auto& found) { advice = found; });
        check.begin();
        QVERIFY(encoders.running());
        check.stop();
        encoders.give_up();
        QTRY_VERIFY_WITH_TIMEOUT(advice, 10'000);
        QVERIFY(!advice->ok());
        QVERIFY(!encoders.running());
        QCOMPARE(engine->video(), (VideoFormat{1280, 720, 30}));
    }
    engine.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

VITRINE_ENGINE_TEST_MAIN(TestMachineCheck)
#include "tst_machine_check.moc"
