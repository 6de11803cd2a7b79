// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/chat_model.h"

#include <QDateTime>
#include <algorithm>

namespace vitrine::commerce {

int ChatModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ChatModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = rows_[static_cast<size_t>(index.row())];
    const QString sender = QString::fromStdString(row.line.sender_name());
    const QString text = row.line.removed() ? tr("Line removed") : QString::fromStdString(row.line.text());
    switch (role) {
        case IdRole:
            return QString::fromStdString(row.line.id());
        case SenderRole:
            return sender;
        case Qt::DisplayRole:
        case TextRole:
            return text;
        case AtRole:
            return QDateTime::fromMSecsSinceEpoch(row.line.at_us() / 1000);
        case StaffRole:
            return row.line.sender_role() > v1::ROLE_VIEWER;
        case RemovedRole:
            return row.line.removed();
        case PendingRole:
            return row.pending;
        case FailedRole:
            return row.failed;
        case Qt::AccessibleTextRole:
            return tr("%1: %2").arg(sender, text);
        default:
            return {};
    }
}

void ChatModel::reset(const std::vector<v1::ChatLine>& lines) {
    beginResetModel();
    rows_.clear();
    for (const auto& line : lines) rows_.push_back({line});
    endResetModel();
}

void ChatModel::apply(const v1::ChatLine& line) {
    const int known = rowOf(line.id());
    if (known >= 0) {
        Row& row = rows_[static_cast<size_t>(known)];
        const bool was_pending = row.pending;
        row = {line};
        emit dataChanged(index(known), index(known));
        if (was_pending) emit lineArrived(line);
        return;
    }
    if (line.removed()) return;  // it left at the top before it was removed
    append({line});
    emit lineArrived(line);
}

void ChatModel::addPending(const v1::ChatLine& line) { append({line, true, false}); }

void ChatModel::append(Row row) {
    if (rowCount() >= kMost) {
        beginRemoveRows({}, 0, 0);
        rows_.pop_front();
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount());
    rows_.push_back(std::move(row));
    endInsertRows();
}

void ChatModel::markFailed(const std::string& id) {
    const int row = rowOf(id);
    if (row < 0) return;
    rows_[static_cast<size_t>(row)].failed = true;
    emit dataChanged(index(row), index(row));
}

int ChatModel::rowOf(const std::string& id) const {
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (rows_[static_cast<size_t>(row)].line.id() == id) return row;
    }
    return -1;
}

}  // namespace vitrine::commerce
