// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/money_field.h"

#include <QStringList>

#include "commerce-client/price.h"

namespace vitrine::app {

QStringList usual_currencies() { return {"EUR", "USD", "GBP", "CHF", "JPY", "SEK", "PLN"}; }

QString amount_text(int64_t minor, const std::string& currency) {
    if (minor == 0) return {};
    const int exponent = commerce::currency_exponent(currency);
    QString digits = QString::number(minor).rightJustified(exponent + 1, QChar('0'));
    if (exponent > 0) digits.insert(digits.size() - exponent, QChar('.'));
    return digits;
}

QLineEdit* amount_field(const QString& name, const QString& when_empty) {
    auto* made = new QLineEdit;
    made->setAccessibleName(name);
    made->setPlaceholderText(when_empty);
    made->setMaxLength(20);
    return made;
}

std::optional<int64_t> amount_of(const QLineEdit* field, const std::string& currency) {
    if (field->text().trimmed().isEmpty()) return 0;
    return commerce::parse_price(field->text(), currency);
}

}  // namespace vitrine::app
