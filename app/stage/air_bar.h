// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

#include "app/desk.h"

namespace vitrine::app {

// The head of the window: which show, its viewers' address, how many watch, record, go live. While going live
// it says what that is busy with, and the same button cancels.
class AirBar final : public QFrame {
    Q_OBJECT
  public:
    explicit AirBar(Desk& desk, QWidget* parent = nullptr);

    QPushButton* liveButton() const { return live_; }
    QPushButton* recordButton() const { return record_; }

  signals:
    void showsWanted();
    // Ending a show cannot be undone: ask first.
    void endWanted();

  private:
    void showShow();
    void showAir();
    void press();
    void copyLink();

    Desk& desk_;
    QToolButton* title_ = nullptr;
    QPushButton* link_ = nullptr;
    QLabel* watching_ = nullptr;
    QLabel* server_ = nullptr;
    QPushButton* record_ = nullptr;
    QLabel* progress_ = nullptr;
    QProgressBar* busy_ = nullptr;
    QPushButton* live_ = nullptr;
    QTimer clock_;
};

// "12:03", "1:02:03"
QString clock_text(qint64 ms);

}  // namespace vitrine::app
