// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <vector>

namespace vitrine::app {

enum class Weight { info, warning, problem };

// One thing the person should know now.
struct Notice {
    QString topic;  // a newer notice on the same topic takes its place
    Weight weight = Weight::info;
    QString text;                  // what happened and what to do
    QString action_text;           // empty: nothing to press
    std::function<void()> action;  // called at most once
};

// What the window's banner shows, newest first. GUI thread.
class Notices final : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    void post(Notice notice);
    // for_ms: it goes by itself.
    void postBriefly(const QString& topic, const QString& text, int for_ms = 6'000);
    void clear(const QString& topic);
    const std::vector<Notice>& all() const { return all_; }

  signals:
    void changed();
    // For those that have no window to look at.
    void posted(const QString& topic, vitrine::app::Weight weight, const QString& text);

  private:
    std::vector<Notice> all_;
};

}  // namespace vitrine::app
