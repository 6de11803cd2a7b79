// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSpinBox>

#include "app/dialogs/cancel_order_dialog.h"
#include "app/dialogs/order_dialog.h"
#include "app/dialogs/refund_dialog.h"
#include "app/docks/orders_dock.h"
#include "tests/app/dialog_hand.h"
#include "tests/app/window_stage.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using tests::button_called;
using tests::click;
using tests::problem;
using tests::words;

// Orders called off and money given back, by mouse and keyboard, on the real server with the demo shop.
class TestOrderDesk : public QObject {
    Q_OBJECT
    tests::WindowStage stage_;
    tests::DialogHand hand_;
    Desk* desk_ = nullptr;
    QListView* list_ = nullptr;

    const v1::Variant& variant(int row) { return desk_->show.products().product(row)->variants(0); }
    commerce::OrdersModel& orders() { return desk_->show.orders(); }
    // A paid order, chosen in the dock.
    std::string order(int product, int quantity, const QString& name) {
        const std::string id = stage_.buy(variant(product).id(), quantity, name).toStdString();
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(orders().find(id) && orders().find(id)->state() == v1::ORDER_STATE_PAID,
                                     15'000);
        }();
        choose(id);
        return id;
    }
    void choose(const std::string& id) {
        for (int row = 0; row < orders().rowCount(); ++row) {
            if (orders().order(row)->id() == id) list_->setCurrentIndex(orders().index(row));
        }
        QVERIFY(stage_.takesKeys());
        list_->setFocus();
    }
    v1::OrderState stateOf(const std::string& id) {
        const v1::Order* order = orders().find(id);
        return order ? order->state() : v1::ORDER_STATE_UNSPECIFIED;
    }
    int refundsOf(const std::string& id) {
        v1::ListRefundsRequest request;
        request.set_order_id(id);
        int found = -1;
        desk_->shop.refunds(request, [&](commerce::Outcome<v1::ListRefundsResponse> all) {
            found = all.ok() ? all->refunds_size() : -2;
        });
        return QTest::qWaitFor([&] { return found != -1; }, 10'000) ? found : -1;
    }
    void pressKey(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTimer::singleShot(0, list_, [=, this] { QTest::keyClick(list_, key, modifiers); });
    }

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(stage_.openWindow(), "");
        desk_ = &stage_.desk();
        QCOMPARE(stage_.enterShow(), "");
        QVERIFY(stage_.startShow());  // before that nothing is sold
        QTRY_COMPARE_WITH_TIMEOUT(desk_->show.products().rowCount(), 8, 10'000);
        stage_.window().findChild<QDockWidget*>("ordersDock")->raise();
        list_ = stage_.window().findChild<QListView*>("orders");
    }
    void init() { hand_.forget(); }
    void cleanupTestCase() { stage_.close(); }

    // Ctrl+G, one of two units, back on the shelf.
    void aPartGoesBackByKeyboard() {
        const std::string id = order(0, 2, "Ada");
        const int64_t left = variant(0).available();
        QString asked, complaint;
        hand_.once<RefundDialog>([&](RefundDialog& dialog) {
            asked = words(dialog);
            QTest::keyClick(&dialog, Qt::Key_Return);  // no reason yet
            complaint = problem(dialog);
            QVERIFY(dialog.findChild<QComboBox*>("refundReason")->hasFocus());
            QTest::keyClicks(QApplication::focusWidget(), "one was broken");
            QVERIFY(problem(dialog).isEmpty());
            auto* units = dialog.findChild<QSpinBox*>();
            units->setFocus();
            QTest::keyClick(units, Qt::Key_Down);
            QCOMPARE(dialog.findChild<QLabel*>("refundSum")->text(), QStringLiteral("€24.00 go back to Ada"));
            dialog.findChild<QCheckBox*>("refundRestock")->setFocus();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        pressKey(Qt::Key_G, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), v1::ORDER_STATE_PARTLY_REFUNDED, 15'000);
        QCOMPARE(hand_.answered(), 1);
        QVERIFY2(asked.contains(QStringLiteral("€48.00 go back to Ada")), qPrintable(asked));
        QVERIFY(!complaint.isEmpty());
        QTRY_COMPARE(variant(0).available(), left + 1);
        QCOMPARE(list_->currentIndex().data(commerce::OrdersModel::StateTextRole).toString(),
                 "Refunded in part");
    }
    // The rest, from the context menu with the mouse.
    void theRestGoesBackByMouse() {
        const std::string id = orders().order(0)->id();
        choose(id);
        hand_.once<RefundDialog>([&](RefundDialog& dialog) {
            QVERIFY2(words(dialog).contains(QStringLiteral("€24.00 go back to Ada")),
                     qPrintable(words(dialog)));
            dialog.findChild<QComboBox*>("refundReason")->setCurrentIndex(0);
            click(button_called(dialog, QStringLiteral("Give back €24.00")));
        });
        QTimer eye;
        connect(&eye, &QTimer::timeout, this, [&] {
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (!menu) return;
            eye.stop();
            for (QAction* each : menu->actions()) {
                if (each->text().startsWith("Give money back"))
                    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(each).center());
            }
        });
        eye.start(20);
        const QPoint at = list_->visualRect(list_->currentIndex()).center();
        QContextMenuEvent asked(QContextMenuEvent::Mouse, at, list_->viewport()->mapToGlobal(at));
        QApplication::sendEvent(list_->viewport(), &asked);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), v1::ORDER_STATE_REFUNDED, 15'000);
        QCOMPARE(hand_.answered(), 1);
        QCOMPARE(refundsOf(id), 2);
        // Nothing is left to be given back or called off.
        for (QAction* each : list_->actions())
            QCOMPARE(each->isEnabled(), each->text().startsWith("Details"));
    }
    void anOrderIsKeptAndThenCancelled() {
        const std::string id = order(3, 1, "Ben");
        const int64_t left = variant(3).available();
        QString said;
        hand_.once<CancelOrderDialog>([&](CancelOrderDialog& dialog) {
            said = dialog.findChild<QLabel*>("consequence")->text();
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        pressKey(Qt::Key_Delete);
        QTRY_COMPARE(hand_.answered(), 1);
        QCOMPARE(said, QStringLiteral("€12.00 go back to Ben, and the goods go back on the shelf."));
        QCOMPARE(refundsOf(id), 0);
        choose(id);
        hand_.once<CancelOrderDialog>([&](CancelOrderDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "he changed his mind");
            click(button_called(dialog, "Cancel the order"));
        });
        pressKey(Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), v1::ORDER_STATE_REFUNDED, 15'000);
        QTRY_COMPARE(variant(3).available(), left + 1);
    }
    // Somebody else was faster while the dialog was open.
    void whatIsGoneCannotGoBackTwice() {
        const std::string id = order(4, 1, "Cleo");
        QString said;
        hand_.once<RefundDialog>([&](RefundDialog& dialog) {
            v1::RefundOrderRequest theirs;
            theirs.set_command_id(commerce::make_command_id());
            theirs.set_order_id(id);
            theirs.set_reason("by another");
            bool done = false;
            desk_->shop.refund(theirs, [&](commerce::Outcome<v1::Order> order) { done = order.ok(); });
            QTRY_VERIFY_WITH_TIMEOUT(done, 10'000);
            QTest::keyClicks(QApplication::focusWidget(), "sent back");
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            said = problem(dialog);
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        pressKey(Qt::Key_G, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QVERIFY(!said.isEmpty());
        QCOMPARE(refundsOf(id), 1);
    }
    // The server dies with the question; the studio starts it again and asks once more, under the same id.
    void askedWhileTheServerDiesItIsDoneOnce() {
        const std::string id = order(1, 2, "Dora");
        hand_.once<RefundDialog>([&](RefundDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "sent back");
            dialog.findChild<QSpinBox*>()->setValue(1);
            stage_.killServer();
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QLabel*>("waiting")->isVisible(), 5'000);
        });
        pressKey(Qt::Key_G, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activeModalWidget(), 40'000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), v1::ORDER_STATE_PARTLY_REFUNDED, 30'000);
        QCOMPARE(refundsOf(id), 1);
        QCOMPARE(orders().find(id)->lines(0).refunded_quantity(), 1);
    }
    // Enter: all there is to know, and on to what can be done.
    void theDetailsTellAllAndLeadOn() {
        const std::string id = orders().order(0)->id();
        choose(id);
        QString told;
        hand_.once<OrderDialog>(
            [](OrderDialog& dialog) { return words(dialog).contains("Money given back"); },
            [&](OrderDialog& dialog) {
                told = words(dialog);
                click(button_called(dialog, QStringLiteral("Give money back …")));
                QTest::keyClick(&dialog, Qt::Key_Escape);
            });
        hand_.once<RefundDialog>([](RefundDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Escape); });
        pressKey(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 2, 20'000);
        for (const char* fact : {"Refunded in part", "dora@example.org", "€138.00", "€69.00"})
            QVERIFY2(told.contains(QString::fromUtf8(fact)), qPrintable(told));
    }
};

VITRINE_WINDOW_TEST_MAIN(TestOrderDesk)
#include "tst_order_desk.moc"
