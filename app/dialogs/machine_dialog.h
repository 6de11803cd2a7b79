// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "app/desk.h"
#include "app/machine_measure.h"

namespace vitrine::app {

// First start: measures the machine for a few seconds, says which canvas it picked and why. Can be skipped.
class MachineDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit MachineDialog(Desk& desk, QWidget* parent = nullptr);

  public slots:
    void reject() override;

  protected:
    void showEvent(QShowEvent*) override;

  private:
    void skip();
    void show(const Result<studio::Recommendation>& found);

    Desk& desk_;
    MachineMeasure measure_;
    QLabel* title_;
    QLabel* words_;
    QLabel* result_;
    QProgressBar* busy_;
    QPushButton* skip_;
    QPushButton* accept_;
    bool begun_ = false;
    bool skipped_ = false;
};

}  // namespace vitrine::app
