// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

#include "app/dialogs/drop_dialog.h"
#include "app/dialogs/flash_price_dialog.h"
#include "app/docks/products_dock.h"
#include "tests/app/dialog_hand.h"
#include "tests/app/window_stage.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using tests::button_called;
using tests::click;
using tests::problem;
using tests::words;

// Flash prices and drops, by mouse and keyboard, on the real server with the demo shop.
class TestOfferDesk : public QObject {
    Q_OBJECT
    tests::WindowStage stage_;
    tests::DialogHand hand_;
    Desk* desk_ = nullptr;

    const v1::Product& product(int row) { return *desk_->show.products().product(row); }
    const v1::Variant& variant(int row) { return product(row).variants(0); }
    ProductCard* card(int row) {
        return stage_.window().products()->card(QString::fromStdString(product(row).id()));
    }
    QString offer(int row) {
        auto* shown = card(row)->findChild<QLabel*>("offer");
        return shown->isVisibleTo(card(row)) ? shown->text() : QString();
    }
    // From the card's menu, as a mouse or the keyboard would.
    void choose(int row, const QString& entry) {
        QTimer::singleShot(0, card(row), [=, this] {
            for (QAction* each : card(row)->actions())
                if (each->text().remove('&') == entry) each->trigger();
        });
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
        QTimer::singleShot(0, &stage_.window(),
                           [=, this] { QTest::keyClick(&stage_.window(), key, modifiers); });
    }
    static void duration(QWidget& dialog, int seconds) {
        dialog.findChild<DurationField*>()->setSeconds(seconds);
    }

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(stage_.openWindow(), "");
        desk_ = &stage_.desk();
        QCOMPARE(stage_.enterShow(), "");
        QTRY_COMPARE_WITH_TIMEOUT(desk_->show.products().rowCount(), 8, 10'000);
    }
    void init() { hand_.forget(); }
    void cleanupTestCase() { stage_.close(); }

