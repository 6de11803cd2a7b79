// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "vitrine/v1/order.pb.h"

namespace vitrine::commerce {

// "Paid", for a person.
QString order_state_text(const v1::Order& order);

// The orders of a show as they come and move on, newest first, and the server's sums over all of them: the
// model knows the newest only. GUI thread.
class OrdersModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        BuyerRole,
        WhatRole,       // "2 × Mug — Blue"
        TotalRole,      // QString with currency
        StateRole,      // int, v1::OrderState
        StateTextRole,  // "Paid"
        AtRole,         // QDateTime
    };

    explicit OrdersModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    const v1::Order* order(int row) const;
    // Null: not among the newest, or of another show.
    const v1::Order* find(const std::string& order_id) const;

    // Older ones are asked for a page at a time, as somebody scrolls down to them.
    static constexpr int kPage = 100;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    // The page that was wanted: a short one is the last. Without a page (it could not be had) it may be
    // wanted again.
    void append(const std::vector<v1::Order>& older);
    void fetchFailed() { fetching_ = false; }

    void clear();
    void reset(std::vector<v1::Order> newest_first);
    void apply(const v1::Order& order);

    void setTotals(const v1::OrderTotals& totals);
    int paidCount() const { return static_cast<int>(totals_.paid()); }
    int count() const { return static_cast<int>(totals_.orders()); }
    // "€125.00", one sum for each currency; empty when nothing was paid.
    QString paidTotal() const;

  signals:
    void totalsChanged();
    // Those made before.
    void olderWanted(qint64 before_us);
    void orderChanged(const vitrine::v1::Order& order);

  private:
    std::vector<v1::Order> orders_;
    v1::OrderTotals totals_;
    bool complete_ = true;  // the oldest is here
    bool fetching_ = false;
};

}  // namespace vitrine::commerce
