// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QListView>
#include <QWidget>

#include "commerce-client/orders_model.h"

namespace vitrine::app {

// The orders of the show as they come, and what has been paid so far.
class OrdersDock final : public QWidget {
    Q_OBJECT
  public:
    explicit OrdersDock(commerce::OrdersModel& orders, QWidget* parent = nullptr);

  signals:
    void detailsWanted(const QString& order_id);
    void refundWanted(const QString& order_id);
    void cancelWanted(const QString& order_id);

  private:
    void makeActions();
    // What can be done with the chosen order now.
    void updateActions();
    void refresh();

    commerce::OrdersModel& orders_;
    QLabel* total_;
    QLabel* count_;
    QListView* list_;
    QAction* details_;
    QAction* refund_;
    QAction* cancel_;
    QLabel* empty_;
};

}  // namespace vitrine::app
