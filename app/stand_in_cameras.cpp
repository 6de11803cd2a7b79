// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stand_in_cameras.h"

#include <QDir>
#include <QFile>
#include <QProcess>

namespace vitrine::app {
namespace {

constexpr int kDeadline_ms = 60'000;

bool draw(const QString& picture, int tone_hz, const QString& path, QString* why) {
    if (QFile::exists(path)) return true;
    const QString unfinished = path + ".part.mp4";
    QProcess ffmpeg;
    ffmpeg.start("ffmpeg",
                 {"-v",       "error",
                  "-y",       "-nostdin",
                  "-f",       "lavfi",
                  "-i",       picture,
                  "-f",       "lavfi",
                  "-i",       QStringLiteral("sine=frequency=%1:sample_rate=48000,volume=0.08").arg(tone_hz),
                  "-t",       "20",
                  "-c:v",     "libx264",
                  "-preset",  "veryfast",
                  "-pix_fmt", "yuv420p",
                  "-g",       "30",
                  "-c:a",     "aac",
                  "-b:a",     "96k",
                  unfinished});
    if (!ffmpeg.waitForFinished(kDeadline_ms) || ffmpeg.exitCode() != 0) {
        *why = QStringLiteral("The stand-in cameras could not be drawn with ffmpeg: %1")
                   .arg(ffmpeg.error() == QProcess::FailedToStart
                            ? "it is not installed"
                            : QString::fromUtf8(ffmpeg.readAllStandardError()).trimmed());
        return false;
    }
    return QFile::rename(unfinished, path);
}

}  // namespace

QStringList stand_in_cameras(const QString& dir, QString* why) {
    QDir().mkpath(dir);
    const QString host = dir + "/camera-1.mp4", close_up = dir + "/camera-2.mp4";
    const bool drawn =
        draw("gradients=size=640x360:rate=30:c0=0x2b1f3a:c1=0xff9a5c:c2=0x7c3a5b:nb_colors=3:speed=0.02", 220,
             host, why) &&
        draw("testsrc2=size=640x360:rate=30", 330, close_up, why);
    return drawn ? QStringList{host, close_up} : QStringList{};
}

}  // namespace vitrine::app
