// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/desk.h"

namespace vitrine::app {

// Brings the studio to an open show with two scenes and no person: an empty server gets the demo shop, a show
// that is missing or over is made, and cameras are the files that were given (or drawn stand-ins). GUI
// thread.
class Unattended final : public QObject {
    Q_OBJECT
  public:
    explicit Unattended(Desk& desk);
    void begin();

    // The two scenes, by name.
    static inline const QString kHost = QStringLiteral("Host");
    static inline const QString kCloseUp = QStringLiteral("Close-up");

  signals:
    void ready();
    // It cannot go on by itself.
    void stuck(const QString& why);

  private:
    bool composeScenes();
    void openWantedShow();
    void makeShow();

    Desk& desk_;
    bool is_ready_ = false;
};

}  // namespace vitrine::app
