// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QMap>
#include <QPlainTextEdit>
#include <QSpinBox>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// A product with its forms, prices and limits: a new one, put on the shelf and at the end of the line-up, or
// one that is edited. When somebody else was faster his version can be loaded.
class ProductDialog final : public CommandDialog {
    Q_OBJECT
  public:
    // product: without an id, a new one.
    explicit ProductDialog(Desk& desk, const v1::Product& product, QWidget* parent = nullptr);

  private:
    void makeForms();
    void makePrices();
    QFormLayout* makeFields();
    bool isNew() const { return product_.id().empty(); }
    v1::Variant& form() { return *product_.mutable_variants(at_); }
    std::string currency() const { return currency_->currentText().toStdString(); }
    // What is typed, into the form it belongs to. False: something is no amount; told at its field.
    bool readForm();
    bool readPrices(v1::Variant& form);
    void showForm(int at);
    void listForms();
    void chooseForm(int at);
    void addForm();
    void removeForm();
    void load(const v1::Product& product);
    void askRates();
    void hintPrices();
    void save();
    void putInLineup(const std::string& product_id);
    void loadTheirs();
    void updateCommands() override;
    void failed(const commerce::Fault& fault) override;

    const bool for_lineup_;
    v1::Product product_;
    v1::ListExchangeRatesResponse rates_;
    int at_ = 0;  // the form whose fields are shown
    QLineEdit* title_;
    QPlainTextEdit* description_;
    QComboBox* forms_;
    QPushButton* remove_form_;
    QLineEdit* name_;
    QLineEdit* sku_;
    QLineEdit* price_;
    QComboBox* currency_;
    QSpinBox* stock_;
    QSpinBox* limit_;
    QGridLayout* price_grid_;
    QMap<QString, QLineEdit*> prices_;  // in other currencies
    QFormLayout* fields_;
    QPushButton* save_ = nullptr;
    QPushButton* theirs_ = nullptr;
};

}  // namespace vitrine::app
