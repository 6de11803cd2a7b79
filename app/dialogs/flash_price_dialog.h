// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include "app/dialogs/command_dialog.h"
#include "app/dialogs/duration_field.h"
#include "app/dialogs/variant_choice.h"

namespace vitrine::app {

// Starts a flash price on a product of the line-up, and ends one early. It counts from the picture that the
// host sees when he presses.
class FlashPriceDialog final : public CommandDialog {
    Q_OBJECT
  public:
    FlashPriceDialog(Desk& desk, const v1::Product& product, QWidget* parent = nullptr);

  private:
    // As the show sells it now.
    const v1::Variant& variant() const;
    void showState();
    void showSaving();
    void start();
    void end();
    void updateCommands() override { showState(); }

    const v1::Product product_;
    VariantChoice* choice_;
    QLabel* regular_;
    QLineEdit* price_;
    QLabel* saving_;
    DurationField* duration_;
    QLabel* running_;
    QPushButton* start_;
    QPushButton* end_;
    QTimer tick_;
};

}  // namespace vitrine::app
