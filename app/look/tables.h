// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>

namespace vitrine::app {

// A plain table of text: one row a thing.
QTreeWidget* table(const QString& name, const QStringList& columns);
// For numbers.
void align_right(QTreeWidget* table, std::initializer_list<int> columns);
QTreeWidgetItem* add_row(QTreeWidget* table, const QStringList& cells);
// After the rows were filled in: one column takes what room is left.
void fit_columns(QTreeWidget* table, int roomy = 0);

}  // namespace vitrine::app
