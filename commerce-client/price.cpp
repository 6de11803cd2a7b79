// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/price.h"

#include <QRegularExpression>
#include <QStringList>

namespace vitrine::commerce {
namespace {

QString symbol_of(const std::string& code) {
    if (code == "EUR") return QStringLiteral("€");
    if (code == "GBP") return QStringLiteral("£");
    if (code == "USD") return QStringLiteral("$");
    if (code == "JPY") return QStringLiteral("¥");
    return QString::fromStdString(code) + QChar(0x00a0);
}

}  // namespace

int currency_exponent(const std::string& code) {
    static const QStringList none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                  "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
    static const QStringList three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    const QString name = QString::fromStdString(code);
    if (none.contains(name)) return 0;
    return three.contains(name) ? 3 : 2;
}

QString price_text(int64_t minor, const std::string& currency, const QLocale& locale) {
    const int exponent = currency_exponent(currency);
    uint64_t scale = 1;
    for (int i = 0; i < exponent; ++i) scale *= 10;
    const uint64_t size = minor < 0 ? 0 - static_cast<uint64_t>(minor) : static_cast<uint64_t>(minor);
    QString text = symbol_of(currency) + locale.toString(static_cast<qulonglong>(size / scale));
    if (exponent > 0) {
        text += locale.decimalPoint() +
                QString::number(static_cast<qulonglong>(size % scale)).rightJustified(exponent, QChar('0'));
    }
    return minor < 0 ? QStringLiteral("−") + text : text;
}

std::optional<int64_t> parse_price(const QString& text, const std::string& currency) {
    const int exponent = currency_exponent(currency);
    static const QRegularExpression shape(QStringLiteral("^(\\d{1,12})(?:[.,](\\d{1,3}))?$"));
    const auto match = shape.match(text.trimmed());
    if (!match.hasMatch()) return std::nullopt;
    QString fraction = match.captured(2);
    if (fraction.size() > exponent) return std::nullopt;
    fraction = fraction.leftJustified(exponent, QChar('0'));
    return (match.captured(1) + fraction).toLongLong();
}

}  // namespace vitrine::commerce