    void beforeTheShowThereIsNoFlashPrice() {
        QString said;
        hand_.once<FlashPriceDialog>([&](FlashPriceDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "9.00");
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            said = problem(dialog);
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        choose(3, "Flash price …");
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QVERIFY2(said.contains("Start the show first"), qPrintable(said));
        QVERIFY(stage_.startShow());
    }
    void aPriceThatCannotBeIsSaidAtTheField_data() {
        QTest::addColumn<QString>("price");
        QTest::addColumn<QString>("said");
        QTest::newRow("negative") << "-1"
                                  << "Enter a price";
        QTest::newRow("zero") << "0"
                              << "above zero and below";
        QTest::newRow("not below the regular one") << "12.00"
                                                   << "above zero and below";
        QTest::newRow("huge") << "999999999999.99"
                              << "above zero and below";
        QTest::newRow("no number") << "cheap"
                                   << "Enter a price";
    }
    void aPriceThatCannotBeIsSaidAtTheField() {
        QFETCH(QString, price);
        QFETCH(QString, said);
        QString told;
        hand_.once<FlashPriceDialog>([&](FlashPriceDialog& dialog) {
            auto* field = dialog.findChild<QLineEdit*>("flashPrice");
            QTest::keyClicks(field, price);
            QTest::keyClick(field, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            told = problem(dialog);
            QVERIFY(field->hasFocus());
            QVERIFY(field->property("wrong").toBool());
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        choose(3, "Flash price …");
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QVERIFY2(told.contains(said), qPrintable(told));
        QVERIFY(!variant(3).has_flash());
    }
    // By the key, for the product that is pinned; it counts down in the dock and is ended early.
    void aFlashPriceRunsAndIsEnded() {
        click(card(3)->findChild<QPushButton*>());
        QTRY_VERIFY(card(3)->pinned());
        QVERIFY(stage_.takesKeys());
        stage_.window().setFocus();
        QString saving;
        hand_.once<FlashPriceDialog>([&](FlashPriceDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "9.00");
            saving = words(dialog);
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(variant(3).has_flash(), 20'000);
        QVERIFY2(saving.contains("25 % off"), qPrintable(saving));
        QTRY_VERIFY2(offer(3).startsWith(QStringLiteral("€9.00, 4:")), qPrintable(offer(3)));
        const QString first = offer(3);
        QTRY_VERIFY_WITH_TIMEOUT(offer(3) != first, 5'000);  // it counts
        tests::DialogHand::draw(stage_.window(), "Window-flash");

        hand_.once<FlashPriceDialog>([&](FlashPriceDialog& dialog) {
            QVERIFY(dialog.findChild<QLabel*>("running")->isVisible());
            click(button_called(dialog, "End it now"));
        });
        QVERIFY(stage_.takesKeys());
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!variant(3).has_flash(), 20'000);
        QTRY_VERIFY(offer(3).isEmpty());
        QCOMPARE(hand_.answered(), 2);
    }
    void aFlashPriceEndsByItself() {
        hand_.once<FlashPriceDialog>([&](FlashPriceDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "9.00");
            duration(dialog, 5);
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        choose(3, "Flash price …");
        QTRY_VERIFY_WITH_TIMEOUT(!offer(3).isEmpty(), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(offer(3).isEmpty(), 20'000);
        QVERIFY(!variant(3).has_flash());
    }
    void moreThanThereIsCannotBeDropped() {
        QStringList said;
        hand_.once<DropDialog>([&](DropDialog& dialog) {
            for (const int units : {0, 1'000, 1'000'000'000}) {
                dialog.findChild<QSpinBox*>("dropQuantity")->setValue(units);
                QTest::keyClick(&dialog, Qt::Key_Return);
                QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
                said << problem(dialog);
            }
            dialog.findChild<QSpinBox*>("dropQuantity")->setValue(1);
            duration(dialog, 3601);
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(problem(dialog).contains("an hour"), 10'000);
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        choose(2, "Drop …");
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 30'000);
        QVERIFY2(said[0].contains("at least one unit"), qPrintable(said[0]));
        QVERIFY2(said[1].contains("Only 3 units are free"), qPrintable(said[1]));
        QVERIFY2(said[2].contains("at most"), qPrintable(said[2]));
    }
    void aDropIsEnteredDrawnAndCanBeChecked() {
        QString entries, winners, seed, commitment, copied;
        hand_.once<DropDialog>([&](DropDialog& dialog) {
            dialog.findChild<QSpinBox*>("dropQuantity")->setValue(2);
            duration(dialog, 6);
            QTest::keyClick(&dialog, Qt::Key_Return);
            auto* address = dialog.findChild<QLineEdit*>("dropAddress");
            QTRY_VERIFY_WITH_TIMEOUT(!address->text().isEmpty(), 10'000);
            const QString path = "/v1/drops/" + address->text().section('/', -1) + "/entries";
            for (const char* name : {"Ada", "Ben", "Cleo"}) {
                const QString token = stage_.post("/v1/guests", {{"name", name}})["accessToken"].toString();
                const QString id = QString::fromStdString(commerce::make_command_id());
                QCOMPARE(stage_.post(path, {{"commandId", id}}, token)["id"].toString(), id);
            }
            auto* counted = dialog.findChild<QLabel*>("dropEntries");
            QTRY_VERIFY_WITH_TIMEOUT(counted->text().startsWith("3 entered"), 5'000);
            entries = counted->text();
            QVERIFY(dialog.findChild<QLineEdit*>("dropSeed")->text().isEmpty());
            QVERIFY2(offer(2).startsWith("Drop of 2, 0:0"), qPrintable(offer(2)));
            commitment = dialog.findChild<QLineEdit*>("dropCommitment")->text();
            tests::DialogHand::draw(dialog, "DropDialog-open");
            auto* list = dialog.findChild<QPlainTextEdit*>("dropWinners");
            QTRY_VERIFY_WITH_TIMEOUT(!list->toPlainText().isEmpty(), 20'000);
            winners = list->toPlainText();
            seed = dialog.findChild<QLineEdit*>("dropSeed")->text();
            for (QPushButton* each : dialog.findChildren<QPushButton*>())
                if (each->accessibleName() == "Copy: Seed") click(each);
            copied = QGuiApplication::clipboard()->text();
            tests::DialogHand::draw(dialog, "DropDialog-drawn");
            QTest::keyClick(&dialog, Qt::Key_Return);  // closes, and opens nothing new
        });
        choose(2, "Drop …");
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 60'000);
        QCOMPARE(entries, "3 entered, 2 to win");
        QCOMPARE(winners.split('\n').size(), 2);
        QCOMPARE(seed.size(), 64);
        QCOMPARE(copied, seed);
        QCOMPARE(QCryptographicHash::hash(QByteArray::fromHex(seed.toLatin1()), QCryptographicHash::Sha256)
                     .toHex(),
                 commitment.toLatin1());
        QTRY_VERIFY(offer(2).isEmpty());
    }
    void aDropIsCalledOff() {
        QString state;
        const int64_t left = variant(6).available();
        hand_.once<DropDialog>([&](DropDialog& dialog) {
            QTest::keyClick(&dialog, Qt::Key_Return);
            auto* call_off = button_called(dialog, "Call it off");
            QTRY_VERIFY_WITH_TIMEOUT(call_off->isVisible() && call_off->isEnabled(), 10'000);
            QTRY_COMPARE(variant(6).available(), left - 1);
            click(call_off);
            QTRY_VERIFY_WITH_TIMEOUT(!call_off->isVisible(), 10'000);
            state = dialog.findChild<QLabel*>("dropState")->text();
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        choose(6, "Drop …");
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 30'000);
        QCOMPARE(state, "Called off");
        QTRY_COMPARE(variant(6).available(), left);
        QTRY_VERIFY(offer(6).isEmpty());
    }
    void aKeyWithoutAProductSaysWhatToDo() {
        click(card(3)->findChild<QPushButton*>());  // unpinned
        QTRY_VERIFY(!card(3)->pinned());
        QVERIFY(stage_.takesKeys());
        stage_.window().setFocus();
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY2(stage_.banner("deed").contains("Pin it first"), qPrintable(stage_.banner("deed")));
    }
};

VITRINE_WINDOW_TEST_MAIN(TestOfferDesk)
#include "tst_offer_desk.moc"
