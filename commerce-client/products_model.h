// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "vitrine/v1/event.pb.h"

namespace vitrine::commerce {

// The line-up of a show, in order: what it costs, what is left, what is pinned now. GUI thread.
class ProductsModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,
        DescriptionRole,
        PictureRole,    // path on the server, "/pictures/…"
        PriceRole,      // QString, "€12.50" or "from €12.50"
        StockRole,      // qint64, over all variants
        StockTextRole,  // "24 left", "Sold out"
        PinnedRole,     // bool
        VariantsRole,   // QString, one line per variant with its stock
        FlashRole,      // QString, "€9.00" or "from €9.00" while there is a flash price
        FlashEndsRole,  // qint64, microseconds of the server's clock; 0: no flash price
        DropRole,       // QString, id of the drop by which alone it can be had
    };

    explicit ProductsModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void reset(std::vector<v1::Product> products, const std::string& pinned_id);
    void apply(const v1::StockChanged& stock);
    void apply(const v1::Product& product);
    void apply(const v1::FlashPriceChanged& changed);
    void apply(const v1::Drop& drop);
    // Empty: nothing is pinned.
    void setPinned(const std::string& product_id);

    const std::string& pinnedId() const { return pinned_id_; }
    const v1::Product* product(int row) const;
    // -1: not in the line-up.
    int rowOf(const std::string& product_id) const;
    std::vector<std::string> ids() const;

  signals:
    // A variant's stock as it is shown from now on.
    void stockShown(const QString& variant_id, qint64 available);
    void pinnedChanged(const QString& product_id);

  private:
    // The variant and the row of its product; {nullptr, -1}: of another show.
    std::pair<v1::Variant*, int> variant(const std::string& variant_id);

    std::vector<v1::Product> products_;
    std::string pinned_id_;
};

}  // namespace vitrine::commerce
