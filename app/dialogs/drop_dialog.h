// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QSpinBox>
#include <QStackedWidget>

#include "app/dialogs/command_dialog.h"
#include "app/dialogs/duration_field.h"
#include "app/dialogs/variant_choice.h"

namespace vitrine::app {

// A drop of a product: opens one, follows it while people enter, and shows what was drawn, with all that is
// needed to check the draw.
class DropDialog final : public CommandDialog {
    Q_OBJECT
  public:
    DropDialog(Desk& desk, const v1::Product& product, QWidget* parent = nullptr);

  private:
    QWidget* makeForm();
    QWidget* makeBoard();
    QLineEdit* addProof(QFormLayout* fields, const QString& name, const char* object_name);
    // The newest drop of the chosen form: followed while it is under way, shown when it was drawn.
    void look();
    void take(const v1::Drop& drop);
    void follow(const v1::Drop& drop);
    void showDrop();
    void showCountdown();
    void askDraw();
    void open();
    void callOff();
    void updateCommands() override;

    const v1::Product product_;
    v1::Drop drop_;  // without an id: a new one is asked for
    bool new_wanted_ = false;
    QStackedWidget* pages_;
    VariantChoice* choice_;
    QSpinBox* quantity_;
    DurationField* window_;
    QLabel* state_;
    QLabel* entries_;
    QLineEdit* commitment_;
    QLineEdit* seed_;
    QLineEdit* address_;
    QPlainTextEdit* winners_;
    QPushButton* open_;
    QPushButton* call_off_;
    QPushButton* another_;
    QTimer tick_;
    QTimer poll_;
};

}  // namespace vitrine::app
