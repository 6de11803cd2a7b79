// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>
#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::commerce {

// Minor digits of an ISO 4217 currency: EUR 2, JPY 0, KWD 3.
int currency_exponent(const std::string& code);

// "€12.50" as the reader's locale writes it. Integer arithmetic only: no amount is rounded.
QString price_text(int64_t minor, const std::string& currency, const QLocale& locale = QLocale());

// The minor units that a person typed ("12.50", "12,5", "12"); nothing when it is not an amount of that
// currency.
std::optional<int64_t> parse_price(const QString& text, const std::string& currency);

}  // namespace vitrine::commerce
