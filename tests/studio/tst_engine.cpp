// SPDX-License-Identifier: GPL-3.0-or-later
// libobs starts, stops and leaves nothing behind.
#include "studio/engine.h"

#include <QDir>
#include <QTemporaryDir>

#include "studio/devices.h"
#include "tests/studio/engine_test.h"

using namespace vitrine::studio;

class TestEngine : public QObject {
    Q_OBJECT
  private slots:
    void leavesNothingBehind();
    void startsAgain();
    void oneAtATime();
    void changesItsCanvas();
    void refusesAnImpossibleCanvas();
    void listsDevicesWithoutCrashing();
    void saysThatThereIsNoScreen();
    void writesOnlyIntoItsDataFolder();
};

namespace {
std::unique_ptr<Engine> start(const QString& data) {
    auto engine = Engine::start({data, "en-US", {640, 360, 30}});
    if (!engine) qFatal("%s", engine.error().message.c_str());
    return std::move(*engine);
}
}  // namespace

void TestEngine::leavesNothingBehind() {
    QTemporaryDir dir;
    auto engine = start(dir.path());
    QVERIFY(!engine->renderer().isEmpty());
    QVERIFY(Engine::leaked_allocations() > 0);
    engine.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestEngine::startsAgain() {
    QTemporaryDir dir;
    for (int i = 0; i < 3; ++i) start(dir.path()).reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestEngine::oneAtATime() {
    QTemporaryDir dir;
    auto engine = start(dir.path());
    QVERIFY(!Engine::start({dir.path(), "en-US", {640, 360, 30}}).ok());
}

void TestEngine::changesItsCanvas() {
    QTemporaryDir dir;
    auto engine = start(dir.path());
    VideoFormat told;
    connect(engine.get(), &Engine::video_changed, this, [&](VideoFormat format) { told = format; });
    QVERIFY(engine->set_video({1280, 720, 25}).ok());
    QCOMPARE(told.width, 1280);
    QCOMPARE(engine->video().fps, 25);
}

void TestEngine::refusesAnImpossibleCanvas() {
    QTemporaryDir dir;
    auto engine = start(dir.path());
    for (VideoFormat format : {VideoFormat{0, 0, 30}, VideoFormat{641, 360, 30}, VideoFormat{640, 360, 0},
                               VideoFormat{-640, 360, 30}, VideoFormat{100'000, 360, 30}})
        QVERIFY(!engine->set_video(format).ok());
    QCOMPARE(engine->video().width, 640);
}

void TestEngine::listsDevicesWithoutCrashing() {
    QTemporaryDir dir;
    auto engine = start(dir.path());
    QVERIFY(is_offered(SourceKind::media_file) && is_offered(SourceKind::image) &&
            is_offered(SourceKind::text));
    devices_of(SourceKind::camera);  // asking the type instead of an instance crashes in linux-v4l2
    devices_of(SourceKind::microphone);
    devices_of(SourceKind::desktop_sound);
    QVERIFY(!devices_of(SourceKind::screen).empty());
}

void TestEngine::saysThatThereIsNoScreen() {
    QTemporaryDir dir;
    const QByteArray display = qgetenv("DISPLAY");
    qunsetenv("DISPLAY");
    auto engine = Engine::start({dir.path(), "en-US", {640, 360, 30}});
    qputenv("DISPLAY", display);
    QVERIFY(!engine.ok());
    QVERIFY(QString::fromStdString(engine.error().message).contains("DISPLAY"));
}

void TestEngine::writesOnlyIntoItsDataFolder() {
    QTemporaryDir dir;
    QTemporaryDir elsewhere;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(elsewhere.path()));
    start(dir.path()).reset();
    QDir::setCurrent(before);
    QVERIFY(QDir(elsewhere.path()).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot));
}

VITRINE_ENGINE_TEST_MAIN(TestEngine)
#include "tst_engine.moc"
