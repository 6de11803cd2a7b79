// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/dialog_rules.h"

#include <QAccessible>
#include <QDialogButtonBox>
#include <QTabBar>

namespace vitrine::tests {
namespace {

constexpr QSize kRoom(1280, 680);  // less what a task bar takes

QString name_of(const QWidget& widget) {
    const QString name = widget.objectName().isEmpty() ? widget.accessibleName() : widget.objectName();
    return QString("%1 “%2”").arg(widget.metaObject()->className(), name);
}

// In the order of the Tab key, less the row of buttons at the bottom.
QList<QWidget*> stations(QDialog& dialog) {
    QList<QWidget*> found;
    for (QWidget* each = dialog.nextInFocusChain(); each != &dialog; each = each->nextInFocusChain()) {
        const bool takes_keys =
            (each->focusPolicy() & Qt::TabFocus) && !each->focusProxy() && each->isEnabled();
        if (!dialog.isAncestorOf(each) || !each->isVisible() || !takes_keys) continue;
        if (!qobject_cast<QDialogButtonBox*>(each->parent())) found << each;
    }
    return found;
}

bool is_named(QWidget& widget) {
    if (qobject_cast<QTabBar*>(&widget)) return true;  // its tabs are
    QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(&widget);
    return heard && !heard->text(QAccessible::Name).isEmpty();
}

}  // namespace

QString dialog_fault(QDialog& dialog) {
    const QString who = dialog.metaObject()->className();
    if (dialog.width() > kRoom.width() || dialog.height() > kRoom.height())
        return QString("%1 is too large: %2 × %3").arg(who).arg(dialog.width()).arg(dialog.height());
    int last_top = 0;
    for (QWidget* each : stations(dialog)) {
        if (!is_named(*each)) return QString("%1: nameless %2").arg(who, name_of(*each));
        const int top = each->mapTo(&dialog, QPoint(0, 0)).y();
        if (top + each->height() <= last_top)
            return QString("%1: Tab goes up to %2").arg(who, name_of(*each));
        last_top = top;
    }
    return {};
}

}  // namespace vitrine::tests
