// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFormLayout>
#include <QTreeWidget>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// All there is to know of one order, kept in step while it is open: what, who, what it cost and why, and the
// money that went back.
class OrderDialog final : public CommandDialog {
    Q_OBJECT
  public:
    OrderDialog(Desk& desk, const v1::Order& order, QWidget* parent = nullptr);

  signals:
    void refundWanted(const QString& order_id);
    void cancelWanted(const QString& order_id);

  private:
    void follow(const v1::Order& order);
    void show(const v1::Order& order);
    void showLines();
    void showMoney();
    void askRefunds();
    void fact(const QString& name, const QString& value, const char* kind = nullptr);
    void updateCommands() override;

    v1::Order order_;
    QFormLayout* facts_;
    QTreeWidget* lines_;
    QTreeWidget* refunds_;
    QLabel* refunds_title_;
    QPushButton* refund_;
    QPushButton* cancel_;
};

}  // namespace vitrine::app
