// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/countdown.h"

#include <algorithm>

namespace vitrine::app {

QString countdown_text(int64_t left_us) {
    const int64_t seconds = std::max<int64_t>(left_us + 999'999, 0) / 1'000'000;
    const auto two = [](int64_t number) { return QString::number(number).rightJustified(2, QChar('0')); };
    const int64_t hours = seconds / 3600, minutes = seconds / 60 % 60;
    const QString end = two(seconds % 60);
    if (hours > 0) return QStringLiteral("%1:%2:%3").arg(hours).arg(two(minutes), end);
    return QStringLiteral("%1:%2").arg(minutes).arg(end);
}

}  // namespace vitrine::app
