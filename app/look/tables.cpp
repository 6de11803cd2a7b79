// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/tables.h"

#include <QHeaderView>

namespace vitrine::app {

QTreeWidget* table(const QString& name, const QStringList& columns) {
    auto* made = new QTreeWidget;
    made->setObjectName("table");
    made->setAccessibleName(name);
    made->setHeaderLabels(columns);
    made->setRootIsDecorated(false);
    made->setUniformRowHeights(true);
    made->setAllColumnsShowFocus(true);
    made->setTabKeyNavigation(false);
    made->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    made->header()->setStretchLastSection(false);
    made->header()->setSectionsMovable(false);
    made->header()->setSectionsClickable(false);
    made->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return made;
}

void align_right(QTreeWidget* table, std::initializer_list<int> columns) {
    for (const int column : columns)
        table->headerItem()->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
}

QTreeWidgetItem* add_row(QTreeWidget* table, const QStringList& cells) {
    auto* row = new QTreeWidgetItem(table, cells);
    for (int i = 0; i < cells.size(); ++i) {
        row->setToolTip(i, cells[i]);
        row->setTextAlignment(i, Qt::Alignment(QFlag(table->headerItem()->textAlignment(i))));
    }
    return row;
}

void fit_columns(QTreeWidget* table, int roomy) {
    QHeaderView* header = table->header();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(roomy, QHeaderView::Stretch);
}

}  // namespace vitrine::app
