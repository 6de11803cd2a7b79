// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QSlider>
#include <QSpinBox>
#include <QtTest>

#include "app/dialogs/source_dialog.h"
#include "app/docks/mixer_strip.h"
#include "app/stage/stage_view.h"
#include "tests/app/window_stage.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using vitrine::tests::click;

// Scenes, sources and sound, by mouse and keyboard in the real window.
class TestSceneDocks : public QObject {
    Q_OBJECT
    tests::WindowStage stage_;

    studio::Studio& studio() { return *stage_.desk().studio; }
    QListWidget* list(const char* name) { return stage_.window().findChild<QListWidget*>(name); }
    QToolButton* tool(const char* list_name, const QString& spoken) {
        for (QToolButton* each : list(list_name)->parentWidget()->findChildren<QToolButton*>())
            if (each->accessibleName() == spoken) return each;
        qFatal("no button %s", qPrintable(spoken));
    }
    QStringList names(const char* list_name) {
        QStringList all;
        for (int row = 0; row < list(list_name)->count(); ++row) all << list(list_name)->item(row)->text();
        return all;
    }
    QStringList sceneNames() {
        QStringList all;
        for (const studio::Scene& scene : studio().scenes().scenes()) all << scene.name;
        return all;
    }
    void typeName(QListWidget* in, const QString& name) {
        // The one that is open; those of earlier names may still be on their way out.
        auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(editor && in->isAncestorOf(editor));
        editor->selectAll();
        QTest::keyClicks(editor, name);
        QTest::keyClick(editor, Qt::Key_Return);
    }
    void clickRow(QListWidget* in, int row) {
        QTest::mouseClick(in->viewport(), Qt::LeftButton, {}, in->visualItemRect(in->item(row)).center());
    }
    // Chooses a kind from the menu of "+", fills the dialog and presses Enter.
    void addSource(const QString& kind, const std::function<void(SourceDialog&)>& fill) {
        QAction* wanted = nullptr;
        for (QAction* each : stage_.window().findChild<QToolButton*>("addSource")->menu()->actions())
            if (each->text() == kind) wanted = each;
        QVERIFY2(wanted, qPrintable(kind));
        QTimer::singleShot(0, [&] {
            auto* dialog = qobject_cast<SourceDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            fill(*dialog);
            QTest::keyClick(dialog, Qt::Key_Return);
        });
        wanted->trigger();
    }

  private slots:
    void initTestCase() { QCOMPARE(stage_.openWindow(true), ""); }
    void cleanupTestCase() { stage_.close(); }

