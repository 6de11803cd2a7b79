// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/theme.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QStyleFactory>
#include <array>
#include <utility>

#include "app/look/icons.h"

namespace vitrine::app {
namespace {

const Theme kDark{QColor(0x13, 0x14, 0x1c), QColor(0x1b, 0x1c, 0x27), QColor(0x27, 0x29, 0x37),
                  QColor(0x3a, 0x3d, 0x50), QColor(0xf3, 0xf0, 0xea), QColor(0xa9, 0xab, 0xbd),
                  QColor(0xff, 0x9a, 0x5c), QColor(0x24, 0x12, 0x06), QColor(0xe5, 0x3b, 0x4f),
                  QColor(0xff, 0xff, 0xff), QColor(0x5c, 0xd0, 0x98), QColor(0xf5, 0xbd, 0x53),
                  QColor(0xff, 0x7b, 0x86)};
const Theme kLight{QColor(0xf3, 0xef, 0xe8), QColor(0xfd, 0xfb, 0xf8), QColor(0xec, 0xe6, 0xdc),
                   QColor(0xcf, 0xc6, 0xb8), QColor(0x1d, 0x1b, 0x27), QColor(0x5d, 0x5a, 0x6b),
                   QColor(0xb4, 0x48, 0x17), QColor(0xff, 0xff, 0xff), QColor(0xc4, 0x1f, 0x36),
                   QColor(0xff, 0xff, 0xff), QColor(0x1a, 0x74, 0x48), QColor(0x86, 0x5a, 0x05),
                   QColor(0xb2, 0x1e, 0x30)};

ThemeChoice current = ThemeChoice::dark;

QString style_sheet(const Theme& look) {
    QFile file(QStringLiteral(":/style/studio.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::array<std::pair<const char*, QColor>, 13> tokens{{{"@ground", look.ground},
                                                                 {"@surface", look.surface},
                                                                 {"@raised", look.raised},
                                                                 {"@line", look.line},
                                                                 {"@text", look.text},
                                                                 {"@muted", look.muted},
                                                                 {"@on-accent", look.on_accent},
                                                                 {"@accent", look.accent},
                                                                 {"@on-live", look.on_live},
                                                                 {"@live", look.live},
                                                                 {"@good", look.good},
                                                                 {"@warn", look.warn},
                                                                 {"@bad", look.bad}}};
    for (const auto& [name, colour] : tokens) sheet.replace(QLatin1String(name), colour.name());
    return sheet;
}

}  // namespace

const Theme& theme() { return current == ThemeChoice::dark ? kDark : kLight; }

ThemeChoice theme_choice() { return current; }

void apply_theme(ThemeChoice choice) {
    current = choice;
    const Theme& look = theme();
    forget_icons();
    qApp->setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QPalette palette;
    palette.setColor(QPalette::Window, look.ground);
    palette.setColor(QPalette::WindowText, look.text);
    palette.setColor(QPalette::Base, look.surface);
    palette.setColor(QPalette::AlternateBase, look.raised);
    palette.setColor(QPalette::Text, look.text);
    palette.setColor(QPalette::PlaceholderText, look.muted);
    palette.setColor(QPalette::Button, look.raised);
    palette.setColor(QPalette::ButtonText, look.text);
    palette.setColor(QPalette::BrightText, look.live);
    palette.setColor(QPalette::ToolTipBase, look.raised);
    palette.setColor(QPalette::ToolTipText, look.text);
    palette.setColor(QPalette::Highlight, look.accent);
    palette.setColor(QPalette::HighlightedText, look.on_accent);
    palette.setColor(QPalette::Link, look.accent);
    palette.setColor(QPalette::Disabled, QPalette::Text, look.muted);
    palette.setColor(QPalette::Disabled, QPalette::ButtonText, look.muted);
    palette.setColor(QPalette::Disabled, QPalette::WindowText, look.muted);
    qApp->setPalette(palette);
    qApp->setStyleSheet(style_sheet(look));
    emit theme_news().changed();
}

ThemeNews& theme_news() {
    static ThemeNews news;
    return news;
}

}  // namespace vitrine::app
