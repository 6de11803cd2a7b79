// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <deque>

#include "vitrine/v1/room.pb.h"

namespace vitrine::commerce {

// The chat of a show, oldest first; the last kMost lines (older ones leave at the top). A line of one's own
// is shown at once and takes its number when the server has it. GUI thread.
class ChatModel final : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        SenderRole,
        TextRole,
        AtRole,       // QDateTime
        StaffRole,    // bool: written by the creator, retailer or moderator
        RemovedRole,  // bool
        PendingRole,  // bool: not yet with the server
        FailedRole,   // bool: the server did not take it
    };
    static constexpr int kMost = 500;

    explicit ChatModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    void reset(const std::vector<v1::ChatLine>& lines);
    // A new line, one that is known already, or the removal of one.
    void apply(const v1::ChatLine& line);
    void addPending(const v1::ChatLine& line);
    void markFailed(const std::string& id);

  signals:
    void lineArrived(const vitrine::v1::ChatLine& line);

  private:
    struct Row {
        v1::ChatLine line;
        bool pending = false;
        bool failed = false;
    };
    void append(Row row);
    int rowOf(const std::string& id) const;

    std::deque<Row> rows_;
};

}  // namespace vitrine::commerce
