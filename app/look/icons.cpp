// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/icons.h"

#include <QFile>
#include <QHash>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include "app/look/theme.h"

namespace vitrine::app {
namespace {

QHash<QString, QIcon>& drawn() {
    static QHash<QString, QIcon> icons;
    return icons;
}

QPixmap draw(const QByteArray& svg, int size) {
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter);
    return pixmap;
}

}  // namespace

QIcon icon(const QString& name) { return icon(name, theme().text); }

QIcon icon(const QString& name, const QColor& colour) {
    const QString key = name + colour.name();
    const auto found = drawn().constFind(key);
    if (found != drawn().constEnd()) return *found;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray plain = file.readAll();
    QIcon made;
    for (const int size : {16, 20, 24, 32, 48}) {
        made.addPixmap(draw(QByteArray(plain).replace("currentColor", colour.name().toLatin1()), size));
        made.addPixmap(draw(QByteArray(plain).replace("currentColor", theme().line.name().toLatin1()), size),
                       QIcon::Disabled);
    }
    drawn().insert(key, made);
    return made;
}

void forget_icons() { drawn().clear(); }

}  // namespace vitrine::app
