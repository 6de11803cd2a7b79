// SPDX-License-Identifier: GPL-3.0-or-later
// Preview, programme, cut and fade: what goes out is asserted by its pixels.
#include "studio/programme.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include "studio/studio.h"
#include "tests/studio/engine_test.h"
#include "tests/studio/programme_eye.h"
#include "tests/studio/test_media.h"

using namespace vitrine::studio;
using vitrine::tests::ProgrammeEye;

namespace {
const QColor kRed(200, 30, 30);
const QColor kBlue(30, 30, 200);
}  // namespace

class TestProgramme : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void takesByCut();
    void takesByFade();
    void takeDuringFadeStartsFromTheNewScene();
    void removingTheSceneOnAirPutsAnotherOnAir();

  private:
    QTemporaryDir dir_;
    std::unique_ptr<Studio> studio_;
    QString red_;
    QString blue_;
};

void TestProgramme::init() {
    const QString film = dir_.filePath("red.mp4");
    if (!QFile::exists(film)) vitrine::tests::make_film(film, kRed, 2);
    QImage picture(640, 360, QImage::Format_RGB32);
    picture.fill(kBlue);
    QVERIFY(picture.save(dir_.filePath("blue.png")));

    const QString data = dir_.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY2(studio.ok(), studio.ok() ? "" : studio.error().message.c_str());
    studio_ = std::move(*studio);
    auto& scenes = studio_->scenes();
    red_ = scenes.scenes().front().id;
    blue_ = *scenes.add_scene("Blue");
    QVERIFY(scenes.add_item(red_, "Red", MediaFileSettings{film}).ok());
    QVERIFY(scenes.add_item(blue_, "Blue picture", ImageSettings{dir_.filePath("blue.png")}).ok());
    QVERIFY(studio_->programme().cut_to(red_).ok());
    QVERIFY(studio_->programme().set_preview(blue_).ok());
}

void TestProgramme::cleanup() {
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestProgramme::takesByCut() {
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kRed));
    studio_->programme().take({TransitionKind::cut, 0});
    QVERIFY(eye.shows(0.5, 0.5, kBlue));
    QCOMPARE(studio_->programme().programme_scene(), blue_);
    QCOMPARE(studio_->programme().preview_scene(), red_);
    studio_->programme().take({TransitionKind::cut, 0});
    QVERIFY(eye.shows(0.5, 0.5, kRed));
}

void TestProgramme::takesByFade() {
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kRed));
    QSignalSpy ended(&studio_->programme(), &Programme::transition_ended);
    studio_->programme().take({TransitionKind::fade, 1500});
    QVERIFY(studio_->programme().in_transition());
    bool saw_a_mix = false;
    while (ended.isEmpty() && !saw_a_mix) {
        const QColor seen = eye.colour_at(0.5, 0.5);
        saw_a_mix = seen.red() > 60 && seen.red() < 170 && seen.blue() > 60 && seen.blue() < 170;
        QCoreApplication::processEvents();
    }
    QVERIFY(saw_a_mix);
    QVERIFY(ended.count() == 1 || ended.wait(8'000));
    QVERIFY(eye.shows(0.5, 0.5, kBlue));
    QVERIFY(!studio_->programme().in_transition());
}

void TestProgramme::takeDuringFadeStartsFromTheNewScene() {
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kRed));
    QSignalSpy ended(&studio_->programme(), &Programme::transition_ended);
    studio_->programme().take({TransitionKind::fade, 5000});
    studio_->programme().take({TransitionKind::fade, 300});
    QCOMPARE(studio_->programme().programme_scene(), red_);
    QVERIFY(ended.wait(8'000));
    QVERIFY(eye.shows(0.5, 0.5, kRed));
}

void TestProgramme::removingTheSceneOnAirPutsAnotherOnAir() {
    ProgrammeEye eye;
    QVERIFY(eye.shows(0.5, 0.5, kRed));
    QVERIFY(studio_->scenes().remove_scene(red_).ok());
    QCOMPARE(studio_->programme().programme_scene(), blue_);
    QVERIFY(eye.shows(0.5, 0.5, kBlue));
    QVERIFY(!studio_->scenes().remove_scene(blue_).ok());  // the last one stays
}

VITRINE_ENGINE_TEST_MAIN(TestProgramme)
#include "tst_programme.moc"
