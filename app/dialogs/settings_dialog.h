// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>

#include "app/desk.h"

namespace vitrine::app {

// Server, picture, recording, look.
class SettingsDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit SettingsDialog(Desk& desk, QWidget* parent = nullptr);

  signals:
    void measureWanted();

  private:
    QWidget* makeServer();
    QWidget* makePicture();
    QWidget* makeRest();
    void apply();

    Desk& desk_;
    QRadioButton* here_;
    QRadioButton* elsewhere_;
    QLineEdit* address_;
    QComboBox* canvas_;
    QSpinBox* kbps_;
    QLineEdit* folder_;
    QComboBox* look_;
    QLabel* problem_;
};

}  // namespace vitrine::app