    void scenesAreAddedAndNamed() {
        QCOMPARE(list("scenes")->count(), 1);
        for (const char* name : {"Table", "Close-up"}) {
            click(tool("scenes", "Add a scene"));
            typeName(list("scenes"), name);  // the name is open for writing at once
            QTRY_COMPARE(names("scenes").last(), name);
        }
        QCOMPARE(sceneNames(), names("scenes"));
        QCOMPARE(sceneNames().size(), 3);
    }
    void aSceneIsRenamedByKey() {
        clickRow(list("scenes"), 0);
        QTest::keyClick(list("scenes"), Qt::Key_F2);
        typeName(list("scenes"), "Welcome");
        QTRY_COMPARE(sceneNames().first(), "Welcome");
        QTRY_COMPARE(names("scenes").first(), "Welcome");
    }
    void aNameBeingTypedOutlivesARenamingOfAnother() {
        clickRow(list("scenes"), 0);
        QTest::keyClick(list("scenes"), Qt::Key_F2);
        auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(editor);
        QVERIFY(studio().scenes().rename_scene(studio().scenes().scenes().back().id, "Close").ok());
        QCOMPARE(names("scenes").last(), "Close");
        typeName(list("scenes"), "Hello");
        QTRY_COMPARE(sceneNames().first(), "Hello");
        QVERIFY(studio().scenes().rename_scene(studio().scenes().scenes().front().id, "Welcome").ok());
        QVERIFY(studio().scenes().rename_scene(studio().scenes().scenes().back().id, "Close-up").ok());
    }
    void aNameThatIsTakenIsSaidAndNotGiven() {
        clickRow(list("scenes"), 0);
        QTest::keyClick(list("scenes"), Qt::Key_F2);
        typeName(list("scenes"), "Table");
        QTRY_VERIFY(stage_.banner("scenes").contains("already"));
        QTRY_COMPARE(names("scenes").first(), "Welcome");
    }
    void scenesAreReorderedByKey() {
        clickRow(list("scenes"), 2);
        QTest::keyClick(list("scenes"), Qt::Key_Up, Qt::ControlModifier);
        QTRY_COMPARE(names("scenes"), (QStringList{"Welcome", "Close-up", "Table"}));
        QTest::keyClick(list("scenes"), Qt::Key_Down, Qt::ControlModifier);
        QTRY_COMPARE(names("scenes"), (QStringList{"Welcome", "Table", "Close-up"}));
        QCOMPARE(sceneNames(), names("scenes"));
    }
    void scenesAreReorderedByButton() {
        clickRow(list("scenes"), 0);
        click(tool("scenes", "Further down (Ctrl+Down)"));
        QTRY_COMPARE(sceneNames(), (QStringList{"Table", "Welcome", "Close-up"}));
        click(tool("scenes", "Further up (Ctrl+Up)"));
        QTRY_COMPARE(sceneNames(), (QStringList{"Welcome", "Table", "Close-up"}));
    }
    void aClickPreparesAndSpaceTakes() {
        clickRow(list("scenes"), 1);
        QCOMPARE(studio().scenes().scene(studio().programme().preview_scene())->name, "Table");
        stage_.window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage_.window()));
        stage_.window().stage()->setFocus();
        QTest::keyClick(&stage_.window(), Qt::Key_Space);
        QCOMPARE(studio().scenes().scene(studio().programme().programme_scene())->name, "Table");
        QCOMPARE(studio().scenes().scene(studio().programme().preview_scene())->name, "Welcome");
    }
    void aClickOnAButtonDoesNotTakeTheKeysAway() {
        // Else Space, which takes, would press the button again: PIN would unpin.
        for (QPushButton* each : stage_.window().findChildren<QPushButton*>())
            QVERIFY2(!(each->focusPolicy() & Qt::ClickFocus), qPrintable(each->text()));
    }
    void aFadeIsChosenAndTakesItsTime() {
        auto* kind = stage_.window().findChild<QComboBox*>("transition");
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_Home);
        QTest::keyClick(kind, Qt::Key_Down);
        QCOMPARE(kind->currentText(), "Fade");
        auto* duration = stage_.window().findChild<QSpinBox*>("duration");
        QVERIFY(duration->isEnabled());
        duration->setValue(400);
        click(stage_.window().stage()->takeButton());
        QVERIFY(studio().programme().in_transition());
        QTRY_VERIFY_WITH_TIMEOUT(!studio().programme().in_transition(), 5'000);
        QTest::keyClick(kind, Qt::Key_Home);
        QVERIFY(!duration->isEnabled());
        click(stage_.window().stage()->takeButton());
        QVERIFY(!studio().programme().in_transition());
    }
    void fourCamerasAreAddedAndPlacedSideBySide() {
        clickRow(list("scenes"), 2);
        for (int number = 1; number <= 4; ++number)
            addSource("Media file …", [&](SourceDialog& dialog) {
                dialog.setSourceName(QStringLiteral("Camera %1").arg(number));
                dialog.setSettings(
                    studio::MediaFileSettings{stage_.file(number % 2 ? "red.mp4" : "blue.mp4"), true});
            });
        QCOMPARE(names("sources"), (QStringList{"Camera 4", "Camera 3", "Camera 2", "Camera 1"}));
        const auto all_live = [this] {
            const auto& sources = studio().scenes().sources();
            return std::all_of(sources.begin(), sources.end(), [this](const studio::Source& source) {
                return studio().scenes().state(source.id) == studio::SourceState::live;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(all_live(), 10'000);
        QTRY_COMPARE(stage_.window().findChildren<MixerStrip*>().size(), 4);
    }
    void aSourceIsHiddenRenamedMovedAndRemovedByKey() {
        clickRow(list("sources"), 0);
        QTest::keyClick(list("sources"), Qt::Key_Space);
        const auto item = [this] {
            return studio().scenes().scene(studio().programme().preview_scene())->items[0];
        };
        QTRY_VERIFY(!item().visible);
        QTest::keyClick(list("sources"), Qt::Key_Space);
        QTRY_VERIFY(item().visible);
        QTest::keyClick(list("sources"), Qt::Key_F2);
        typeName(list("sources"), "Overhead");
        QTRY_COMPARE(names("sources").first(), "Overhead");
        QTest::keyClick(list("sources"), Qt::Key_Down, Qt::ControlModifier);
        QTRY_COMPARE(names("sources"), (QStringList{"Camera 3", "Overhead", "Camera 2", "Camera 1"}));
        QTest::keyClick(list("sources"), Qt::Key_Delete);
        QTRY_COMPARE(names("sources"), (QStringList{"Camera 3", "Camera 2", "Camera 1"}));
    }
    void soundIsMutedAndTurnedDown() {
        auto* strip = stage_.window().findChildren<MixerStrip*>().first();
        auto* mute = strip->findChild<QToolButton*>("mute");
        const auto channel = [this] { return studio().mixer().channels().front(); };
        QVERIFY(mute->accessibleName().contains(channel().name));
        click(mute);
        QTRY_VERIFY(channel().muted);
        const QString on_air = studio().programme().programme_scene();
        mute->setFocus();
        QTest::keyClick(mute, Qt::Key_Space);
        QTRY_VERIFY(!channel().muted);
        QCOMPARE(studio().programme().programme_scene(),
                 on_air);  // Space pressed the button and did not take
        auto* fader = strip->findChild<QSlider*>();
        QTest::keyClick(fader, Qt::Key_PageDown);
        QTRY_VERIFY(channel().volume_db < -1);
        QTest::keyClick(fader, Qt::Key_Home);
        QTRY_COMPARE(channel().volume_db, studio::kSilence_db);
        QTest::keyClick(fader, Qt::Key_End);
        QTRY_COMPARE(channel().volume_db, 0.0);
    }
    void lightAndDarkReachEveryIcon() {
        const auto icons = [this] {
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);  // rows the banner made anew
            QList<QImage> all;
            for (QAbstractButton* each : stage_.window().findChildren<QAbstractButton*>())
                // Not those that Qt draws in its own fields, docks and menu bar.
                if (!each->icon().isNull() && !qobject_cast<QLineEdit*>(each->parent()) &&
                    !each->objectName().startsWith("qt_") && !qobject_cast<QDockWidget*>(each->parent()))
                    all << each->icon().pixmap(20).toImage();
            return all;
        };
        const QList<QImage> before = icons();
        const QImage scene = list("scenes")->item(0)->icon().pixmap(20).toImage();
        QTest::keyClick(&stage_.window(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        const QList<QImage> after = icons();
        QCOMPARE(after.size(), before.size());
        for (qsizetype at = 0; at < after.size(); ++at) QVERIFY(after[at] != before[at]);
        QVERIFY(list("scenes")->item(0)->icon().pixmap(20).toImage() != scene);
        QTest::keyClick(&stage_.window(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    }
    void aMissingCameraFileIsSaidInTheWindow() {
        addSource("Media file …", [&](SourceDialog& dialog) {
            dialog.setSourceName("Lost camera");
            dialog.setSettings(studio::MediaFileSettings{stage_.file("gone.mp4"), true});
        });
        const QString topic = "source-" + studio().scenes().sources().back().id;
        QTRY_VERIFY_WITH_TIMEOUT(stage_.banner(topic).contains("gone.mp4"), 10'000);
        QVERIFY(QFile::copy(stage_.file("red.mp4"), stage_.file("gone.mp4")));
        QTRY_VERIFY_WITH_TIMEOUT(stage_.banner(topic).isEmpty(), 10'000);
    }
    void theTroubleOfASourceGoesWithIt() {
        addSource("Image …", [&](SourceDialog& dialog) {
            dialog.setSourceName("Lost logo");
            dialog.setSettings(studio::ImageSettings{stage_.file("gone.png")});
        });
        const QString topic = "source-" + studio().scenes().sources().back().id;
        QTRY_VERIFY_WITH_TIMEOUT(!stage_.banner(topic).isEmpty(), 10'000);
        clickRow(list("sources"), 0);
        QTest::keyClick(list("sources"), Qt::Key_Delete);
        QTRY_VERIFY(stage_.banner(topic).isEmpty());
    }
    void aMicrophoneIsRemovedInTheMixer() {
        const auto sounds = [this] {
            const auto& sources = studio().scenes().sources();
            return std::count_if(sources.begin(), sources.end(), [](const studio::Source& source) {
                return studio::is_sound_only(studio::kind_of(source.settings));
            });
        };
        if (!studio().scenes().add_sound("Microphone", studio::MicrophoneSettings{"default"}).ok())
            QSKIP("libobs has no sound system on this machine");
        QCOMPARE(sounds(), 1);
        MixerStrip* strip = stage_.window().findChildren<MixerStrip*>().last();
        QToolButton* remove = nullptr;
        for (QToolButton* each : strip->findChildren<QToolButton*>())
            if (each->accessibleName() == "Remove Microphone") remove = each;
        QVERIFY(remove);
        QTRY_VERIFY(remove->isVisible());
        click(remove);
        QTRY_COMPARE(sounds(), 0);
    }
    void aSceneIsRemovedByKeyButNeverTheLast() {
        clickRow(list("scenes"), 0);
        while (list("scenes")->count() > 1) {
            const int before = list("scenes")->count();
            QTest::keyClick(list("scenes"), Qt::Key_Delete);
            QTRY_COMPARE(list("scenes")->count(), before - 1);
        }
        QTest::keyClick(list("scenes"), Qt::Key_Delete);
        QTRY_VERIFY(stage_.banner("scenes").contains("at least one scene"));
        QCOMPARE(list("scenes")->count(), 1);
    }
};

VITRINE_WINDOW_TEST_MAIN(TestSceneDocks)
#include "tst_scene_docks.moc"
