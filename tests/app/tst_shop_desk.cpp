// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTreeWidget>

#include "app/counter.h"
#include "app/dialogs/coupon_dialog.h"
#include "app/dialogs/coupons_dialog.h"
#include "app/dialogs/order_dialog.h"
#include "app/dialogs/product_dialog.h"
#include "app/dialogs/rates_dialog.h"
#include "app/dialogs/shortcuts_dialog.h"
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

// Coupons, products and rates, by mouse and keyboard, on the real server with the demo shop.
class TestShopDesk : public QObject {
    Q_OBJECT
    tests::WindowStage stage_;
    tests::DialogHand hand_;
    Desk* desk_ = nullptr;

    const v1::Product& product(int row) { return *desk_->show.products().product(row); }
    Counter& counter() { return *stage_.window().findChild<Counter*>(); }
    void later(std::function<void()> what) { QTimer::singleShot(0, &stage_.window(), std::move(what)); }
    static QTreeWidget* table(QWidget& dialog, const char* name) {
        return dialog.findChild<QTreeWidget*>(name);
    }
    static QString cells(QTreeWidget* table, int row) {
        QStringList all;
        for (int column = 0; column < table->columnCount(); ++column)
            all << table->topLevelItem(row)->text(column);
        return all.join('|');
    }
    std::vector<v1::Coupon> coupons() {
        std::vector<v1::Coupon> found;
        bool answered = false;
        desk_->shop.coupons({}, [&](commerce::Outcome<v1::ListCouponsResponse> all) {
            if (all.ok()) found.assign(all->coupons().begin(), all->coupons().end());
            answered = true;
        });
        return QTest::qWaitFor([&] { return answered; }, 10'000) ? found : std::vector<v1::Coupon>();
    }
    // Somebody else, elsewhere.
    void changeCoupon(v1::Coupon coupon) {
        v1::SaveCouponRequest request;
        request.set_command_id(commerce::make_command_id());
        *request.mutable_coupon() = std::move(coupon);
        bool saved = false;
        desk_->shop.saveCoupon(request, [&](commerce::Outcome<v1::Coupon> outcome) { saved = outcome.ok(); });
        QTRY_VERIFY_WITH_TIMEOUT(saved, 10'000);
    }
    void changeProduct(v1::Product changed) {
        for (auto& variant : *changed.mutable_variants()) variant.clear_flash();
        v1::SaveProductRequest request;
        request.set_command_id(commerce::make_command_id());
        *request.mutable_product() = std::move(changed);
        bool saved = false;
        desk_->shop.saveProduct(request,
                                [&](commerce::Outcome<v1::Product> outcome) { saved = outcome.ok(); });
        QTRY_VERIFY_WITH_TIMEOUT(saved, 10'000);
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

    void aCouponIsMadeByKeyboard() {
        QString empty, row;
        hand_.once<CouponsDialog>(
            [](CouponsDialog& dialog) { return words(dialog).contains("No coupons yet"); },
            [&](CouponsDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
        hand_.once<CouponDialog>([&](CouponDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "autumn-10");
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QTest::keyClicks(QApplication::focusWidget(), "10");
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        hand_.once<CouponsDialog>(
            [](CouponsDialog& dialog) { return table(dialog, "coupons")->topLevelItemCount() == 1; },
            [&](CouponsDialog& dialog) {
                row = cells(table(dialog, "coupons"), 0);
                QTest::keyClick(&dialog, Qt::Key_Escape);
            });
        later([this] { counter().coupons(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 3, 30'000);
        QCOMPARE(row, "AUTUMN-10|10 %|0||valid");
    }
    void aCouponThatCannotBeIsSaidAtTheField_data() {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("no code") << ""
                                 << "10"
                                 << "3 to 32";
        QTest::newRow("taken code") << "AUTUMN-10"
                                    << "10"
                                    << "this code already";
        QTest::newRow("nothing off") << "ZERO"
                                     << "0"
                                     << "give one of them";
        QTest::newRow("negative") << "MINUS"
                                  << "-5"
                                  << "Enter a percentage";
        QTest::newRow("all of it") << "FREE"
                                   << "100"
                                   << "up to 99 percent";
        QTest::newRow("huge") << "HUGE"
                              << "999999999999"
                              << "up to 99 percent";
    }
    void aCouponThatCannotBeIsSaidAtTheField() {
        QFETCH(QString, code);
        QFETCH(QString, value);
        QFETCH(QString, said);
        QString told;
        hand_.once<CouponDialog>([&](CouponDialog& dialog) {
            dialog.findChild<QLineEdit*>("couponCode")->setText(code);
            dialog.findChild<QLineEdit*>("couponValue")->setText(value);
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            told = problem(dialog);
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        later([this] { CouponDialog(*desk_, {}, &stage_.window()).exec(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QVERIFY2(told.contains(said), qPrintable(told));
        QCOMPARE(coupons().size(), 1);
    }
    void twoEditOneCoupon() {
        const v1::Coupon opened = coupons().at(0);
        QString said;
        hand_.once<CouponDialog>([&](CouponDialog& dialog) {
            v1::Coupon theirs = opened;
            theirs.set_most_uses(50);
            changeCoupon(theirs);
            dialog.findChild<QLineEdit*>("couponValue")->setText("12.5");
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            said = problem(dialog);
            tests::DialogHand::draw(dialog, "CouponDialog-conflict");
            click(button_called(dialog, "Load it again"));
            QTRY_COMPARE_WITH_TIMEOUT(dialog.findChild<QSpinBox*>("couponMostUses")->value(), 50, 10'000);
            dialog.findChild<QLineEdit*>("couponValue")->setText("12.5");
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        later([this, opened] { CouponDialog(*desk_, opened, &stage_.window()).exec(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(!QApplication::activeModalWidget(), 10'000);
        QVERIFY2(said.contains("Somebody else has changed this coupon"), qPrintable(said));
        QCOMPARE(coupons().at(0).percent_e2(), 1250);
        QCOMPARE(coupons().at(0).most_uses(), 50);
    }
    // What it took off stands in the order; its use and what it gave, in the list.
    void aUsedCouponIsCounted() {
        v1::Coupon budget;
        budget.set_code("FIVE");
        budget.set_amount_minor(500);
        budget.set_currency("EUR");
        budget.set_budget_minor(2000);
        changeCoupon(budget);
        const std::string order = stage_.buy(product(0).variants(0).id(), 1, "Ada", "five").toStdString();
        QVERIFY(!order.empty());
        QTRY_VERIFY_WITH_TIMEOUT(desk_->show.orders().find(order), 10'000);
        QString told, row;
        hand_.once<OrderDialog>([&](OrderDialog& dialog) {
            told = words(dialog);
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        later([this, order] { counter().orderDetails(QString::fromStdString(order)); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 20'000);
        QVERIFY2(told.contains(QStringLiteral("−€5.00, coupon FIVE")), qPrintable(told));
        QVERIFY2(told.contains(QStringLiteral("€19.00")), qPrintable(told));
        hand_.once<CouponsDialog>(
            [](CouponsDialog& dialog) { return table(dialog, "coupons")->topLevelItemCount() == 2; },
            [&](CouponsDialog& dialog) {
                row = cells(table(dialog, "coupons"), 1);
                table(dialog, "coupons")->setCurrentItem(table(dialog, "coupons")->topLevelItem(1));
                click(button_called(dialog, "Archive"));
                QTRY_COMPARE_WITH_TIMEOUT(table(dialog, "coupons")->topLevelItemCount(), 1, 10'000);
                QTest::keyClick(&dialog, Qt::Key_Escape);
            });
        later([this] { counter().coupons(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 2, 20'000);
        QCOMPARE(row, QStringLiteral("FIVE|€5.00|1|€5.00 of €20.00|valid"));
    }
    void aRateIsSetAndHintedAtInTheProduct() {
        QString rate, refused, hint;
        hand_.once<RatesDialog>(
            [](RatesDialog& dialog) { return words(dialog).contains("No rates yet"); },
            [&](RatesDialog& dialog) {
                auto* field = dialog.findChild<QLineEdit*>("rate");
                QTest::keyClicks(field, "0");
                QTest::keyClick(field, Qt::Key_Return);
                refused = problem(dialog);
                field->setText("999999999");
                QTest::keyClick(field, Qt::Key_Return);
                QTRY_VERIFY_WITH_TIMEOUT(problem(dialog).contains("at most a million"), 10'000);
                field->setText("1.25");
                QTest::keyClick(field, Qt::Key_Return);
                QTRY_COMPARE_WITH_TIMEOUT(table(dialog, "rates")->topLevelItemCount(), 1, 10'000);
                rate = table(dialog, "rates")->topLevelItem(0)->text(0);
                tests::DialogHand::draw(dialog, "RatesDialog-filled");
                QTest::keyClick(&dialog, Qt::Key_Escape);
            });
        later([this] { counter().rates(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 30'000);
        QVERIFY2(refused.contains("above zero"), qPrintable(refused));
        QCOMPARE(rate, "1 EUR = 1.25 USD");
        hand_.once<ProductDialog>(
            [](ProductDialog& dialog) {
                return dialog.findChild<QLineEdit*>("priceUSD")->placeholderText().contains("rate");
            },
            [&](ProductDialog& dialog) {
                hint = dialog.findChild<QLineEdit*>("priceUSD")->placeholderText();
                QTest::keyClick(&dialog, Qt::Key_Escape);
            });
        later([this] { counter().product(ProductDeed::edit, QString::fromStdString(product(2).id())); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 2, 20'000);
        QCOMPARE(hint, "111.25 by the rate");
    }
    void aProductGetsALimitAndAPriceInAnotherCurrency() {
        QString refused;
        hand_.once<ProductDialog>([&](ProductDialog& dialog) {
            dialog.findChild<QSpinBox*>("productLimit")->setValue(1);
            auto* yen = dialog.findChild<QLineEdit*>("priceJPY");
            yen->setText("14000.50");  // yen have no parts
            QTest::keyClick(&dialog, Qt::Key_Return);
            refused = problem(dialog);
            QVERIFY(yen->hasFocus());
            yen->setText("14000");
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        later([this] { counter().product(ProductDeed::edit, QString::fromStdString(product(2).id())); });
        QTRY_COMPARE_WITH_TIMEOUT(product(2).variants(0).limit_per_buyer(), 1, 20'000);
        QVERIFY2(refused.contains("JPY"), qPrintable(refused));
        QCOMPARE(product(2).variants(0).prices_size(), 1);
        QCOMPARE(product(2).variants(0).prices(0).minor(), 14'000);
        QVERIFY(stage_.buy(product(2).variants(0).id(), 2, "Greedy").isEmpty());
    }
    void twoEditOneProduct() {
        QString said;
        hand_.once<ProductDialog>([&](ProductDialog& dialog) {
            v1::Product theirs = product(4);
            theirs.set_title("Linen notebook, second run");
            changeProduct(theirs);
            dialog.findChild<QLineEdit*>("productPrice")->setText("17.00");
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);
            said = problem(dialog);
            click(button_called(dialog, "Load it again"));
            QTRY_COMPARE_WITH_TIMEOUT(dialog.findChild<QLineEdit*>("productTitle")->text(),
                                      "Linen notebook, second run", 10'000);
            dialog.findChild<QLineEdit*>("productPrice")->setText("17.00");
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        later([this] { counter().product(ProductDeed::edit, QString::fromStdString(product(4).id())); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 30'000);
        QVERIFY2(said.contains("Somebody else has changed this product"), qPrintable(said));
        QTRY_COMPARE_WITH_TIMEOUT(product(4).variants(0).price().minor(), 1'700, 10'000);
        QCOMPARE(product(4).title(), "Linen notebook, second run");
        QCOMPARE(product(4).variants_size(), 2);
    }
    void aNewProductWithTwoFormsComesIntoTheLineUp() {
        hand_.once<ProductDialog>([&](ProductDialog& dialog) {
            QTest::keyClicks(QApplication::focusWidget(), "Wool socks");
            auto* price = dialog.findChild<QLineEdit*>("productPrice");
            price->setText("0");
            QTest::keyClick(price, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(problem(dialog).contains("above zero"), 10'000);
            QVERIFY(price->hasFocus());
            price->setText("14.00");
            click(dialog.findChild<QPushButton*>("addForm"));
            QTest::keyClicks(QApplication::focusWidget(), "Large");
            tests::DialogHand::draw(dialog, "ProductDialog-forms");
            auto* forms = dialog.findChild<QComboBox*>("productForms");
            forms->setFocus();
            QTest::keyClick(forms, Qt::Key_Up);
            QTest::keyClick(forms, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 10'000);  // the first form has no name
            QTest::keyClicks(QApplication::focusWidget(), "Small");
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        later([this] { counter().newProduct(); });
        QTRY_COMPARE_WITH_TIMEOUT(desk_->show.products().rowCount(), 9, 30'000);
        QCOMPARE(product(8).variants_size(), 2);
        QCOMPARE(product(8).variants(0).name(), "Small");
        QCOMPARE(product(8).variants(1).name(), "Large");
    }
    void theListOfKeysFitsASmallScreen() {
        QString listed;
        hand_.once<ShortcutsDialog>([&](ShortcutsDialog& dialog) {
            listed = words(dialog);
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        QVERIFY(stage_.takesKeys());
        later([this] { QTest::keyClick(&stage_.window(), Qt::Key_F1); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 10'000);
        QVERIFY2(listed.contains("Flash price") && listed.contains("Ctrl+G"), qPrintable(listed));
    }
    // The last: the line is cut for good. What was typed stays, and the dialog says what is the matter.
    void aLostLineIsSaidAndNothingTypedIsLost() {
        QString said, code;
        hand_.once<CouponDialog>([&](CouponDialog& dialog) {
            dialog.findChild<QLineEdit*>("couponCode")->setText("WINTER");
            dialog.findChild<QLineEdit*>("couponValue")->setText("5");
            desk_->line.open("127.0.0.1:1");
            QTest::keyClick(&dialog, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(dialog.findChild<QLabel*>("waiting")->isVisible(), 5'000);
            QTRY_VERIFY_WITH_TIMEOUT(!problem(dialog).isEmpty(), 30'000);
            said = problem(dialog);
            code = dialog.findChild<QLineEdit*>("couponCode")->text();
            QVERIFY(button_called(dialog, "Save")->isEnabled());
            QTest::keyClick(&dialog, Qt::Key_Escape);
        });
        later([this] { CouponDialog(*desk_, {}, &stage_.window()).exec(); });
        QTRY_COMPARE_WITH_TIMEOUT(hand_.answered(), 1, 60'000);
        QVERIFY2(said.contains("does not answer"), qPrintable(said));
        QCOMPARE(code, "WINTER");
    }
};

VITRINE_WINDOW_TEST_MAIN(TestShopDesk)
#include "tst_shop_desk.moc"
