// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <functional>

namespace vitrine::commerce {

// Work that goes from gRPC's thread to the GUI's whole: no copy of it, nor of what it holds, stays behind for
// a moment, as one does with QMetaObject::invokeMethod (Qt 6.4). The last hold on a channel must not be let
// go of on gRPC's thread, which would then wait for itself to end (gRPC 1.51, CallbackAlternativeCQ).
class Handover final : public QEvent {
  public:
    // Any thread. To an object that runs it in its event(); to one that does not, it is only let go of there.
    static void post(QObject* to, std::function<void()> work) {
        QCoreApplication::postEvent(to, new Handover(std::move(work)));
    }
    static QEvent::Type kind() {
        static const int registered = QEvent::registerEventType();
        return static_cast<QEvent::Type>(registered);
    }
    void run() { work_(); }

  private:
    explicit Handover(std::function<void()> work) : QEvent(kind()), work_(std::move(work)) {}
    std::function<void()> work_;
};

}  // namespace vitrine::commerce
