// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeWidget>

#include "app/counter.h"
#include "app/dialogs/places_dialog.h"
#include "app/dialogs/show_limit_dialog.h"
#include "app/dialogs/stock_dialog.h"
#include "app/docks/product_card.h"
#include "tests/app/dialog_hand.h"
#include "tests/app/window_stage.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using tests::button_called;
using tests::click;
using tests::problem;
using tests::words;

// Goods in places and for shows, by mouse and keyboard, on the real server with the demo shop.
class TestStockDesk : public QObject {
    Q_OBJECT
    tests::WindowStage stage_;
    tests::DialogHand hand_;
    Desk* desk_ = nullptr;

    const v1::Product& product(int row) { return *desk_->show.products().product(row); }
    void open(ProductDeed deed, int row) {
        QTimer::singleShot(0, &stage_.window(), [=, this] {
            stage_.window().findChild<Counter*>()->product(deed, QString::fromStdString(product(row).id()));
        });
    }
    void openPlaces() {
        QTimer::singleShot(0, &stage_.window(), [this] { stage_.window().findChild<Counter*>()->places(); });
    }
    static QString cells(QTreeWidget* table, int row) {
        QStringList all;
        for (int column = 0; column < table->columnCount(); ++column)
            all << table->topLevelItem(row)->text(column);
        return all.join('|');
    }
    static QTreeWidget* buckets(QWidget& dialog) { return dialog.findChild<QTreeWidget*>("buckets"); }
    static bool loaded(StockDialog& dialog) { return buckets(dialog)->topLevelItemCount() > 0; }
    static void reason(QWidget& dialog, int page) {
        dialog.findChild<QTabWidget*>()->widget(page)->findChildren<QComboBox*>().last()->setCurrentIndex(0);
    }

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(stage_.openWindow(), "");
        desk_ = &stage_.desk();
        QCOMPARE(stage_.enterShow(), "");
        QVERIFY(stage_.startShow());  // before that nothing is sold
        QTRY_COMPARE_WITH_TIMEOUT(desk_->show.products().rowCount(), 8, 10'000);
    }
    void init() { hand_.forget(); }
    void cleanupTestCase() { stage_.close(); }

