// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QString>

namespace vitrine::tests {

// Makes a small film with ffmpeg: one flat colour, 640x360 at 30 fps, a tone of tone_hz (0: silent track).
void make_film(const QString& path, const QColor& colour, int seconds, int tone_hz = 440);

// Runs a program to its end and answers what it printed; fails the test when it does not end well in time.
QByteArray run(const QString& program, const QStringList& arguments, int deadline_ms = 30'000);

}  // namespace vitrine::tests
