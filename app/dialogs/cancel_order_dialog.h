// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// Calls an order off: its units go back on the shelf, its money to the buyer.
class CancelOrderDialog final : public CommandDialog {
    Q_OBJECT
  public:
    CancelOrderDialog(Desk& desk, const v1::Order& order, QWidget* parent = nullptr);

  private:
    void cancel();

    const v1::Order order_;
    QComboBox* reason_;
};

}  // namespace vitrine::app
