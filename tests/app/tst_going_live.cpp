// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QtTest>
#include <csignal>

#include "app/stage/air_bar.h"
#include "tests/app/window_stage.h"
#include "tests/encoder/slow_encoder.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using vitrine::tests::click;
using vitrine::tests::SlowEncoder;

// From the press on "Go live" to the first picture, and what may come between.
class TestGoingLive : public QObject {
    Q_OBJECT
    std::unique_ptr<tests::WindowStage> stage_;
    std::unique_ptr<SlowEncoder> slow_;

    OnAir& air() { return stage_->desk().on_air; }
    QPushButton* button() { return stage_->window().airBar()->liveButton(); }
    QString progress() { return stage_->window().findChild<QLabel*>("airProgress")->text(); }

    // Pressed, and the studio is trying the slow encoder.
    void pressAndWaitForTheTrial() {
        const int before = slow_->openings();
        click(button());
        QCOMPARE(air().state(), OnAir::State::connecting);
        QTRY_COMPARE_WITH_TIMEOUT(slow_->openings(), before + 1, 10'000);
    }

  private slots:
    void init() {
        stage_ = std::make_unique<tests::WindowStage>();
        QCOMPARE(stage_->openWindow(true), "");
        slow_ = std::make_unique<SlowEncoder>();
        QCOMPARE(stage_->enterShow(), "");
    }
    void cleanup() {
        slow_.reset();
        stage_.reset();
    }

    void theWindowGoesOnAndSaysWhatItDoes() {
        pressAndWaitForTheTrial();
        QVERIFY2(progress().contains("encoder"), qPrintable(progress()));
        QVERIFY(stage_->window().findChild<QLabel*>("airProgress")->isVisible());
        QCOMPARE(button()->text(), "Cancel");
        QElapsedTimer since;
        qint64 longest_ms = 0;
        since.start();
        for (int turn = 0; turn < 100; ++turn) {
            QTest::qWait(5);
            longest_ms = std::max(longest_ms, since.restart());
        }
        QVERIFY2(longest_ms < 500, qPrintable(QString::number(longest_ms)));
        slow_->let();
        QTRY_COMPARE_WITH_TIMEOUT(air().state(), OnAir::State::live, 30'000);
        QVERIFY(!stage_->window().findChild<QLabel*>("airProgress")->isVisible());
        QVERIFY(button()->text().startsWith("LIVE"));
    }
    void theHealthOfTheStreamIsToldInWordsAndFigures() {
        auto* words = stage_->window().findChild<QLabel*>("healthWords");
        QVERIFY(words->text().startsWith("Off air"));
        const auto figure = [this](const QString& of) {
            for (QLabel* each : stage_->window().findChildren<QLabel*>())
                if (each->accessibleName().startsWith(of + ": "))
                    return each->accessibleName().mid(of.size() + 2);
            return QString();
        };
        QTRY_VERIFY2(figure("Answer").endsWith(" ms"), qPrintable(figure("Answer")));  // also off air
        QCOMPARE(figure("Frames/s"), "–");
        slow_->let();
        click(button());
        QTRY_COMPARE_WITH_TIMEOUT(air().state(), OnAir::State::live, 30'000);
        QTRY_VERIFY2_WITH_TIMEOUT(words->text().contains("our upload"), qPrintable(words->text()), 10'000);
        QVERIFY2(words->text().contains("our computer"), qPrintable(words->text()));
        QTRY_VERIFY_WITH_TIMEOUT(QLocale().toDouble(figure("Frames/s")) > 10, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(figure("Upload").endsWith(" Mb/s") && figure("Upload") != "0.00 Mb/s",
                                 10'000);
        QVERIFY(figure("Late").endsWith(" %"));
        QCOMPARE(figure("Dropped"), "0");
    }
    void cancelledByMouseItStaysOffAirAndTheNextTryGoesLive() {
        pressAndWaitForTheTrial();
        click(button());
        QCOMPARE(air().state(), OnAir::State::off);
        QCOMPARE(button()->text(), "Go live");
        QVERIFY2(stage_->banner("air").isEmpty(), qPrintable(stage_->banner("air")));  // he knows
        slow_->let();
        QTRY_VERIFY_WITH_TIMEOUT(!stage_->desk().broadcast.holds_canvas(), 10'000);
        QCOMPARE(stage_->desk().show.show().state(), v1::SHOW_STATE_SCHEDULED);  // nobody was told anything
        click(button());
        QTRY_COMPARE_WITH_TIMEOUT(air().state(), OnAir::State::live, 30'000);
    }
    void cancelledByKeyboard() {
        stage_->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage_->window()));
        QTest::keyClick(&stage_->window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(air().state(), OnAir::State::connecting);
        QTRY_COMPARE(slow_->openings(), 1);
        QTest::keyClick(&stage_->window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(air().state(), OnAir::State::off);
    }
    void closingTheWindowMeanwhileAsksNothing() {
        pressAndWaitForTheTrial();
        stage_->window().close();
        QVERIFY(!stage_->window().isVisible());
        QCOMPARE(air().state(), OnAir::State::off);
    }
    void aWrongKeyAtTheVeryFirstPublishIsSaidAndTheNewKeyGoesLive() {
        pressAndWaitForTheTrial();          // the studio has the key by now …
        QVERIFY(stage_->renewStreamKey());  // … and somebody renews it
        slow_->let();
        QTRY_COMPARE_WITH_TIMEOUT(air().state(), OnAir::State::off, 30'000);
        const QString said = stage_->banner("air");
        QVERIFY2(said.startsWith("Not live:") && said.contains("refused the stream key"), qPrintable(said));
        QVERIFY(stage_->window().findChild<QWidget*>("notice-air"));
        QCOMPARE(button()->text(), "Go live");
        QCOMPARE(stage_->desk().show.show().state(), v1::SHOW_STATE_SCHEDULED);
        click(stage_->window().findChild<QWidget*>("notice-air")->findChild<QPushButton*>());  // "Try again"
        QTRY_COMPARE_WITH_TIMEOUT(air().state(), OnAir::State::live, 30'000);
        QVERIFY2(stage_->banner("air").isEmpty(), qPrintable(stage_->banner("air")));
    }
    void aFullDiskEndsTheRecordingAndNotTheShow() {
        slow_->let();
        click(button());
        QTRY_COMPARE_WITH_TIMEOUT(air().state(), OnAir::State::live, 30'000);
        click(stage_->window().airBar()->recordButton());
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(air().recordingPath()).size() > 40'000, 15'000);
        // A small file system would need rights that a test has not: a limit on file size fails the same
        // write.
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before = {};
        getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 60'000;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const bool told = QTest::qWaitFor([&] { return !air().recording(); }, 15'000);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(told);
        QVERIFY2(
            stage_->banner("recording").contains("stopped") && stage_->banner("recording").contains("kept"),
            qPrintable(stage_->banner("recording")));
        QVERIFY(!stage_->window().airBar()->recordButton()->isChecked());
        QCOMPARE(air().state(), OnAir::State::live);
        click(stage_->window().airBar()->recordButton());  // there is room again: into a new file
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(air().recordingPath()).size() > 0, 15'000);
    }
};

VITRINE_WINDOW_TEST_MAIN(TestGoingLive)
#include "tst_going_live.moc"
