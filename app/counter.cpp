// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/counter.h"

#include <QApplication>

#include "app/dialogs/cancel_order_dialog.h"
#include "app/dialogs/coupons_dialog.h"
#include "app/dialogs/drop_dialog.h"
#include "app/dialogs/flash_price_dialog.h"
#include "app/dialogs/order_dialog.h"
#include "app/dialogs/places_dialog.h"
#include "app/dialogs/product_dialog.h"
#include "app/dialogs/rates_dialog.h"
#include "app/dialogs/refund_dialog.h"
#include "app/dialogs/show_limit_dialog.h"
#include "app/dialogs/stock_dialog.h"
#include "app/docks/orders_dock.h"
#include "app/docks/products_dock.h"
#include "commerce-client/price.h"

namespace vitrine::app {

Counter::Counter(Desk& desk, QWidget* window) : QObject(window), desk_(desk), window_(window) {
    connect(&desk_.show, &commerce::LiveShow::refundMoved, this, &Counter::tellRefund);
}

void Counter::serve(OrdersDock* dock) {
    connect(dock, &OrdersDock::detailsWanted, this, &Counter::orderDetails);
    connect(dock, &OrdersDock::refundWanted, this, &Counter::refund);
    connect(dock, &OrdersDock::cancelWanted, this, &Counter::cancelOrder);
}

void Counter::serve(ProductsDock* dock) {
    connect(dock, &ProductsDock::deedWanted, this, &Counter::product);
    connect(dock, &ProductsDock::addWanted, this, &Counter::newProduct);
}

QWidget* Counter::front() const {
    QWidget* open = QApplication::activeModalWidget();
    return open ? open : window_;
}

void Counter::tellRefund(const v1::Refund& refund) {
    if (refund.state() != v1::REFUND_STATE_REFUSED) return;
    const QString sum = commerce::price_text(refund.amount().minor(), refund.amount().currency());
    const QString why = refund.problem().empty() ? tr("the payment service refused")
                                                 : QString::fromStdString(refund.problem());
    const QString order = QString::fromStdString(refund.order_id());
    desk_.notices.post({"refund-" + order, Weight::problem,
                        tr("%1 could not be given back: %2. The buyer still waits for it.").arg(sum, why),
                        tr("The order …"), [this, order] { orderDetails(order); }});
}

void Counter::orderDetails(const QString& order_id) {
    const v1::Order* order = desk_.show.orders().find(order_id.toStdString());
    if (!order) return;
    OrderDialog dialog(desk_, *order, front());
    connect(&dialog, &OrderDialog::refundWanted, this, &Counter::refund);
    connect(&dialog, &OrderDialog::cancelWanted, this, &Counter::cancelOrder);
    dialog.exec();
}

void Counter::refund(const QString& order_id) {
    const v1::Order* order = desk_.show.orders().find(order_id.toStdString());
    if (order) RefundDialog(desk_, *order, front()).exec();
}

void Counter::cancelOrder(const QString& order_id) {
    const v1::Order* order = desk_.show.orders().find(order_id.toStdString());
    if (order) CancelOrderDialog(desk_, *order, front()).exec();
}

void Counter::product(ProductDeed deed, const QString& product_id) {
    const auto& products = desk_.show.products();
    const v1::Product* known = products.product(products.rowOf(product_id.toStdString()));
    if (!known) {
        desk_.notices.postBriefly("deed", tr("Which product? Pin it first, or go to it with the Tab key."));
        return;
    }
    const v1::Product product = *known;  // the line-up moves while a dialog is open
    switch (deed) {
        case ProductDeed::flash_price:
            FlashPriceDialog(desk_, product, front()).exec();
            break;
        case ProductDeed::drop:
            DropDialog(desk_, product, front()).exec();
            break;
        case ProductDeed::stock:
            stock(product);
            break;
        case ProductDeed::edit:
            ProductDialog(desk_, product, front()).exec();
            break;
    }
}

void Counter::stock(const v1::Product& product) {
    StockDialog dialog(desk_, product, front());
    connect(&dialog, &StockDialog::placesWanted, this, [this, &dialog] {
        places();
        dialog.loadPlaces();
    });
    dialog.exec();
}

void Counter::newProduct() { ProductDialog(desk_, {}, front()).exec(); }

void Counter::coupons() { CouponsDialog(desk_, front()).exec(); }

void Counter::places() { PlacesDialog(desk_, front()).exec(); }

void Counter::rates() { RatesDialog(desk_, front()).exec(); }

void Counter::showLimit() {
    if (desk_.show.isOpen()) {
        ShowLimitDialog(desk_, front()).exec();
    } else {
        desk_.notices.postBriefly("deed", tr("Choose a show first; its limit is set then."));
    }
}

}  // namespace vitrine::app
