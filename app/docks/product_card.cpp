// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/product_card.h"

#include <QBuffer>
#include <QHBoxLayout>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>
#include <QVBoxLayout>

#include "app/look/pieces.h"
#include "app/look/theme.h"
#include "commerce-client/products_model.h"

namespace vitrine::app {
namespace {

using commerce::ProductsModel;
constexpr int kPicture = 56;
constexpr int kLargestSide = 4096;

QImage decode(const QByteArray& bytes, int side) {
    if (bytes.contains("<svg")) {
        QSvgRenderer drawing(bytes);
        if (!drawing.isValid()) return {};
        drawing.setAspectRatioMode(Qt::KeepAspectRatioByExpanding);
        QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        drawing.render(&painter);
        return image;
    }
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer);
    if (reader.size().width() > kLargestSide || reader.size().height() > kLargestSide) return {};
    return reader.read().scaled(side, side, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
}

QPixmap rounded(const QImage& image, int side, double ratio) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(0, 0, side, side), 6 * ratio, 6 * ratio);
    painter.setClipPath(outline);
    painter.fillRect(pixmap.rect(), theme().line);
    painter.drawImage((side - image.width()) / 2, (side - image.height()) / 2, image);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

}  // namespace

ProductCard::ProductCard(QWidget* parent) : QFrame(parent) {
    setObjectName("card");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    row->setSpacing(kGrid + 4);
    picture_ = new QLabel;
    picture_->setFixedSize(kPicture, kPicture);
    title_ = paragraph({});
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    price_ = label({}, "price");
    stock_ = label({}, "muted");
    pin_ = button(tr("PIN"), "pin");
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    words->addWidget(title_);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(kGrid);
    facts->addWidget(price_);
    facts->addWidget(stock_);
    facts->addStretch(1);
    words->addLayout(facts);
    words->addStretch(1);
    row->addWidget(picture_);
    row->addLayout(words, 1);
    row->addWidget(pin_);
    connect(pin_, &QPushButton::clicked, this, [this] {
        if (pinned_) {
            emit unpinWanted();
        } else {
            emit pinWanted(id_);
        }
    });
    showPicture({});
}

void ProductCard::show(const QModelIndex& product) {
    id_ = product.data(ProductsModel::IdRole).toString();
    picture_path_ = product.data(ProductsModel::PictureRole).toString();
    pinned_ = product.data(ProductsModel::PinnedRole).toBool();
    const QString title = product.data(ProductsModel::TitleRole).toString();
    const bool sold_out = product.data(ProductsModel::StockRole).toLongLong() <= 0;
    title_->setText(title);
    price_->setText(product.data(ProductsModel::PriceRole).toString());
    stock_->setText(product.data(ProductsModel::StockTextRole).toString());
    restyle(stock_, "kind", sold_out ? "out" : "muted");
    setToolTip(product.data(ProductsModel::VariantsRole).toString());
    pin_->setText(pinned_ ? tr("UNPIN") : tr("PIN"));
    pin_->setAccessibleName(pinned_ ? tr("Unpin %1").arg(title) : tr("Pin %1").arg(title));
    restyle(pin_, "pinned", pinned_);
    restyle(this, "pinned", pinned_);
    setAccessibleName(product.data(Qt::AccessibleTextRole).toString());
}

void ProductCard::showPicture(const QByteArray& bytes) {
    const double ratio = devicePixelRatioF();
    const int side = static_cast<int>(kPicture * ratio);
    const QImage image = bytes.isEmpty() ? QImage() : decode(bytes, side);
    picture_->setPixmap(rounded(image, side, ratio));
}

}  // namespace vitrine::app
