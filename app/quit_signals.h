// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace vitrine::app {

// SIGINT and SIGTERM as a Qt signal on the GUI thread (a self-pipe: a signal handler may only write). One per
// process.
class QuitSignals final : public QObject {
    Q_OBJECT
  public:
    QuitSignals();
    ~QuitSignals() override;

  signals:
    void asked();

  private:
    std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace vitrine::app
