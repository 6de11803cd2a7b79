// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QJsonObject>
#include <QObject>
#include <QSocketNotifier>

#include "app/main_window.h"

namespace vitrine::app {

// Plays a person from JSON lines on standard input, one act a line: {"do":"pin","product":0}. Acts press the
// window's own buttons and fields. Each line is answered by {"did":…,"ok":…}; what comes of it is told by
// EventLines. At the end of the input the program quits. A line of more than 64 kB is refused. GUI thread.
class ScriptDriver final : public QObject {
    Q_OBJECT
  public:
    ScriptDriver(Desk& desk, MainWindow& window);
    void begin();

  signals:
    void quitWanted();

  private:
    void readMore();
    void act(const QByteArray& line);
    // Empty: done; else why not.
    QString perform(const QJsonObject& act);
    QString pin(const QJsonValue& product);
    QString say(const QString& text);
    QString take(const QString& scene);
    QString screenshot(const QString& file);
    QString press(QAbstractButton* button);

    Desk& desk_;
    MainWindow& window_;
    QSocketNotifier input_;
    QByteArray pending_;
};

}  // namespace vitrine::app
