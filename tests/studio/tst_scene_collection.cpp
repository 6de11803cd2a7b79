// SPDX-License-Identifier: GPL-3.0-or-later
// Scenes and items: the values, and what is seen of them.
#include "studio/scene_collection.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>

#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/programme_eye.h"
#include "tests/studio/test_media.h"

using namespace vitrine::studio;
using vitrine::Code;
using vitrine::tests::ProgrammeEye;

namespace {
const QColor kRed(200, 30, 30);
const QColor kGreen(30, 160, 30);
const QColor kBlue(30, 30, 200);
const QColor kYellow(200, 200, 30);

// A background of green, and something in white on it.
bool is_written(const QImage& seen) {
    int ink = 0;
    int paper = 0;
    for (int y = 0; y < seen.height(); ++y)
        for (int x = 0; x < seen.width(); ++x) {
            ink += seen.pixelColor(x, y).red() > 120;
            paper += vitrine::tests::alike(seen.pixelColor(x, y), kGreen);
        }
    return ink > 50 && paper > 50;
}

}  // namespace

class TestSceneCollection : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void cleanup();
    void scenesAreAddedRenamedMovedRemoved();
    void namesAreChecked();
    void fourCamerasAtOnceSideBySide();
    void frontItemHidesWhatIsBehind();
    void hiddenItemIsNotSeen();
    void pictureInPictureStandsInItsCorner();
    void sourceShownNowhereGoes();
    void missingFileIsSaidAndComesBack();
    void missingFileDoesNotStopTheShow();
    void networkCameraThatIsNotThereWaits();
    void networkCameraComesAndComesBack();
    void textOfAnyScriptIsDrawn();
    void itemsKeepTheirPlaceOnAnotherCanvas();

  private:
    QString picture(const QString& name, const QColor& colour);
    QString add(const QString& name, const SourceSettings& settings) {
        auto item = studio_->scenes().add_item(scene_, name, settings);
        if (!item) qFatal("%s", item.error().message.c_str());
        return *item;
    }

    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    QString scene_;
};

QString TestSceneCollection::picture(const QString& name, const QColor& colour) {
    const QString path = dir_.filePath(name + ".png");
    QImage image(640, 360, QImage::Format_RGB32);
    image.fill(colour);
    if (!image.save(path)) qFatal("cannot write a picture");
    return path;
}

void TestSceneCollection::initTestCase() {
    for (const auto& [name, colour] :
         {std::pair{"red", kRed}, {"green", kGreen}, {"blue", kBlue}, {"yellow", kYellow}})
        vitrine::tests::make_film(dir_.filePath(QString("%1.mp4").arg(name)), colour, 2);
}

void TestSceneCollection::init() {
    const QString data = dir_.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY2(studio.ok(), studio.ok() ? "" : studio.error().message.c_str());
    studio_ = std::move(*studio);
    scene_ = studio_->scenes().scenes().front().id;
}

void TestSceneCollection::cleanup() {
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestSceneCollection::scenesAreAddedRenamedMovedRemoved() {
    auto& scenes = studio_->scenes();
    QSignalSpy changed(&scenes, &SceneCollection::scenes_changed);
    const QString second = *scenes.add_scene("Second");
    const QString third = *scenes.add_scene("Third");
    QCOMPARE(changed.count(), 2);
    QVERIFY(scenes.move_scene(third, 0).ok());
    QCOMPARE(scenes.scenes()[0].id, third);
    QVERIFY(scenes.move_scene(third, 99).ok());
    QCOMPARE(scenes.scenes()[2].id, third);
    QVERIFY(scenes.rename_scene(second, QString::fromUtf8("  Bühne 二  ")).ok());
    QCOMPARE(scenes.scene(second)->name, QString::fromUtf8("Bühne 二"));
    QVERIFY(scenes.remove_scene(scene_).ok());
    QVERIFY(scenes.remove_scene(second).ok());
    QCOMPARE(int(scenes.remove_scene(third).error().code), int(Code::precondition));
    QCOMPARE(int(scenes.remove_scene("nobody").error().code), int(Code::not_found));
}

void TestSceneCollection::namesAreChecked() {
    auto& scenes = studio_->scenes();
    QVERIFY(scenes.add_scene("Desk").ok());
    QCOMPARE(int(scenes.add_scene("Desk").error().code), int(Code::conflict));
    QCOMPARE(int(scenes.add_scene(" \n ").error().code), int(Code::invalid_argument));
    QCOMPARE(int(scenes.add_scene(QString(5000, 'x')).error().code), int(Code::invalid_argument));
    QCOMPARE(scenes.free_scene_name("Desk"), QString("Desk 2"));
    QVERIFY(!scenes.add_item("nobody", "A", ImageSettings{}).ok());
    QVERIFY(!scenes.add_item(scene_, "A", MicrophoneSettings{}).ok());
    QVERIFY(!scenes.add_sound("A", ImageSettings{}).ok());
}

void TestSceneCollection::fourCamerasAtOnceSideBySide() {
    for (const char* name : {"red", "green", "blue", "yellow"})
        add(name, MediaFileSettings{dir_.filePath(QString("%1.mp4").arg(name))});
    QVERIFY(studio_->scenes().arrange_grid(scene_).ok());
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.25, 0.25, kRed));
    QVERIFY(eye.shows(0.75, 0.25, kGreen));
    QVERIFY(eye.shows(0.25, 0.75, kBlue));
    QVERIFY(eye.shows(0.75, 0.75, kYellow));
    // They loop: all are still there after their two seconds.
    QTest::qWait(2'500);
    QVERIFY(eye.shows(0.25, 0.25, kRed) && eye.shows(0.75, 0.25, kGreen));
    QVERIFY(eye.shows(0.25, 0.75, kBlue) && eye.shows(0.75, 0.75, kYellow));
    for (const Source& source : studio_->scenes().sources())
        QCOMPARE(int(studio_->scenes().state(source.id)), int(SourceState::live));
}

