// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace vitrine::encoder {

// Sends libav's log to Qt's category "vitrine.ffmpeg" instead of stderr. After the engine's start: its
// modules set their own.
void take_av_log();

// What libav logs as errors on this thread while the object lives: the only way to the words of an RTMP
// server's refusal. All else goes to Qt's log category "vitrine.ffmpeg". One per thread at a time.
class AvLogLines {
  public:
    AvLogLines();
    ~AvLogLines();
    AvLogLines(const AvLogLines&) = delete;
    AvLogLines& operator=(const AvLogLines&) = delete;

    const QStringList& lines() const { return lines_; }
    void clear() { lines_.clear(); }
    void add(const QString& line);

  private:
    QStringList lines_;  // the last 20
};

}  // namespace vitrine::encoder
