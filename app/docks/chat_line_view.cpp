// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/chat_line_view.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QTextLayout>

#include "app/look/theme.h"
#include "commerce-client/chat_model.h"

namespace vitrine::app {
namespace {

using commerce::ChatModel;
constexpr int kPad = 4;

// The whole line as one paragraph; the name stands out by weight and colour.
void lay_out(QTextLayout& layout, const QModelIndex& index, int width) {
    const QString sender = index.data(ChatModel::SenderRole).toString();
    QString text = sender + QStringLiteral("  ") + index.data(ChatModel::TextRole).toString();
    if (index.data(ChatModel::FailedRole).toBool())
        text += QStringLiteral("  ") + ChatModel::tr("(not sent)");
    layout.setText(text);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);

    const Theme& look = theme();
    QTextLayout::FormatRange name, rest;
    name.length = static_cast<int>(sender.size());
    name.format.setFontWeight(QFont::DemiBold);
    name.format.setForeground(index.data(ChatModel::StaffRole).toBool() ? look.accent : look.muted);
    rest.start = name.length;
    rest.length = static_cast<int>(text.size()) - name.length;
    const bool faint =
        index.data(ChatModel::RemovedRole).toBool() || index.data(ChatModel::PendingRole).toBool();
    rest.format.setForeground(index.data(ChatModel::FailedRole).toBool() ? look.bad
                              : faint                                    ? look.muted
                                                                         : look.text);
    if (index.data(ChatModel::RemovedRole).toBool()) rest.format.setFontItalic(true);
    layout.setFormats({name, rest});

    layout.beginLayout();
    qreal y = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
}

int room(const QStyleOptionViewItem& option) {
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    return (view ? view->viewport()->width() : option.rect.width()) - 2 * kPad;
}

}  // namespace

void ChatLineView::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(option.state & QStyle::State_HasFocus ? theme().accent : theme().line);
        painter->setBrush(theme().raised);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    QTextLayout layout(QString(), option.font);
    lay_out(layout, index, room(option));
    painter->setClipRect(option.rect);
    layout.draw(painter, option.rect.topLeft() + QPoint(kPad, kPad));
    painter->restore();
}

QSize ChatLineView::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QTextLayout layout(QString(), option.font);
    lay_out(layout, index, room(option));
    return {room(option), static_cast<int>(layout.boundingRect().height()) + 2 * kPad};
}

}  // namespace vitrine::app
