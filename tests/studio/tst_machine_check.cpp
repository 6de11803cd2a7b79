// SPDX-License-Identifier: GPL-3.0-or-later
// What a first start recommends, and the trial encode behind it.
#include "studio/machine_check.h"

#include <QTemporaryDir>

#include "encoder/encoder_choice.h"
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
    void measuresThisMachine();
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

void TestMachineCheck::measuresThisMachine() {
    QTemporaryDir dir;
    auto engine = std::move(*Engine::start({dir.path(), "en-US", {1280, 720, 30}}));
    int trials = 0;
    const auto advice = check_machine(*engine, [&](int kbps, int ms) {
        ++trials;
        return encoder::trial_encode("obs_x264", kbps, ms);
    });
    QVERIFY(advice.ok());
    QVERIFY(trials >= 2);
    QVERIFY(!advice->reason.isEmpty());
    if (!engine->has_gpu()) QCOMPARE(advice->video, kSmall);
    QCOMPARE(engine->video(), (VideoFormat{1280, 720, 30}));  // as before
    engine.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

VITRINE_ENGINE_TEST_MAIN(TestMachineCheck)
#include "tst_machine_check.moc"
