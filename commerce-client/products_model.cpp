// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/products_model.h"

#include <QStringList>
#include <algorithm>

#include "commerce-client/price.h"

namespace vitrine::commerce {
namespace {

qint64 left_of(const v1::Product& product) {
    qint64 sum = 0;
    for (const auto& variant : product.variants()) sum += variant.available();
    return sum;
}

QString price_of(const v1::Product& product) {
    const v1::Variant* cheapest = nullptr;
    bool differ = false;
    for (const auto& variant : product.variants()) {
        if (cheapest && variant.price().minor() != cheapest->price().minor()) differ = true;
        if (!cheapest || variant.price().minor() < cheapest->price().minor()) cheapest = &variant;
    }
    if (!cheapest) return {};
    const QString text = price_text(cheapest->price().minor(), cheapest->price().currency());
    return differ ? ProductsModel::tr("from %1").arg(text) : text;
}

// "" while there is none.
QString flash_of(const v1::Product& product) {
    const v1::Money* cheapest = nullptr;
    int variants = 0;
    for (const auto& variant : product.variants()) {
        if (!variant.has_flash()) continue;
        ++variants;
        const v1::Money& price = variant.flash().price();
        if (!cheapest || price.minor() < cheapest->minor()) cheapest = &price;
    }
    if (!cheapest) return {};
    const QString text = price_text(cheapest->minor(), cheapest->currency());
    return variants > 1 ? ProductsModel::tr("from %1").arg(text) : text;
}

// Of the flash price that ends first.
qint64 flash_ends(const v1::Product& product) {
    qint64 ends = 0;
    for (const auto& variant : product.variants()) {
        if (variant.has_flash() && (ends == 0 || variant.flash().ends_us() < ends))
            ends = variant.flash().ends_us();
    }
    return ends;
}

QString drop_of(const v1::Product& product) {
    for (const auto& variant : product.variants()) {
        if (!variant.drop_id().empty()) return QString::fromStdString(variant.drop_id());
    }
    return {};
}

QString stock_text(qint64 left) {
    if (left <= 0) return ProductsModel::tr("Sold out");
    return ProductsModel::tr("%L1 left").arg(left);
}

QString variants_of(const v1::Product& product) {
    QStringList lines;
    for (const auto& variant : product.variants()) {
        const QString name = QString::fromStdString(variant.name().empty() ? variant.sku() : variant.name());
        lines << QStringLiteral("%1 · %2 · %3")
                     .arg(name, price_text(variant.price().minor(), variant.price().currency()),
                          stock_text(variant.available()));
    }
    return lines.join('\n');
}

}  // namespace

int ProductsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(products_.size());
}

QVariant ProductsModel::data(const QModelIndex& index, int role) const {
    const v1::Product* product = index.isValid() ? this->product(index.row()) : nullptr;
    if (!product) return {};
    switch (role) {
        case IdRole:
            return QString::fromStdString(product->id());
        case Qt::DisplayRole:
        case TitleRole:
            return QString::fromStdString(product->title());
        case DescriptionRole:
            return QString::fromStdString(product->description());
        case PictureRole:
            return QString::fromStdString(product->picture());
        case PriceRole:
            return price_of(*product);
        case StockRole:
            return left_of(*product);
        case StockTextRole:
            return stock_text(left_of(*product));
        case PinnedRole:
            return !pinned_id_.empty() && product->id() == pinned_id_;
        case FlashRole:
            return flash_of(*product);
        case FlashEndsRole:
            return flash_ends(*product);
        case DropRole:
            return drop_of(*product);
        case Qt::ToolTipRole:
        case VariantsRole:
            return variants_of(*product);
        case Qt::AccessibleTextRole:
            return tr("%1, %2, %3")
                .arg(QString::fromStdString(product->title()), price_of(*product),
                     stock_text(left_of(*product)));
        default:
            return {};
    }
}

QHash<int, QByteArray> ProductsModel::roleNames() const {
    return {{IdRole, "productId"}, {TitleRole, "title"},         {PriceRole, "price"},
            {StockRole, "stock"},  {StockTextRole, "stockText"}, {PinnedRole, "pinned"}};
}

void ProductsModel::reset(std::vector<v1::Product> products, const std::string& pinned_id) {
    beginResetModel();
    products_ = std::move(products);
    const bool moved = pinned_id_ != pinned_id;
    pinned_id_ = pinned_id;
    endResetModel();
    for (const auto& product : products_) {
        for (const auto& variant : product.variants()) {
            emit stockShown(QString::fromStdString(variant.id()), variant.available());
        }
    }
    if (moved) emit pinnedChanged(QString::fromStdString(pinned_id_));
}

std::pair<v1::Variant*, int> ProductsModel::variant(const std::string& variant_id) {
    for (size_t row = 0; row < products_.size(); ++row) {
        for (auto& each : *products_[row].mutable_variants()) {
            if (each.id() == variant_id) return {&each, static_cast<int>(row)};
        }
    }
    return {nullptr, -1};
}

void ProductsModel::apply(const v1::StockChanged& stock) {
    for (const auto& change : stock.variants()) {
        const auto [found, row] = variant(change.variant_id());
        if (!found) continue;
        found->set_available(change.available());
        emit dataChanged(index(row), index(row));
        emit stockShown(QString::fromStdString(found->id()), change.available());
    }
}

void ProductsModel::apply(const v1::FlashPriceChanged& changed) {
    const auto [found, row] = variant(changed.variant_id());
    if (!found) return;
    if (changed.has_flash()) {
        *found->mutable_flash() = changed.flash();
    } else {
        found->clear_flash();
    }
    emit dataChanged(index(row), index(row));
}

void ProductsModel::apply(const v1::Drop& drop) {
    const auto [found, row] = variant(drop.variant_id());
    if (!found) return;
    const bool under_way = drop.state() == v1::DROP_STATE_OPEN || drop.state() == v1::DROP_STATE_DRAWING;
    found->set_drop_id(under_way ? drop.id() : std::string());
    emit dataChanged(index(row), index(row));
}

void ProductsModel::apply(const v1::Product& product) {
    const int row = rowOf(product.id());
    if (row < 0) return;  // not in this show's line-up
    products_[static_cast<size_t>(row)] = product;
    emit dataChanged(index(row), index(row));
}

void ProductsModel::setPinned(const std::string& product_id) {
    if (product_id == pinned_id_) return;
    const int before = rowOf(pinned_id_);
    pinned_id_ = product_id;
    const int after = rowOf(pinned_id_);
    if (before >= 0) emit dataChanged(index(before), index(before), {PinnedRole});
    if (after >= 0) emit dataChanged(index(after), index(after), {PinnedRole});
    emit pinnedChanged(QString::fromStdString(pinned_id_));
}

const v1::Product* ProductsModel::product(int row) const {
    if (row < 0 || row >= static_cast<int>(products_.size())) return nullptr;
    return &products_[static_cast<size_t>(row)];
}

int ProductsModel::rowOf(const std::string& product_id) const {
    const auto found = std::find_if(products_.begin(), products_.end(),
                                    [&](const v1::Product& each) { return each.id() == product_id; });
    return found == products_.end() ? -1 : static_cast<int>(found - products_.begin());
}

std::vector<std::string> ProductsModel::ids() const {
    std::vector<std::string> all;
    for (const auto& product : products_) all.push_back(product.id());
    return all;
}

}  // namespace vitrine::commerce
