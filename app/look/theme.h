// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QObject>
#include <QString>

namespace vitrine::app {

enum class ThemeChoice { dark, light };

// The studio's colours. Text on its ground has a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).
struct Theme {
    QColor ground;   // the window
    QColor surface;  // docks, lists
    QColor raised;   // cards, fields, buttons
    QColor line;
    QColor text;
    QColor muted;
    QColor accent;     // what is selected or to be pressed next
    QColor on_accent;  // text on it
    QColor live;       // on air
    QColor on_live;
    QColor good;
    QColor warn;
    QColor bad;
};

// The one in use. GUI thread.
const Theme& theme();
ThemeChoice theme_choice();

// Palette, style sheet and icons of the whole program.
void apply_theme(ThemeChoice choice);

// For those that hold a colour or an icon of the theme themselves.
class ThemeNews final : public QObject {
    Q_OBJECT
  signals:
    void changed();
};
ThemeNews& theme_news();

}  // namespace vitrine::app
