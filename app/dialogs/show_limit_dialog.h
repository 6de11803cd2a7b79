// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// The most that one buyer may have of anything in this show.
class ShowLimitDialog final : public CommandDialog {
    Q_OBJECT
  public:
    explicit ShowLimitDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    void save();

    QSpinBox* limit_;
};

}  // namespace vitrine::app
