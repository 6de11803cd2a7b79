// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/rates_dialog.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QRegularExpression>

#include "app/look/money_field.h"
#include "app/look/tables.h"

namespace vitrine::app {
namespace {

constexpr int kDigits = 9;  // behind the point: a rate is kept in billionths

QString rate_text(int64_t rate_e9) {
    QString digits = QString::number(rate_e9).rightJustified(kDigits + 1, QChar('0'));
    digits.insert(digits.size() - kDigits, QChar('.'));
    while (digits.endsWith('0')) digits.chop(1);
    if (digits.endsWith('.')) digits.chop(1);
    return digits;
}

// In whole numbers: no rate is rounded.
std::optional<int64_t> rate_of(const QString& text) {
    static const QRegularExpression shape(QStringLiteral("^(\\d{1,9})(?:[.,](\\d{1,9}))?$"));
    const auto match = shape.match(text.trimmed());
    if (!match.hasMatch()) return std::nullopt;
    return (match.captured(1) + match.captured(2).leftJustified(kDigits, QChar('0'))).toLongLong();
}

}  // namespace

RatesDialog::RatesDialog(Desk& desk, QWidget* parent) : CommandDialog(desk, tr("Exchange rates"), parent) {
    setMinimumSize(520, 420);
    body()->addWidget(
        paragraph(tr("Viewers may see prices in their own currency. An order keeps the rate with "
                     "which it was held."),
                  "muted"));
    list_ = table(tr("Exchange rates"), {tr("Rate"), tr("Since")});
    list_->setObjectName("rates");
    empty_ =
        paragraph(tr("No rates yet. Products are sold in the currencies of their own prices only."), "empty");
    empty_->setAlignment(Qt::AlignCenter);
    empty_->hide();
    base_ = new QComboBox;
    quote_ = new QComboBox;
    for (QComboBox* each : {base_, quote_}) each->addItems(usual_currencies());
    base_->setAccessibleName(tr("Currency of the prices"));
    quote_->setAccessibleName(tr("Currency of the viewer"));
    quote_->setCurrentIndex(1);
    rate_ = new QLineEdit;
    rate_->setObjectName("rate");
    rate_->setAccessibleName(tr("Rate"));
    rate_->setPlaceholderText(QStringLiteral("1.0845"));
    rate_->setMaxLength(20);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(label(QStringLiteral("1")));
    row->addWidget(base_);
    row->addWidget(label(QStringLiteral("=")));
    row->addWidget(rate_, 1);
    row->addWidget(quote_);
    body()->addWidget(list_, 1);
    body()->addWidget(empty_, 1);
    body()->addLayout(row);
    set_ = addCommand(tr("&Set the rate"), [this] { set(); });
    remove_ = addCommand(tr("&Remove"), [this] { remove(); });
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    connect(rate_, &QLineEdit::textChanged, this, &RatesDialog::updateCommands);
    connect(list_, &QTreeWidget::currentItemChanged, this, &RatesDialog::updateCommands);
    load();
    rate_->setFocus();
}

void RatesDialog::load() {
    ask<v1::ListExchangeRatesRequest, v1::ListExchangeRatesResponse>(
        &commerce::Shop::rates, {}, [this](const v1::ListExchangeRatesResponse& rates) { show(rates); });
}

void RatesDialog::show(const v1::ListExchangeRatesResponse& rates) {
    rates_ = rates;
    list_->clear();
    for (const auto& rate : rates.rates()) {
        const QDateTime since = QDateTime::fromMSecsSinceEpoch(rate.set_us() / 1000);
        add_row(list_, {tr("1 %1 = %2 %3")
                            .arg(QString::fromStdString(rate.base()), rate_text(rate.rate_e9()),
                                 QString::fromStdString(rate.quote())),
                        QLocale().toString(since, QLocale::ShortFormat)});
    }
    fit_columns(list_);
    list_->setVisible(rates.rates_size() > 0);
    empty_->setVisible(rates.rates_size() == 0);
    updateCommands();
}

void RatesDialog::set() {
    const auto rate_e9 = rate_of(rate_->text());
    if (!rate_e9) return tell(tr("Enter a rate, like 1.0845."), rate_);
    // 0 would take the rate away; that has a button of its own.
    if (*rate_e9 == 0) return tell(tr("The rate must be above zero."), rate_);
    v1::ExchangeRate rate;
    rate.set_base(base_->currentText().toStdString());
    rate.set_quote(quote_->currentText().toStdString());
    rate.set_rate_e9(*rate_e9);
    send(rate);
}

void RatesDialog::remove() {
    const int at = list_->indexOfTopLevelItem(list_->currentItem());
    if (at < 0 || at >= rates_.rates_size()) return;
    v1::ExchangeRate rate = rates_.rates(at);
    rate.clear_rate_e9();
    rate.clear_set_us();
    send(rate);
}

void RatesDialog::send(const v1::ExchangeRate& rate) {
    v1::SetExchangeRateRequest request;
    *request.mutable_rate() = rate;
    CommandDialog::send<v1::SetExchangeRateRequest, v1::ExchangeRate>(
        &commerce::Shop::setRate, request,
        [this](const v1::ExchangeRate&) {
            rate_->clear();
            load();
        },
        rate_);
}

void RatesDialog::updateCommands() {
    if (!remove_) return;  // not all is made yet
    set_->setEnabled(!rate_->text().trimmed().isEmpty() && !busy());
    remove_->setEnabled(list_->currentItem() && !busy());
}

}  // namespace vitrine::app
