// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/product_dialog.h"

#include <QHBoxLayout>
#include <cmath>

#include "app/look/money_field.h"
#include "commerce-client/price.h"

namespace vitrine::app {
namespace {

constexpr int kUnits = 1'000'000'000;  // what is too many, the server says
constexpr int kFirstStock = 10;

}  // namespace

ProductDialog::ProductDialog(Desk& desk, const v1::Product& product, QWidget* parent)
    : CommandDialog(desk, product.id().empty() ? tr("New product") : tr("Edit product"), parent),
      for_lineup_(product.id().empty() && desk.show.isOpen()) {
    setMinimumWidth(560);
    body()->setSpacing(kGrid);
    body()->addLayout(makeFields());
    body()->addWidget(label(tr("Prices in other currencies"), "caption"));
    price_grid_ = new QGridLayout;
    price_grid_->setHorizontalSpacing(kGrid);
    price_grid_->setVerticalSpacing(kGrid / 2);
    body()->addLayout(price_grid_);
    save_ = addCommand(product.id().empty() ? tr("Put it on the shelf") : tr("Save"), [this] { save(); });
    theirs_ = addCommand(tr("&Load it again"), [this] { loadTheirs(); });
    theirs_->hide();
    connect(title_, &QLineEdit::textChanged, this, &ProductDialog::updateCommands);
    connect(price_, &QLineEdit::textChanged, this, &ProductDialog::hintPrices);
    connect(currency_, &QComboBox::currentTextChanged, this, &ProductDialog::makePrices);
    connect(forms_, &QComboBox::activated, this, &ProductDialog::chooseForm);
    load(product);
    askRates();
    title_->setFocus();
}

QFormLayout* ProductDialog::makeFields() {
    title_ = new QLineEdit;
    title_->setObjectName("productTitle");
    title_->setMaxLength(120);
    description_ = new QPlainTextEdit;
    description_->setTabChangesFocus(true);
    description_->setFixedHeight(kGrid * 8);
    name_ = new QLineEdit;
    name_->setMaxLength(60);
    sku_ = new QLineEdit;
    sku_->setMaxLength(64);
    price_ = new QLineEdit;
    price_->setObjectName("productPrice");
    price_->setPlaceholderText(QStringLiteral("12.50"));
    price_->setMaxLength(20);
    currency_ = new QComboBox;
    currency_->setAccessibleName(tr("Currency"));
    currency_->addItems(usual_currencies());
    stock_ = new QSpinBox;
    stock_->setRange(0, kUnits);
    limit_ = new QSpinBox;
    limit_->setObjectName("productLimit");
    limit_->setRange(0, kUnits);
    limit_->setSpecialValueText(tr("any number"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(price_, 1);
    row->addWidget(currency_);
    fields_ = app::form();
    fields_->addRow(tr("&Title"), title_);
    fields_->addRow(tr("&Description"), description_);
    makeForms();
    fields_->addRow(tr("&Name of the form"), name_);
    fields_->addRow(tr("&Article number"), sku_);
    add_row(fields_, tr("&Price"), row, price_);
    fields_->addRow(tr("&In stock"), stock_);
    fields_->addRow(tr("&One buyer may have"), limit_);
    return fields_;
}

void ProductDialog::makeForms() {
    forms_ = new QComboBox;
    forms_->setObjectName("productForms");
    forms_->setAccessibleName(tr("Form of the product"));
    QPushButton* add_form = button(tr("Add a &form"));
    add_form->setObjectName("addForm");
    remove_form_ = button(tr("Re&move it"));
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(forms_, 1);
    row->addWidget(add_form);
    row->addWidget(remove_form_);
    add_row(fields_, tr("Fo&rm"), row, forms_);
    connect(add_form, &QPushButton::clicked, this, &ProductDialog::addForm);
    connect(remove_form_, &QPushButton::clicked, this, &ProductDialog::removeForm);
}

// One field for each currency but the form's own: those that are usual, and those that it has.
void ProductDialog::makePrices() {
    while (QLayoutItem* item = price_grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    prices_.clear();
    QStringList codes = usual_currencies();
    for (const auto& each : form().prices()) {
        const QString code = QString::fromStdString(each.currency());
        if (!codes.contains(code)) codes << code;
    }
    codes.removeAll(currency_->currentText());
    constexpr int kAcross = 3;
    QWidget* before = limit_;
    for (int i = 0; i < codes.size(); ++i) {
        QLineEdit* field = amount_field(tr("Price in %1").arg(codes[i]));
        field->setObjectName("price" + codes[i]);
        for (const auto& each : form().prices()) {
            if (QString::fromStdString(each.currency()) == codes[i])
                field->setText(amount_text(each.minor(), each.currency()));
        }
        price_grid_->addWidget(label(codes[i]), i / kAcross, 2 * (i % kAcross));
        price_grid_->addWidget(field, i / kAcross, 2 * (i % kAcross) + 1);
        prices_.insert(codes[i], field);
        setTabOrder(before, field);
        before = field;
    }
    hintPrices();
}

void ProductDialog::askRates() {
    desk().shop.rates(
        {}, [self = QPointer<ProductDialog>(this)](commerce::Outcome<v1::ListExchangeRatesResponse> rates) {
            if (!self || !rates.ok()) return;  // only hints are missing
            self->rates_ = rates.value();
            self->hintPrices();
        });
}

void ProductDialog::hintPrices() {
    const auto own = commerce::parse_price(price_->text(), currency());
    for (auto field = prices_.begin(); field != prices_.end(); ++field) {
        QString hint = tr("not sold");
        for (const auto& rate : rates_.rates()) {
            if (rate.base() != currency() || QString::fromStdString(rate.quote()) != field.key()) continue;
            const int digits = commerce::currency_exponent(rate.quote());
            const double by_rate = static_cast<double>(own.value_or(0)) *
                                   std::pow(10.0, -commerce::currency_exponent(rate.base())) *
                                   static_cast<double>(rate.rate_e9()) / 1e9;
            hint = own ? tr("%1 by the rate").arg(by_rate, 0, 'f', digits) : tr("by the rate");
        }
        field.value()->setPlaceholderText(hint);
    }
}

void ProductDialog::load(const v1::Product& product) {
    product_ = product;
    if (product_.variants_size() == 0) product_.add_variants()->set_available(kFirstStock);
    title_->setText(QString::fromStdString(product.title()));
    description_->setPlainText(QString::fromStdString(product.description()));
    showForm(std::min(at_, product_.variants_size() - 1));
}

void ProductDialog::showForm(int at) {
    at_ = at;
    const v1::Variant& shown = form();
    const bool only_one = product_.variants_size() == 1;
    const bool stored = !shown.id().empty();
    name_->setText(QString::fromStdString(shown.name()));
    sku_->setText(QString::fromStdString(shown.sku()));
    const QString own = QString::fromStdString(shown.price().currency());
    if (!own.isEmpty() && currency_->findText(own) < 0) currency_->addItem(own);
    if (!own.isEmpty()) currency_->setCurrentText(own);
    price_->setText(amount_text(shown.price().minor(), shown.price().currency()));
    stock_->setValue(static_cast<int>(shown.available()));
    stock_->setEnabled(!stored);
    stock_->setToolTip(stored ? tr("What is there is changed under Stock.") : QString());
    limit_->setValue(static_cast<int>(shown.limit_per_buyer()));
    for (QWidget* each : std::initializer_list<QWidget*>{name_, fields_->labelForField(name_)})
        each->setVisible(!only_one || !shown.name().empty());
    remove_form_->setEnabled(!only_one);
    makePrices();
    listForms();
}

void ProductDialog::listForms() {
    forms_->clear();
    for (const auto& each : product_.variants()) {
        const std::string& name = each.name().empty() ? each.sku() : each.name();
        forms_->addItem(name.empty() ? tr("Form %1").arg(forms_->count() + 1) : QString::fromStdString(name));
    }
    forms_->setCurrentIndex(at_);
    forms_->setEnabled(forms_->count() > 1);
    updateCommands();
}

bool ProductDialog::readPrices(v1::Variant& form) {
    form.clear_prices();
    for (auto field = prices_.begin(); field != prices_.end(); ++field) {
        const std::string code = field.key().toStdString();
        const auto minor = amount_of(field.value(), code);
        if (!minor) {
            tell(tr("Enter a price in %1, like 12.50, or leave it empty.").arg(field.key()), field.value());
            return false;
        }
        if (field.value()->text().trimmed().isEmpty()) continue;
        v1::Money* price = form.add_prices();
        price->set_minor(*minor);
        price->set_currency(code);
    }
    return true;
}

bool ProductDialog::readForm() {
    v1::Variant& read = form();
    const auto minor = commerce::parse_price(price_->text(), currency());
    if (!minor) {
        tell(tr("Enter a price in %1, like 12.50.").arg(currency_->currentText()), price_);
        return false;
    }
    read.set_name(name_->text().trimmed().toStdString());
    read.set_sku(sku_->text().trimmed().toStdString());
    read.mutable_price()->set_minor(*minor);
    read.mutable_price()->set_currency(currency());
    read.set_limit_per_buyer(limit_->value());
    read.clear_flash();
    read.clear_drop_id();
    if (read.id().empty()) read.set_available(stock_->value());
    return readPrices(read);
}

void ProductDialog::chooseForm(int at) {
    if (at != at_ && readForm()) showForm(at);
    forms_->setCurrentIndex(at_);
}

void ProductDialog::addForm() {
    if (!readForm()) return;
    v1::Variant* added = product_.add_variants();
    *added->mutable_price() = form().price();
    added->set_available(kFirstStock);
    showForm(product_.variants_size() - 1);
    name_->setFocus();
}

void ProductDialog::removeForm() {
    product_.mutable_variants()->DeleteSubrange(at_, 1);
    showForm(std::max(0, at_ - 1));
}

void ProductDialog::updateCommands() {
    if (!theirs_) return;  // not all is made yet
    save_->setEnabled(!title_->text().trimmed().isEmpty() && !busy());
}

void ProductDialog::save() {
    if (!readForm()) return;
    v1::SaveProductRequest request;
    *request.mutable_product() = product_;
    request.mutable_product()->set_title(title_->text().trimmed().toStdString());
    request.mutable_product()->set_description(description_->toPlainText().trimmed().toStdString());
    QWidget* suspect = name_->isVisible() && form().name().empty() ? name_ : price_;
    for (const auto& each : form().prices()) {
        if (each.minor() == 0) suspect = prices_.value(QString::fromStdString(each.currency()));
    }
    send<v1::SaveProductRequest, v1::Product>(
        &commerce::Shop::saveProduct, request,
        [this](const v1::Product& saved) {
            product_ = saved;
            if (for_lineup_) {
                putInLineup(saved.id());
            } else {
                accept();
            }
        },
        suspect);
}

void ProductDialog::putInLineup(const std::string& product_id) {
    auto lineup = desk().show.products().ids();
    lineup.push_back(product_id);
    desk().show.setLineup(
        lineup, [self = QPointer<ProductDialog>(this)](commerce::Outcome<v1::Show> outcome) {
            if (!self) return;
            if (outcome.ok()) {
                self->accept();
            } else {
                self->tell(tr("It is on the shelf, but not in this show: %1").arg(outcome.fault().text));
            }
        });
}

void ProductDialog::failed(const commerce::Fault& fault) {
    theirs_->setVisible(fault.kind == commerce::FaultKind::conflict && !isNew());
}

void ProductDialog::loadTheirs() {
    ask<v1::ListProductsRequest, v1::ListProductsResponse>(
        &commerce::Shop::products, {}, [this](const v1::ListProductsResponse& shelf) {
            for (const auto& each : shelf.products()) {
                if (each.id() != product_.id()) continue;
                load(each);
                clearProblem();
                title_->setFocus();  // a button that goes hands its keys on, and then Enter would cancel
                theirs_->hide();
            }
        });
}

}  // namespace vitrine::app
