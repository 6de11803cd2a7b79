// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "app/desk.h"

namespace vitrine::app {

// One product of one form, put on the shelf and at the end of the line-up.
class ProductDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit ProductDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    void check();
    void send();
    void tell(const QString& problem);

    Desk& desk_;
    QLineEdit* title_;
    QLineEdit* price_;
    QComboBox* currency_;
    QSpinBox* stock_;
    QLabel* problem_;
    QPushButton* accept_;
};

}  // namespace vitrine::app
