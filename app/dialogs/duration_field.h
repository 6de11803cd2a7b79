// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QSpinBox>
#include <QWidget>

namespace vitrine::app {

// How long: a number and its unit.
class DurationField final : public QWidget {
    Q_OBJECT
  public:
    explicit DurationField(const QString& name, QWidget* parent = nullptr);

    // Shown in the largest unit that tells it exactly.
    void setSeconds(int64_t seconds);
    int64_t seconds() const;
    QSpinBox* number() const { return number_; }

  signals:
    void changed();

  private:
    QSpinBox* number_;
    QComboBox* unit_;
};

}  // namespace vitrine::app
