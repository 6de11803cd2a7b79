// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QSpinBox>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// A new coupon, or one that is edited. When somebody else was faster his coupon can be loaded.
class CouponDialog final : public CommandDialog {
    Q_OBJECT
  public:
    // coupon: without an id, a new one.
    CouponDialog(Desk& desk, const v1::Coupon& coupon, QWidget* parent = nullptr);

  private:
    void makeFields();
    QDateTimeEdit* addTime(QFormLayout* fields, QCheckBox* box);
    void show(const v1::Coupon& coupon);
    void showKind();
    std::string currency() const;
    // False: something is no amount; told at its field.
    bool read(v1::Coupon& coupon);
    bool readAmount(QLineEdit* field, int64_t& minor);
    void save();
    void loadTheirs();
    void failed(const commerce::Fault& fault) override;

    v1::Coupon coupon_;
    QLineEdit* code_;
    QComboBox* kind_;
    QLineEdit* value_;
    QComboBox* currency_;
    QLineEdit* minimum_;
    QSpinBox* per_person_;
    QSpinBox* most_uses_;
    QLineEdit* budget_;
    QCheckBox* starts_;
    QDateTimeEdit* starts_at_;
    QCheckBox* ends_;
    QDateTimeEdit* ends_at_;
    QPushButton* theirs_;
};

}  // namespace vitrine::app
