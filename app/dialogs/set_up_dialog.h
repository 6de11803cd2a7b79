// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

#include "app/desk.h"

namespace vitrine::app {

// An empty server: the demo shop, or a shop of one's own.
class SetUpDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit SetUpDialog(Desk& desk, QWidget* parent = nullptr);

    // What the server made, once accepted.
    const v1::SetUpResponse& made() const { return made_; }

  private:
    void send();
    void showChoice();

    Desk& desk_;
    QRadioButton* demo_;
    QRadioButton* own_;
    QWidget* own_fields_;
    QLineEdit* login_;
    QLineEdit* password_;
    QLabel* problem_;
    QPushButton* accept_;
    v1::SetUpResponse made_;
};

}  // namespace vitrine::app
