// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>

#include "studio/studio.h"
#include "studio/view_display.h"

namespace vitrine::app {

class ElidedLabel;

// The middle of the window: what is being prepared, what viewers see, and the button between them.
class StageView final : public QWidget {
    Q_OBJECT
  public:
    explicit StageView(studio::Studio& studio, QWidget* parent = nullptr);

    // The picture reaches viewers: the programme wears a tally light.
    void setOnAir(bool on_air);
    QPushButton* takeButton() const { return take_; }

  private:
    QWidget* makeView(studio::View view, ElidedLabel*& caption, QLabel* tally);
    QWidget* makeTransport();
    void showNames();
    void showTransition();
    void storeTransition();

    studio::Studio& studio_;
    ElidedLabel* preview_caption_ = nullptr;
    ElidedLabel* programme_caption_ = nullptr;
    QLabel* tally_ = nullptr;
    QPushButton* take_ = nullptr;
    QComboBox* transition_ = nullptr;
    QSpinBox* duration_ = nullptr;
};

}  // namespace vitrine::app
