// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QWidget>
#include <deque>

#include "app/docks/health_words.h"
#include "commerce-client/connection.h"
#include "commerce-client/live_show.h"
#include "encoder/broadcast.h"

namespace vitrine::app {

// How the stream is doing: first in words, then in figures.
class HealthDock final : public QWidget {
    Q_OBJECT
  public:
    HealthDock(encoder::Broadcast& broadcast, commerce::Connection& connection, commerce::LiveShow& show,
               QWidget* parent = nullptr);

  private:
    void take(const encoder::Health& now);
    void refresh();

    commerce::Connection& connection_;
    commerce::LiveShow& show_;
    std::deque<encoder::Health> looks_;  // one a second, the last ten
    QLabel* words_;
    QLabel* fps_;
    QLabel* lagged_;
    QLabel* dropped_;
    QLabel* rate_;
    QLabel* round_trip_;
};

}  // namespace vitrine::app
