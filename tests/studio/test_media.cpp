// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/studio/test_media.h"

#include <QProcess>

namespace vitrine::tests {

QByteArray run(const QString& program, const QStringList& arguments, int deadline_ms) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(deadline_ms)) {
        process.kill();
        process.waitForFinished(1000);
        qFatal("%s did not end in time", qUtf8Printable(program));
    }
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        qFatal("%s: %s", qUtf8Printable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

void make_film(const QString& path, const QColor& colour, int seconds, int tone_hz) {
    const QString picture =
        QStringLiteral("color=c=0x%1:s=640x360:r=30:d=%2").arg(colour.name().mid(1)).arg(seconds);
    const QString sound = tone_hz > 0 ? QStringLiteral("sine=f=%1:r=48000:d=%2").arg(tone_hz).arg(seconds)
                                      : QStringLiteral("anullsrc=r=48000:cl=stereo:d=%1").arg(seconds);
    run("ffmpeg", {"-v",        "error",    "-y",        "-f",          "lavfi", "-i",           picture,
                   "-f",        "lavfi",    "-i",        sound,         "-c:v",  "libx264",      "-preset",
                   "ultrafast", "-pix_fmt", "yuv420p",   "-colorspace", "bt709", "-color_range", "tv",
                   "-c:a",      "aac",      "-shortest", path});
}

}  // namespace vitrine::tests