    // The dialog, the dock and a sale say the same.
    void adjustedByKeyboardAndFollowedLive() {
        QString before, after, sold;
        hand_.once<StockDialog>(loaded, [&](StockDialog& dialog) {
            before = cells(buckets(dialog), 0);
            QTest::keyClicks(QApplication::focusWidget(), "5");
            reason(dialog, 0);
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(cells(buckets(dialog), 0) != before, 10'000);
            after = cells(buckets(dialog), 0);
            QVERIFY(problem(dialog).isEmpty());
            QTRY_COMPARE(product(2).variants(0).available(), 8);
            stage_.buy(product(2).variants(0).id(), 2, "Ada");
            QTRY_VERIFY_WITH_TIMEOUT(cells(buckets(dialog), 0).endsWith("|6|0|2|6"), 15'000);
            sold = dialog.findChild<QLabel*>("stockSum")->text();
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        open(ProductDeed::stock, 2);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 40'000);
        QVERIFY2(before.endsWith("|every show|3|0|0|3"), qPrintable(before));
        QVERIFY2(after.endsWith("|every show|8|0|0|8"), qPrintable(after));
        QCOMPARE(sold, QStringLiteral("6 on hand · 0 held by buyers · 2 sold · 6 available"));
        QCOMPARE(product(2).variants(0).available(), 6);
    }
    void whatCannotBeIsSaidAtTheField_data() {
        QTest::addColumn<int>("units");
        QTest::addColumn<QString>("said");
        QTest::newRow("zero") << 0 << "0 changes nothing";
        QTest::newRow("more than there is") << -1'000 << "can be taken out";
        QTest::newRow("huge") << 1'000'000'000 << "At most";
    }
    void whatCannotBeIsSaidAtTheField() {
        QFETCH(int, units);
        QFETCH(QString, said);
        QString told;
        bool at_field = false;
        hand_.once<StockDialog>(loaded, [&](StockDialog& dialog) {
            auto* field = dialog.findChild<QSpinBox*>("adjustUnits");
            field->setValue(units);
            reason(dialog, 0);
            click(dialog.findChild<QPushButton*>("adjust"));
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            told = problem(dialog);
            at_field = units != 0 || field->property("wrong").toBool();
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        open(ProductDeed::stock, 4);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QVERIFY2(told.contains(said), qPrintable(told));
        QVERIFY(at_field);
        QCOMPARE(product(4).variants(0).available(), 30);
    }
    void placesAreAddedRenamedOrderedAndArchivedByKeyboard() {
        QStringList seen;
        const auto names = [](PlacesDialog& dialog) {
            QStringList all;
            auto* list = dialog.findChild<QTreeWidget*>("places");
            for (int row = 0; row < list->topLevelItemCount(); ++row) all << list->topLevelItem(row)->text(0);
            return all.join(',');
        };
        hand_.once<PlacesDialog>(
            [&](PlacesDialog& dialog) { return !names(dialog).isEmpty(); },
            [&](PlacesDialog& dialog) {
                const QString first = names(dialog);
                auto* name = dialog.findChild<QLineEdit*>("newPlace");
                const auto add = [&](const QString& text) {
                    name->setFocus();
                    name->setText(text);
                    QTest::keyClick(name, Qt::Key_Return);
                    QTRY_VERIFY_WITH_TIMEOUT(name->text().isEmpty(), 10'000);
                };
                add("Studio");
                add("Attic");
                QTRY_COMPARE_WITH_TIMEOUT(names(dialog), first + ",Studio,Attic", 10'000);
                name->setText("Studio");  // there is one
                QTest::keyClick(name, Qt::Key_Return);
                QTRY_VERIFY_WITH_TIMEOUT(problem(dialog).contains("Another location has this name"), 10'000);
                name->clear();
                QTRY_VERIFY_WITH_TIMEOUT(button_called(dialog, "Up")->isEnabled(), 5'000);
                click(button_called(dialog, "Up"));
                QTRY_COMPARE_WITH_TIMEOUT(names(dialog), first + ",Attic,Studio", 10'000);
                auto* list = dialog.findChild<QTreeWidget*>("places");
                list->setFocus();
                QTest::keyClick(list, Qt::Key_F2);
                auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
                QVERIFY(editor);
                editor->setText("Cellar");
                QTest::keyClick(editor, Qt::Key_Return);
                QTRY_COMPARE_WITH_TIMEOUT(names(dialog), first + ",Cellar,Studio", 10'000);
                QTRY_VERIFY_WITH_TIMEOUT(button_called(dialog, "Archive")->isEnabled(), 5'000);
                tests::DialogHand::draw(dialog, "PlacesDialog-filled");
                click(button_called(dialog, "Archive"));
                QTRY_COMPARE_WITH_TIMEOUT(names(dialog), first + ",Studio", 10'000);
                QTest::keyClick(&dialog, Qt::Key_Escape);
            });
        openPlaces();
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 40'000);
    }
    void movedKeptForTheShowGivenBackAndWrittenDown() {
        QString moved, kept, back, journal;
        hand_.once<StockDialog>(loaded, [&](StockDialog& dialog) {
            auto* pages = dialog.findChild<QTabWidget*>();
            pages->setCurrentIndex(1);
            QTRY_VERIFY(dialog.findChild<QSpinBox*>("moveUnits")->isVisible());
            dialog.findChild<QSpinBox*>("moveUnits")->setValue(4);
            reason(dialog, 1);
            click(dialog.findChild<QPushButton*>("move"));
            QTRY_COMPARE_WITH_TIMEOUT(buckets(dialog)->topLevelItemCount(), 2, 10'000);
            moved = cells(buckets(dialog), 1);
            pages->setCurrentIndex(2);
            dialog.findChild<QSpinBox*>("keepUnits")->setValue(3);
            click(dialog.findChild<QPushButton*>("keep"));
            QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QPushButton*>("giveBack")->isEnabled(), 10'000);
            kept = dialog.findChild<QLabel*>("showState")->text();
            QTRY_COMPARE(product(1).variants(0).available(), 3);  // the show has its own now
            tests::DialogHand::draw(dialog, "StockDialog-show");
            click(dialog.findChild<QPushButton*>("giveBack"));
            QTRY_COMPARE_WITH_TIMEOUT(product(1).variants(0).available(), 10, 10'000);
            pages->setCurrentIndex(3);
            auto* movements = dialog.findChild<QTreeWidget*>("movements");
            QTRY_VERIFY_WITH_TIMEOUT(movements->topLevelItemCount() >= 7, 10'000);
            for (int row = 0; row < movements->topLevelItemCount(); ++row)
                journal += cells(movements, row) + '\n';
            tests::DialogHand::draw(dialog, "StockDialog-journal");
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        open(ProductDeed::stock, 1);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 60'000);
        QVERIFY2(moved.startsWith("Studio|every show|4"), qPrintable(moved));
        QVERIFY2(kept.contains("3 left"), qPrintable(kept));
        for (const char* line : {"Received|+10", "Moved|−4", "Moved|+4|4|Studio", "Kept for a show|−3",
                                 "Kept for a show|+3|3|Stock room, this show", "Given back by a show|+3"})
            QVERIFY2(journal.contains(QString::fromUtf8(line)), qPrintable(journal));
    }
    void theLimitOfTheShowHoldsAndIsRemembered() {
        hand_.once<ShowLimitDialog>([](ShowLimitDialog& dialog) {
            QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QSpinBox*>("showLimit")->value() == 0, 5'000);
            dialog.findChild<QSpinBox*>("showLimit")->setValue(1);
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        QTimer::singleShot(0, &stage_.window(),
                           [this] { stage_.window().findChild<Counter*>()->showLimit(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activeModalWidget(), 10'000);
        QVERIFY(stage_.buy(product(0).variants(0).id(), 2, "Greedy").isEmpty());
        QVERIFY(!stage_.buy(product(0).variants(0).id(), 1, "Modest").isEmpty());
        hand_.once<ShowLimitDialog>(
            [](ShowLimitDialog& dialog) { return dialog.findChild<QSpinBox*>("showLimit")->value() == 1; },
            [](ShowLimitDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Escape); });
        QTimer::singleShot(0, &stage_.window(),
                           [this] { stage_.window().findChild<Counter*>()->showLimit(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 2, 20'000);
    }
};

VITRINE_WINDOW_TEST_MAIN(TestStockDesk)
#include "tst_stock_desk.moc"
