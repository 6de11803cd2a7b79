// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace vitrine::app {

// Two short films that play the part of cameras when none were given: drawn by ffmpeg's own test sources into
// dir, once. Blocks for some seconds the first time. Empty with `why` set when they cannot be made.
QStringList stand_in_cameras(const QString& dir, QString* why);

}  // namespace vitrine::app