void TestSceneCollection::frontItemHidesWhatIsBehind() {
    const QString red = add("Red", ImageSettings{picture("red", kRed)});
    add("Blue", ImageSettings{picture("blue", kBlue)});
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kBlue));  // the newest is in front
    QVERIFY(studio_->scenes().move_item(scene_, red, 0).ok());
    QVERIFY(eye.shows(0.5, 0.5, kRed));
    QVERIFY(studio_->scenes().move_item(scene_, red, 1).ok());
    QVERIFY(eye.shows(0.5, 0.5, kBlue));
}

void TestSceneCollection::hiddenItemIsNotSeen() {
    add("Red", ImageSettings{picture("red", kRed)});
    const QString blue = add("Blue", ImageSettings{picture("blue", kBlue)});
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kBlue));
    QVERIFY(studio_->scenes().set_visible(scene_, blue, false).ok());
    QVERIFY(eye.shows(0.5, 0.5, kRed));
}

void TestSceneCollection::pictureInPictureStandsInItsCorner() {
    add("Red", ImageSettings{picture("red", kRed)});
    const QString blue = add("Blue", ImageSettings{picture("blue", kBlue)});
    ProgrammeEye eye;
    const std::pair<PlacementPreset, QPointF> corners[] = {
        {PlacementPreset::corner_top_left, {0.15, 0.15}},
        {PlacementPreset::corner_top_right, {0.85, 0.15}},
        {PlacementPreset::corner_bottom_left, {0.15, 0.85}},
        {PlacementPreset::corner_bottom_right, {0.85, 0.85}}};
    for (const auto& [preset, place] : corners) {
        QVERIFY(studio_->scenes().place(scene_, blue, placement_of(preset)).ok());
        QVERIFY(eye.shows(place.x(), place.y(), kBlue));
        QVERIFY(eye.shows(0.5, 0.5, kRed));
        QVERIFY(eye.shows(1 - place.x(), 1 - place.y(), kRed));
    }
}

void TestSceneCollection::sourceShownNowhereGoes() {
    const QString item = add("Red", ImageSettings{picture("red", kRed)});
    const QString source = studio_->scenes().sources().front().id;
    const QString other = *studio_->scenes().add_scene("Other");
    const QString again = *studio_->scenes().show_source(other, source);
    QVERIFY(studio_->scenes().remove_item(scene_, item).ok());
    QVERIFY(studio_->scenes().source(source));
    QVERIFY(studio_->scenes().remove_item(other, again).ok());
    QVERIFY(!studio_->scenes().source(source));
}

void TestSceneCollection::missingFileIsSaidAndComesBack() {
    const QString path = dir_.filePath("later.mp4");
    add("Later", MediaFileSettings{path});
    auto& scenes = studio_->scenes();
    const QString source = scenes.sources().front().id;
    QCOMPARE(int(scenes.state(source)), int(SourceState::missing));
    QVERIFY(scenes.state_sentence(source).contains("later.mp4"));
    QSignalSpy told(&scenes, &SceneCollection::state_changed);
    QVERIFY(QFile::copy(dir_.filePath("red.mp4"), path));
    QTRY_COMPARE_WITH_TIMEOUT(int(scenes.state(source)), int(SourceState::live), 8'000);
    QVERIFY(!told.isEmpty());
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kRed));
    QVERIFY(QFile::remove(path));
    QTRY_COMPARE_WITH_TIMEOUT(int(scenes.state(source)), int(SourceState::missing), 8'000);
}

