// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QtTest>

#include "app/dialogs/machine_dialog.h"
#include "app/dialogs/passwords_dialog.h"
#include "app/dialogs/set_up_dialog.h"
#include "app/dialogs/shows_dialog.h"
#include "app/dialogs/sign_in_dialog.h"
#include "app/first_steps.h"
#include "app/stage/air_bar.h"
#include "tests/app/dialog_hand.h"
#include "tests/app/window_stage.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using tests::button_called;
using tests::click;
using tests::words;

// From the first start to an open show: each dialog, by mouse and by keyboard, on the real server.
class TestFirstSteps : public QObject {
    Q_OBJECT
    std::unique_ptr<tests::WindowStage> stage_;
    std::unique_ptr<FirstSteps> first_steps_;

    template <class Dialog>
    void once(std::function<void(Dialog&)> then) {
        hand_.once<Dialog>(std::move(then));
    }
    template <class Dialog>
    void once(std::function<bool(Dialog&)> wanted, std::function<void(Dialog&)> then) {
        hand_.once<Dialog>(std::move(wanted), std::move(then));
    }
    void begin() { QTimer::singleShot(0, first_steps_.get(), &FirstSteps::begin); }
    void skipTheMeasuring() {
        once<MachineDialog>([](MachineDialog& dialog) { click(button_called(dialog, "Skip")); });
        once<MachineDialog>([](MachineDialog& dialog) { return button_called(dialog, "Go on")->isEnabled(); },
                            [](MachineDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
    }
    bool showIsOpen() {
        return QTest::qWaitFor([this] { return stage_->desk().show.isOpen(); }, 20'000);
    }

    tests::DialogHand hand_;

  private slots:
    void init() {
        hand_.forget();
        stage_ = std::make_unique<tests::WindowStage>();
        QCOMPARE(stage_->openWindow(true), "");
        first_steps_ = std::make_unique<FirstSteps>(stage_->desk(), stage_->window());
    }
    void cleanup() {
        first_steps_.reset();
        stage_.reset();
    }

    // Mouse only: the canvas and why, the demo shop, its passwords, the show.
    void byMouseIntoTheDemoShop() {
        bool was_responsive = false;
        once<MachineDialog>(
            [](MachineDialog& dialog) { return words(dialog).contains("Trying "); },
            [&](MachineDialog& dialog) { was_responsive = dialog.findChild<QProgressBar*>()->isVisible(); });
        QString reason;
        once<MachineDialog>([](MachineDialog& dialog) { return button_called(dialog, "Go on")->isEnabled(); },
                            [&](MachineDialog& dialog) {
                                reason = words(dialog);
                                click(button_called(dialog, "Go on"));
                            });
        QString offer, passwords;
        once<SetUpDialog>([&](SetUpDialog& dialog) {
            offer = words(dialog);
            QVERIFY(dialog.findChild<QRadioButton*>("demoShop")->isChecked());
            click(button_called(dialog, "Open the shop"));
        });
        once<PasswordsDialog>([&](PasswordsDialog& dialog) {
            passwords = words(dialog);
            click(button_called(dialog, "I have them"));
        });
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 4, 60'000);
        QVERIFY(was_responsive);
        const studio::VideoFormat canvas = stage_->desk().studio->engine().video();
        QVERIFY2(reason.contains(QStringLiteral("%1 × %2, %3 frames a second")
                                     .arg(canvas.width)
                                     .arg(canvas.height)
                                     .arg(canvas.fps)),
                 qPrintable(reason));
        QVERIFY2(reason.contains("This computer"), qPrintable(reason));  // and says why
        if (!stage_->desk().studio->engine().has_gpu()) {
            QCOMPARE(canvas, (studio::VideoFormat{640, 360, 30}));
            QVERIFY2(reason.contains("no graphics processor"), qPrintable(reason));
        }
        QCOMPARE(stage_->desk().preferences.canvas(), canvas);
        QVERIFY(offer.contains("Eight products"));
        for (const char* login : {"creator", "retailer", "moderator"})
            QVERIFY2(passwords.contains(login), qPrintable(passwords));
        QVERIFY(showIsOpen());
        QTRY_COMPARE_WITH_TIMEOUT(stage_->desk().show.products().rowCount(), 8, 10'000);
        QVERIFY(stage_->window().airBar()->liveButton()->isEnabled());
    }
    // Keyboard only: a shop of one's own, with a password of one's own, and a first show in it.
    void byKeyboardIntoAShopOfOnesOwn() {
        skipTheMeasuring();
        once<SetUpDialog>([](SetUpDialog& dialog) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);  // from the demo shop to one's own
            QVERIFY(dialog.findChild<QRadioButton*>("ownShop")->isChecked());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            auto* name = qobject_cast<QLineEdit*>(QApplication::focusWidget());
            QVERIFY(name);
            name->selectAll();
            QTest::keyClicks(name, "ada");
            QTest::keyClick(name, Qt::Key_Tab);
            QTest::keyClicks(QApplication::focusWidget(), "engine-no-1");
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        });
        once<PasswordsDialog>([](PasswordsDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
        once<ShowsDialog>(
            [](ShowsDialog&) { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr; },
            [](ShowsDialog&) {
                QTest::keyClicks(QApplication::focusWidget(), "First evening");
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
            });
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 5, 60'000);
        QVERIFY(showIsOpen());
        QCOMPARE(QString::fromStdString(stage_->desk().show.show().title()), "First evening");
        QCOMPARE(QString::fromStdString(stage_->desk().connection.session().account().login()), "ada");
        QCOMPARE(stage_->desk().show.products().rowCount(), 0);
    }
    void theMeasuringIsSkippedAndNotAskedForAgain() {
        QString said;
        once<MachineDialog>([](MachineDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Escape); });
        once<MachineDialog>([](MachineDialog& dialog) { return button_called(dialog, "Go on")->isEnabled(); },
                            [&](MachineDialog& dialog) {
                                said = words(dialog);
                                QTest::keyClick(&dialog, Qt::Key_Return);
                            });
        once<SetUpDialog>([](SetUpDialog& dialog) { click(button_called(dialog, "Later")); });
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 3, 60'000);
        QVERIFY2(said.contains("Not measured") && said.contains("settings"), qPrintable(said));
        QVERIFY(stage_->desk().preferences.hasCanvas());
        // "Later" is no dead end.
        QVERIFY2(stage_->banner("set-up").contains("open a shop"), qPrintable(stage_->banner("set-up")));
        once<SetUpDialog>([](SetUpDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
        once<PasswordsDialog>([](PasswordsDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Escape); });
        click(stage_->window().findChild<QWidget*>("notice-set-up")->findChild<QPushButton*>());
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 5, 30'000);
        QVERIFY(showIsOpen());
    }
    void aWrongPasswordIsSaidAndTheRightOneSignsIn() {
        skipTheMeasuring();
        QString password;
        once<SetUpDialog>([](SetUpDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
        once<PasswordsDialog>([&](PasswordsDialog& dialog) {
            for (QLabel* each : dialog.findChildren<QLabel*>())
                if (each->accessibleName() == "Password of creator") password = each->text();
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        begin();
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 4, 60'000);
        QVERIFY(showIsOpen());
        QVERIFY(!password.isEmpty());

        stage_->desk().connection.session().signOut();
        QString said;
        once<SignInDialog>([](SignInDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "creator");
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QTest::keyClicks(QApplication::focusWidget(), "no idea");
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        once<SignInDialog>(
            [](SignInDialog& dialog) {
                return words(dialog).contains("password", Qt::CaseInsensitive) &&
                       dialog.findChild<QLabel*>("problem")->isVisible();
            },
            [&](SignInDialog& dialog) {
                said = dialog.findChild<QLabel*>("problem")->text();
                QVERIFY(dialog.findChild<QLineEdit*>("password")->hasFocus());  // selected: typed over
                QTest::keyClicks(QApplication::focusWidget(), password);
                click(button_called(dialog, "Sign in"));
            });
        QTimer::singleShot(0, &stage_->window(), &MainWindow::openSignIn);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 6, 30'000);
        QVERIFY(!said.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(stage_->desk().connection.session().signedIn(), 10'000);
    }
};

VITRINE_WINDOW_TEST_MAIN(TestFirstSteps)
#include "tst_first_steps.moc"
