// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/order_view.h"

#include <QDateTime>
#include <QLocale>
#include <QPainter>

#include "app/look/theme.h"
#include "commerce-client/orders_model.h"

namespace vitrine::app {
namespace {

using commerce::OrdersModel;
constexpr int kPad = 8;

QColor colour_of(int state) {
    switch (state) {
        case v1::ORDER_STATE_AUTHORISED:
        case v1::ORDER_STATE_PAID:
            return theme().good;
        case v1::ORDER_STATE_DECLINED:
        case v1::ORDER_STATE_CANCELLED:
            return theme().bad;
        case v1::ORDER_STATE_REFUNDED:
        case v1::ORDER_STATE_PARTLY_REFUNDED:
            return theme().muted;
        default:
            return theme().warn;
    }
}

}  // namespace

void OrderView::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const Theme& look = theme();
    const bool current = option.state & (QStyle::State_HasFocus | QStyle::State_Selected);
    painter->setPen(current ? look.accent : Qt::transparent);
    painter->setBrush(look.raised);
    painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 2.5, -0.5, -2.5), 6, 6);

    const QRect box = option.rect.adjusted(kPad + 2, kPad, -kPad - 2, -kPad);
    const int line = QFontMetrics(option.font).height();
    const QRect top(box.left(), box.top(), box.width(), line);
    const QRect bottom(box.left(), box.bottom() - line + 1, box.width(), line);
    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);

    const QString total = index.data(OrdersModel::TotalRole).toString();
    painter->setFont(strong);
    painter->setPen(look.text);
    painter->drawText(top, Qt::AlignRight | Qt::AlignVCenter, total);
    const int total_width = QFontMetrics(strong).horizontalAdvance(total) + 12;
    painter->setFont(option.font);
    const QFontMetrics metrics(option.font);
    painter->drawText(top.adjusted(0, 0, -total_width, 0), Qt::AlignVCenter,
                      metrics.elidedText(index.data(OrdersModel::WhatRole).toString(), Qt::ElideRight,
                                         top.width() - total_width));
    const QString state = index.data(OrdersModel::StateTextRole).toString();
    painter->setPen(colour_of(index.data(OrdersModel::StateRole).toInt()));
    painter->drawText(bottom, Qt::AlignRight | Qt::AlignVCenter, state);
    painter->setPen(look.muted);
    const QString who = QStringLiteral("%1 · %2").arg(
        index.data(OrdersModel::BuyerRole).toString(),
        QLocale().toString(index.data(OrdersModel::AtRole).toDateTime().time(), QLocale::ShortFormat));
    painter->drawText(
        bottom, Qt::AlignVCenter,
        metrics.elidedText(who, Qt::ElideRight, bottom.width() - metrics.horizontalAdvance(state) - 12));
    painter->restore();
}

QSize OrderView::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {120, 2 * QFontMetrics(option.font).height() + 2 * kPad + 6};
}

}  // namespace vitrine::app
