// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QTreeWidget>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// The shop's coupons: what they take off, how often they were used and what they have given so far.
class CouponsDialog final : public CommandDialog {
    Q_OBJECT
  public:
    explicit CouponsDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    void load();
    void show(const v1::ListCouponsResponse& coupons);
    const v1::Coupon* chosen() const;
    void edit(const v1::Coupon& coupon);
    void archive();
    void updateCommands() override;

    v1::ListCouponsResponse coupons_;
    QTreeWidget* list_;
    QLabel* empty_;
    QCheckBox* archived_;
    QPushButton* new_;
    QPushButton* edit_ = nullptr;
    QPushButton* archive_ = nullptr;
};

}  // namespace vitrine::app
