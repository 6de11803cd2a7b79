// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/orders_model.h"

#include <QDateTime>
#include <QStringList>
#include <algorithm>

#include "commerce-client/price.h"

namespace vitrine::commerce {
namespace {

QString state_text(v1::OrderState state) {
    switch (state) {
        case v1::ORDER_STATE_PAYING:
            return OrdersModel::tr("Paying");
        case v1::ORDER_STATE_NEEDS_CONFIRMATION:
            return OrdersModel::tr("Bank asks buyer");
        case v1::ORDER_STATE_AUTHORISED:
            return OrdersModel::tr("Sold, being charged");
        case v1::ORDER_STATE_PAID:
            return OrdersModel::tr("Paid");
        case v1::ORDER_STATE_DECLINED:
            return OrdersModel::tr("Declined");
        case v1::ORDER_STATE_CANCELLED:
            return OrdersModel::tr("Cancelled");
        case v1::ORDER_STATE_REFUNDED:
            return OrdersModel::tr("Refunded");
        case v1::ORDER_STATE_PARTLY_REFUNDED:
            return OrdersModel::tr("Refunded in part");
        default:
            return {};
    }
}

QString what(const v1::Order& order) {
    QStringList lines;
    for (const auto& line : order.lines()) {
        lines << QStringLiteral("%1 × %2").arg(line.quantity()).arg(QString::fromStdString(line.title()));
    }
    return lines.join(QStringLiteral(", "));
}

}  // namespace

QString order_state_text(const v1::Order& order) {
    if (order.refunding().minor() > 0) return OrdersModel::tr("Money on its way back");
    return state_text(order.state());
}

int OrdersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(orders_.size());
}

QVariant OrdersModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const v1::Order& order = orders_[static_cast<size_t>(index.row())];
    const QString total = price_text(order.total().minor(), order.total().currency());
    switch (role) {
        case IdRole:
            return QString::fromStdString(order.id());
        case BuyerRole:
            return QString::fromStdString(order.buyer_name());
        case Qt::DisplayRole:
        case WhatRole:
            return what(order);
        case TotalRole:
            return total;
        case StateRole:
            return static_cast<int>(order.state());
        case StateTextRole:
            return order_state_text(order);
        case AtRole:
            return QDateTime::fromMSecsSinceEpoch(order.created_us() / 1000);
        case Qt::AccessibleTextRole:
            return tr("%1 for %2, %3, %4")
                .arg(what(order), QString::fromStdString(order.buyer_name()), total, order_state_text(order));
        default:
            return {};
    }
}

const v1::Order* OrdersModel::order(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : &orders_[static_cast<size_t>(row)];
}

const v1::Order* OrdersModel::find(const std::string& order_id) const {
    const auto found = std::find_if(orders_.begin(), orders_.end(),
                                    [&](const v1::Order& each) { return each.id() == order_id; });
    return found == orders_.end() ? nullptr : &*found;
}

void OrdersModel::clear() {
    reset({});
    setTotals({});
}

void OrdersModel::reset(std::vector<v1::Order> newest_first) {
    beginResetModel();
    orders_ = std::move(newest_first);
    complete_ = orders_.size() < kPage;
    fetching_ = false;
    endResetModel();
}

bool OrdersModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !complete_ && !fetching_;
}

void OrdersModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) return;
    fetching_ = true;
    emit olderWanted(orders_.back().created_us());
}

void OrdersModel::append(const std::vector<v1::Order>& older) {
    fetching_ = false;
    complete_ = older.size() < kPage;
    std::vector<v1::Order> unknown;
    for (const auto& order : older) {
        if (!find(order.id())) unknown.push_back(order);
    }
    if (unknown.empty()) return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(unknown.size()) - 1);
    orders_.insert(orders_.end(), unknown.begin(), unknown.end());
    endInsertRows();
}

void OrdersModel::apply(const v1::Order& order) {
    const auto known = std::find_if(orders_.begin(), orders_.end(),
                                    [&](const v1::Order& each) { return each.id() == order.id(); });
    if (known != orders_.end()) {
        *known = order;
        const int row = static_cast<int>(known - orders_.begin());
        emit dataChanged(index(row), index(row));
    } else {
        const auto place = std::find_if(orders_.begin(), orders_.end(), [&](const v1::Order& each) {
            return each.created_us() <= order.created_us();
        });
        // Older than all that is here comes with its own page.
        if (place != orders_.end() || complete_) {
            const int row = static_cast<int>(place - orders_.begin());
            beginInsertRows({}, row, row);
            orders_.insert(place, order);
            endInsertRows();
        }
    }
    emit orderChanged(order);
}

void OrdersModel::setTotals(const v1::OrderTotals& totals) {
    totals_ = totals;
    emit totalsChanged();
}

QString OrdersModel::paidTotal() const {
    QStringList texts;
    for (const auto& sum : totals_.paid_money()) texts << price_text(sum.minor(), sum.currency());
    return texts.join(QStringLiteral(" + "));
}

}  // namespace vitrine::commerce