void TestSceneCollection::missingFileDoesNotStopTheShow() {
    add("Red", ImageSettings{picture("red", kRed)});
    add("Gone", MediaFileSettings{dir_.filePath("gone.mp4")});
    add("Gone too", ImageSettings{dir_.filePath("gone.png")});
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kRed));
}

void TestSceneCollection::networkCameraThatIsNotThereWaits() {
    add("Phone", NetworkCameraSettings{"rtmp://127.0.0.1:1/live/phone", 1});
    const QString source = studio_->scenes().sources().front().id;
    QCOMPARE(int(studio_->scenes().state(source)), int(SourceState::waiting));
    QTest::qWait(1'500);
    QCOMPARE(int(studio_->scenes().state(source)), int(SourceState::waiting));
}

void TestSceneCollection::networkCameraComesAndComesBack() {
    quint16 port = 0;
    {
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        port = free.serverPort();
    }
    const QString address = QStringLiteral("tcp://127.0.0.1:%1").arg(port);
    auto camera = [&](const QColor& colour) {
        auto phone = std::make_unique<QProcess>();
        phone->start("ffmpeg", {"-v",
                                "error",
                                "-re",
                                "-f",
                                "lavfi",
                                "-i",
                                QStringLiteral("color=c=0x%1:s=320x180:r=15").arg(colour.name().mid(1)),
                                "-c:v",
                                "libx264",
                                "-preset",
                                "ultrafast",
                                "-tune",
                                "zerolatency",
                                "-g",
                                "15",
                                "-pix_fmt",
                                "yuv420p",
                                "-f",
                                "mpegts",
                                address + "?listen=1"});
        if (!phone->waitForStarted()) qFatal("ffmpeg did not start");
        return phone;
    };
    auto end = [](std::unique_ptr<QProcess>& phone) {
        phone->kill();
        phone->waitForFinished(5'000);
    };
    add("Phone", NetworkCameraSettings{address, 1});
    const QString source = studio_->scenes().sources().front().id;
    ProgrammeEye eye;
    auto phone = camera(kRed);
    QVERIFY(eye.shows(0.5, 0.5, kRed, 20'000));
    QTRY_COMPARE_WITH_TIMEOUT(int(studio_->scenes().state(source)), int(SourceState::live), 5'000);
    end(phone);
    QTRY_COMPARE_WITH_TIMEOUT(int(studio_->scenes().state(source)), int(SourceState::waiting), 10'000);
    phone = camera(kBlue);
    QVERIFY(eye.shows(0.5, 0.5, kBlue, 20'000));
    end(phone);
}

void TestSceneCollection::textOfAnyScriptIsDrawn() {
    const QString item = add("Title", TextSettings{});
    const QString source = studio_->scenes().sources().front().id;
    QVERIFY(studio_->scenes().place(scene_, item, {QRectF(0, 0, 1, 1), Fit::contain}).ok());
    ProgrammeEye eye;
    for (const char* text : {"Sale", "Привет", "مرحبا بكم", "नमस्ते", "ลดราคา", "特価 세일", "🎉🎉", "a\nb\nc"}) {
        TextSettings settings;
        settings.text = QString::fromUtf8(text);
        settings.background = kGreen;
        QVERIFY(studio_->scenes().set_settings(source, settings).ok());
        QTRY_VERIFY(studio_->scenes().picture_size(source).width() > 20);
        QTRY_VERIFY2_WITH_TIMEOUT(is_written(eye.next().picture), text, 8'000);
    }
    QVERIFY(studio_->scenes().set_settings(source, TextSettings{}).ok());  // no text: nothing, and no crash
    QVERIFY(eye.shows(0.5, 0.5, Qt::black));
    QVERIFY(!studio_->scenes().set_settings(source, ImageSettings{}).ok());  // a source keeps its kind
}

void TestSceneCollection::itemsKeepTheirPlaceOnAnotherCanvas() {
    const QString item = add("Red", ImageSettings{picture("red", kRed)});
    QVERIFY(studio_->scenes().place(scene_, item, placement_of(PlacementPreset::right_half)).ok());
    QVERIFY(studio_->engine().set_video({320, 240, 30}).ok());
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.75, 0.5, kRed));
    QVERIFY(eye.shows(0.25, 0.5, Qt::black));
}

VITRINE_ENGINE_TEST_MAIN(TestSceneCollection)
#include "tst_scene_collection.moc"
