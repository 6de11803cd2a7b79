// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/docks/chat_dock.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

#include "app/docks/chat_line_view.h"
#include "app/look/pieces.h"

namespace vitrine::app {

ChatDock::ChatDock(commerce::ChatModel& chat, QWidget* parent) : QWidget(parent), chat_(chat) {
    setObjectName("dockBody");
    list_ = new QListView;
    list_->setObjectName("chat");
    list_->setAccessibleName(tr("Chat"));
    list_->setModel(&chat_);
    list_->setItemDelegate(new ChatLineView(list_));
    list_->setResizeMode(QListView::Adjust);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setContextMenuPolicy(Qt::ActionsContextMenu);
    on_key(list_, QKeySequence::Delete, [this] {
        removeCurrent();
    })->setText(tr("Remove this line for everyone"));  // in the list's context menu
    empty_ = paragraph({}, "empty");
    empty_->setAlignment(Qt::AlignCenter);
    field_ = new QLineEdit;
    field_->setObjectName("chatField");
    field_->setPlaceholderText(tr("Write to your viewers"));
    field_->setAccessibleName(tr("Write to your viewers"));
    send_ = tool("send", tr("Send (Enter)"));
    send_->setObjectName("chatSend");

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid);
    column->setSpacing(kGrid);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid / 2);
    row->addWidget(field_, 1);
    row->addWidget(send_);
    column->addLayout(row);

    connect(field_, &QLineEdit::returnPressed, this, &ChatDock::send);
    connect(send_, &QToolButton::clicked, this, &ChatDock::send);
    // New lines are followed unless the host has scrolled up to read.
    connect(&chat_, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
        const QScrollBar* bar = list_->verticalScrollBar();
        at_end_ = bar->value() >= bar->maximum() - 8;
    });
    connect(&chat_, &QAbstractItemModel::rowsInserted, this, [this] {
        showEmpty();
        if (at_end_) QMetaObject::invokeMethod(list_, &QListView::scrollToBottom, Qt::QueuedConnection);
    });
    connect(&chat_, &QAbstractItemModel::modelReset, this, [this] {
        showEmpty();
        QMetaObject::invokeMethod(list_, &QListView::scrollToBottom, Qt::QueuedConnection);
    });
    showEmpty();
    setOpen(false);
}

void ChatDock::setOpen(bool open) {
    field_->setEnabled(open);
    send_->setEnabled(open);
    empty_->setText(open ? tr("Nobody has written yet. Say hello!")
                         : tr("The chat of your show appears here."));
}

void ChatDock::send() {
    const QString text = field_->text().trimmed();
    if (text.isEmpty()) return;
    const QList<uint> points = text.toUcs4().mid(0, kLongestLine);
    emit sayWanted(QString::fromUcs4(reinterpret_cast<const char32_t*>(points.constData()), points.size()));
    field_->clear();
}

void ChatDock::removeCurrent() {
    const QModelIndex line = list_->currentIndex();
    if (line.isValid()) emit removeWanted(line.data(commerce::ChatModel::IdRole).toString());
}

void ChatDock::showEmpty() {
    const bool none = chat_.rowCount() == 0;
    list_->setVisible(!none);
    empty_->setVisible(none);
}

}  // namespace vitrine::app
