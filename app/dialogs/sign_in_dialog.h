// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "app/desk.h"

namespace vitrine::app {

// Login and password for a server; stays open until the server has taken them.
class SignInDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit SignInDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    void send();

    Desk& desk_;
    QLineEdit* login_;
    QLineEdit* password_;
    QLabel* problem_;
    QPushButton* accept_;
};

}  // namespace vitrine::app
