// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/orders_dock.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "app/docks/order_view.h"
#include "app/look/pieces.h"
#include "commerce-client/refund_sum.h"

namespace vitrine::app {

OrdersDock::OrdersDock(commerce::OrdersModel& orders, QWidget* parent) : QWidget(parent), orders_(orders) {
    setObjectName("dockBody");
    total_ = label({}, "figure");
    total_->setObjectName("ordersTotal");
    count_ = label({}, "muted");
    list_ = new QListView;
    list_->setObjectName("orders");
    list_->setAccessibleName(tr("Orders, newest first"));
    list_->setModel(&orders_);
    list_->setItemDelegate(new OrderView(list_));
    list_->setResizeMode(QListView::Adjust);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setContextMenuPolicy(Qt::ActionsContextMenu);
    makeActions();
    empty_ = paragraph(tr("No orders yet. They appear here the moment somebody buys."), "empty");
    empty_->setAlignment(Qt::AlignCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    column->setSpacing(kGrid);
    auto* head = new QHBoxLayout;
    head->addWidget(total_);
    head->addWidget(count_, 1);
    column->addLayout(head);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);
    connect(&orders_, &QAbstractItemModel::modelReset, this, &OrdersDock::refresh);
    connect(&orders_, &QAbstractItemModel::rowsInserted, this, &OrdersDock::refresh);
    connect(&orders_, &commerce::OrdersModel::totalsChanged, this, &OrdersDock::refresh);
    refresh();
    updateActions();
}

void OrdersDock::makeActions() {
    const auto chosen = [this] {
        return list_->currentIndex().data(commerce::OrdersModel::IdRole).toString();
    };
    details_ = on_key(list_, QKeySequence(), [this, chosen] { emit detailsWanted(chosen()); });
    details_->setText(tr("Details … (Enter)"));
    refund_ = on_key(list_, Qt::CTRL | Qt::Key_G, [this, chosen] { emit refundWanted(chosen()); });
    refund_->setText(tr("Give money back …"));
    cancel_ = on_key(list_, QKeySequence::Delete, [this, chosen] { emit cancelWanted(chosen()); });
    cancel_->setText(tr("Cancel the order …"));
    connect(list_, &QListView::activated, details_, &QAction::trigger);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &OrdersDock::updateActions);
    connect(&orders_, &QAbstractItemModel::dataChanged, this, &OrdersDock::updateActions);
    connect(&orders_, &QAbstractItemModel::modelReset, this, &OrdersDock::updateActions);
}

void OrdersDock::updateActions() {
    const v1::Order* order = orders_.order(list_->currentIndex().row());
    details_->setEnabled(order);
    refund_->setEnabled(order && commerce::can_refund(*order));
    cancel_->setEnabled(order && commerce::can_cancel(*order));
}

void OrdersDock::refresh() {
    const bool none = orders_.rowCount() == 0;
    list_->setVisible(!none);
    empty_->setVisible(none);
    total_->setText(orders_.paidTotal());
    total_->setVisible(!none);
    count_->setVisible(!none);
    count_->setText(tr("%Ln paid", nullptr, orders_.paidCount()) + QStringLiteral(" · ") +
                    tr("%Ln in all", nullptr, orders_.count()));
}

}  // namespace vitrine::app
