// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

#include "app/main_window.h"

namespace vitrine::app {

// Leads a person from the first start to an open show: measuring the machine, setting up an empty server,
// signing in, choosing a show. One dialog at a time. GUI thread.
class FirstSteps final : public QObject {
    Q_OBJECT
  public:
    FirstSteps(Desk& desk, MainWindow& window);
    void begin();

  private:
    void setUp();
    // Runs a dialog once the event that asked for it is over, unless another one is open.
    void ask(std::function<void()> dialog);

    Desk& desk_;
    MainWindow& window_;
    bool asking_ = false;
};

}  // namespace vitrine::app
