// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace vitrine::app {

// A drawing of resources/icons in the theme's text colour, or another; sharp at every pixel ratio. GUI
// thread.
QIcon icon(const QString& name);
QIcon icon(const QString& name, const QColor& colour);

// The theme has changed: draw them anew. Who shows one takes it again at ThemeNews::changed.
void forget_icons();

}  // namespace vitrine::app
