// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <optional>
#include <string>

namespace vitrine::app {

// The currencies that are offered; others that a thing has already are added to the list where it is edited.
QStringList usual_currencies();

// An amount as people write it, without a currency: "12.50", and "" for none (0).
QString amount_text(int64_t minor, const std::string& currency);

// For an amount that may be left out.
QLineEdit* amount_field(const QString& name, const QString& when_empty = {});
// 0 when it is empty; nothing when it is no amount of that currency.
std::optional<int64_t> amount_of(const QLineEdit* field, const std::string& currency);

}  // namespace vitrine::app
