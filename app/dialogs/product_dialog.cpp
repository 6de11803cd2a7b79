// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/product_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QPointer>

#include "app/look/pieces.h"
#include "commerce-client/price.h"

namespace vitrine::app {

ProductDialog::ProductDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("New product"));
    setMinimumWidth(440);
    auto* column = dialog_column(this, tr("New product"));
    auto* fields = form();
    title_ = new QLineEdit;
    title_->setMaxLength(120);
    price_ = new QLineEdit;
    price_->setPlaceholderText(QStringLiteral("12.50"));
    currency_ = new QComboBox;
    currency_->setAccessibleName(tr("Currency"));
    currency_->addItems({"EUR", "USD", "GBP", "CHF", "JPY", "SEK", "PLN"});
    stock_ = new QSpinBox;
    stock_->setRange(0, 1'000'000);
    stock_->setValue(10);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(price_, 1);
    row->addWidget(currency_);
    fields->addRow(tr("Title"), title_);
    fields->addRow(tr("Price"), row);
    fields->addRow(tr("In stock"), stock_);
    column->addLayout(fields);
    problem_ = problem_line();
    column->addWidget(problem_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    accept_ = buttons->addButton(tr("Put it on the shelf"), QDialogButtonBox::AcceptRole);
    accept_->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ProductDialog::send);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(title_, &QLineEdit::textChanged, this, &ProductDialog::check);
    connect(price_, &QLineEdit::textChanged, this, &ProductDialog::check);
    connect(currency_, &QComboBox::currentTextChanged, this, &ProductDialog::check);
    check();
}

void ProductDialog::check() {
    accept_->setEnabled(
        !title_->text().trimmed().isEmpty() &&
        commerce::parse_price(price_->text(), currency_->currentText().toStdString()).has_value());
}

void ProductDialog::send() {
    v1::Product product;
    product.set_title(title_->text().trimmed().toStdString());
    v1::Variant* variant = product.add_variants();
    variant->mutable_price()->set_currency(currency_->currentText().toStdString());
    variant->mutable_price()->set_minor(*commerce::parse_price(price_->text(), variant->price().currency()));
    variant->set_available(stock_->value());
    accept_->setEnabled(false);
    desk_.backstage.saveProduct(
        product, [self = QPointer<ProductDialog>(this)](commerce::Outcome<v1::Product> saved) {
            if (!self) return;
            if (!saved.ok()) {
                self->tell(saved.fault().text);
                return;
            }
            if (!self->desk_.show.isOpen()) {
                self->accept();
                return;
            }
            auto lineup = self->desk_.show.products().ids();
            lineup.push_back(saved->id());
            self->desk_.show.setLineup(lineup, [self](commerce::Outcome<v1::Show> outcome) {
                if (!self) return;
                if (outcome.ok()) {
                    self->accept();
                } else {
                    self->tell(outcome.fault().text);
                }
            });
        });
}

void ProductDialog::tell(const QString& problem) {
    tell_problem(problem_, problem);
    check();
}

}  // namespace vitrine::app
