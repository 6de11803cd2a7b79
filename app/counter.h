// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QWidget>

#include "app/desk.h"

namespace vitrine::app {

class OrdersDock;
class ProductsDock;
enum class ProductDeed;

// Where the docks and the menu come for what is done with goods and orders: opens the dialog for it. GUI
// thread.
class Counter final : public QObject {
    Q_OBJECT
  public:
    Counter(Desk& desk, QWidget* window);

    void serve(OrdersDock* dock);
    void serve(ProductsDock* dock);

    void orderDetails(const QString& order_id);
    void refund(const QString& order_id);
    void cancelOrder(const QString& order_id);
    // Of the line-up.
    void product(ProductDeed deed, const QString& product_id);
    void newProduct();
    void coupons();
    void places();
    void rates();
    void showLimit();

  private:
    // Dialogs may open from one another: the newest is their parent.
    QWidget* front() const;
    void tellRefund(const v1::Refund& refund);
    void stock(const v1::Product& product);

    Desk& desk_;
    QWidget* window_;
};

}  // namespace vitrine::app
