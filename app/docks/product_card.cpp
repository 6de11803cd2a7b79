// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/product_card.h"

#include <QBuffer>
#include <QHBoxLayout>
#include <QImageReader>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>
#include <QVBoxLayout>

#include "app/look/countdown.h"
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
    offer_ = paragraph({}, "offer");
    offer_->setObjectName("offer");
    offer_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    offer_->hide();
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
    words->addWidget(offer_);
    words->addStretch(1);
    row->addWidget(picture_, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    auto* deeds = new QVBoxLayout;
    deeds->setSpacing(kGrid / 2);
    more_ = makeMenu();
    deeds->addWidget(pin_);
    deeds->addWidget(more_, 0, Qt::AlignHCenter);
    deeds->addStretch(1);
    row->addLayout(deeds);
    connect(pin_, &QPushButton::clicked, this, [this] {
        if (pinned_) {
            emit unpinWanted();
        } else {
            emit pinWanted(id_);
        }
    });
    showPicture({});
}

QToolButton* ProductCard::makeMenu() {
    QToolButton* made = tool("more", {});
    made->setObjectName("more");
    made->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(made);
    const auto add = [&](const QString& text, ProductDeed deed) {
        addAction(menu->addAction(text, this, [this, deed] { emit deedWanted(deed, id_); }));
    };
    add(tr("&Flash price …"), ProductDeed::flash_price);
    add(tr("&Drop …"), ProductDeed::drop);
    add(tr("&Stock …"), ProductDeed::stock);
    add(tr("&Edit …"), ProductDeed::edit);
    made->setMenu(menu);
    setContextMenuPolicy(Qt::ActionsContextMenu);  // the same with the right button
    return made;
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
    const QString more = tr("More for %1").arg(title);
    more_->setAccessibleName(more);
    more_->setToolTip(more);
    flash_ = product.data(ProductsModel::FlashRole).toString();
    flash_ends_us_ = product.data(ProductsModel::FlashEndsRole).toLongLong();
    drop_id_ = product.data(ProductsModel::DropRole).toString();
    restyle(price_, "kind", flash_ends_us_ > 0 ? "was" : "price");
    restyle(pin_, "pinned", pinned_);
    restyle(this, "pinned", pinned_);
    setAccessibleName(product.data(Qt::AccessibleTextRole).toString());
}

void ProductCard::showOffer(const v1::Drop* drop, int64_t now_us) {
    QStringList lines;
    if (flash_ends_us_ > 0) lines << tr("%1, %2 left").arg(flash_, countdown_text(flash_ends_us_ - now_us));
    if (!drop_id_.isEmpty() && drop && drop->state() == v1::DROP_STATE_OPEN) {
        lines << tr("Drop of %1, %2 left")
                     .arg(drop->quantity())
                     .arg(countdown_text(drop->closes_us() - now_us));
    } else if (!drop_id_.isEmpty()) {
        lines << tr("The drop is being drawn …");
    }
    const QString text = lines.join('\n');
    if (text == offer_->text()) return;
    offer_->setText(text);
    offer_->setVisible(!text.isEmpty());
}

void ProductCard::showPicture(const QByteArray& bytes) {
    const double ratio = devicePixelRatioF();
    const int side = static_cast<int>(kPicture * ratio);
    const QImage image = bytes.isEmpty() ? QImage() : decode(bytes, side);
    picture_->setPixmap(rounded(image, side, ratio));
}

}  // namespace vitrine::app
