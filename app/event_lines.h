// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>

#include "app/desk.h"

namespace vitrine::app {

// What happens, as JSON lines on standard output, for those that drive the studio from outside:
// {"event":"live",…}. GUI thread.
class EventLines final : public QObject {
    Q_OBJECT
  public:
    explicit EventLines(Desk& desk);

    static void print(const QJsonObject& line);

  private:
    Desk& desk_;
};

}  // namespace vitrine::app
