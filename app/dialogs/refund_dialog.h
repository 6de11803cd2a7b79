// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>
#include <vector>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// Gives the money of an order back, all of it or of some units, and says how much before it is done.
class RefundDialog final : public CommandDialog {
    Q_OBJECT
  public:
    RefundDialog(Desk& desk, const v1::Order& order, QWidget* parent = nullptr);

  private:
    void addLine(QGridLayout* grid, int line);
    void choose(bool all);
    void showSum();
    void give();
    void updateCommands() override;

    const v1::Order order_;
    std::vector<QSpinBox*> units_;
    std::vector<QLabel*> sums_;
    QComboBox* reason_;
    QCheckBox* restock_;
    QLabel* sum_;
    QPushButton* give_;
};

}  // namespace vitrine::app
