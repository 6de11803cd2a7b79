// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QTreeWidget>
#include <functional>
#include <string>

#include "app/desk.h"

namespace vitrine::app {

// The journal of a variant's stock, newest first, a page at a time.
class MovementList final : public QWidget {
    Q_OBJECT
  public:
    using Name = std::function<QString(const std::string& id)>;

    explicit MovementList(Desk& desk, QWidget* parent = nullptr);

    void open(const std::string& variant_id, Name place, Name show);
    void reload();

  private:
    void ask(int64_t before);
    void add(const v1::ListMovementsResponse& page);

    Desk& desk_;
    std::string variant_id_;
    Name place_;
    Name show_;
    uint64_t turn_ = 0;  // answers to an earlier question are of no interest
    int64_t oldest_ = 0;
    QTreeWidget* list_;
    QLabel* empty_;
    QPushButton* older_;
};

}  // namespace vitrine::app
