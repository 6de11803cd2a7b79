// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/av_log_lines.h"

#include <QLoggingCategory>

extern "C" {
#include <libavutil/log.h>
}

namespace vitrine::encoder {

Q_LOGGING_CATEGORY(ffmpeg_log, "vitrine.ffmpeg", QtWarningMsg)

namespace {

constexpr qsizetype kMostLines = 20;
thread_local AvLogLines* listening = nullptr;

void on_line(void* context, int level, const char* format, va_list arguments) {
    if (level > AV_LOG_WARNING) return;
    char line[1024];
    int fresh = 1;
    av_log_format_line2(context, level, format, arguments, line, sizeof line, &fresh);
    const QString text = QString::fromUtf8(line).trimmed();
    if (listening && level <= AV_LOG_ERROR) listening->add(text);
    qCInfo(ffmpeg_log).noquote() << text;
}

}  // namespace

void take_av_log() { av_log_set_callback(&on_line); }

AvLogLines::AvLogLines() {
    listening = this;
    take_av_log();
}

AvLogLines::~AvLogLines() { listening = nullptr; }

void AvLogLines::add(const QString& line) {
    if (lines_.size() == kMostLines) lines_.removeFirst();
    lines_.append(line);
}

}  // namespace vitrine::encoder
