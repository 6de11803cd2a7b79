// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "app/desk.h"

namespace vitrine::app {

// First start: measures the machine for a few seconds, says which canvas it picked and why.
class MachineDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit MachineDialog(Desk& desk, QWidget* parent = nullptr);

  protected:
    void showEvent(QShowEvent*) override;

  private:
    void measure();

    Desk& desk_;
    QLabel* title_;
    QLabel* words_;
    QLabel* result_;
    QPushButton* accept_;
    bool measured_ = false;
};

}  // namespace vitrine::app
