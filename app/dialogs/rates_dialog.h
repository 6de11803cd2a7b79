// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QLineEdit>
#include <QTreeWidget>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// Exchange rates, by which prices are told in currencies in which a product has none of its own.
class RatesDialog final : public CommandDialog {
    Q_OBJECT
  public:
    explicit RatesDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    void load();
    void show(const v1::ListExchangeRatesResponse& rates);
    void set();
    void remove();
    void send(const v1::ExchangeRate& rate);
    void updateCommands() override;

    v1::ListExchangeRatesResponse rates_;
    QTreeWidget* list_;
    QLabel* empty_;
    QComboBox* base_;
    QComboBox* quote_;
    QLineEdit* rate_;
    QPushButton* set_ = nullptr;
    QPushButton* remove_ = nullptr;
};

}  // namespace vitrine::app
