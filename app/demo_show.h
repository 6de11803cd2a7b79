// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "app/desk.h"

namespace vitrine::app {

// The show that runs by itself: goes live, pins each product in turn for 6 s with an unpin between, and cuts
// between the scenes now and then, until its time is over. GUI thread.
class DemoShow final : public QObject {
    Q_OBJECT
  public:
    explicit DemoShow(Desk& desk);
    void begin();
    // Ends the show; finished() follows, at the latest after 10 s.
    void end();

  signals:
    void finished();

  private:
    void step();

    Desk& desk_;
    QTimer steps_;
    int step_ = 0;
    bool ending_ = false;
};

}  // namespace vitrine::app
