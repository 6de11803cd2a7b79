// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>

#include "app/look/pieces.h"

namespace vitrine::app {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* column = dialog_column(this, tr("Keyboard shortcuts"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kGrid * 4);
    grid->setVerticalSpacing(kGrid / 2);
    int row = 0;
    const auto add = [&](const QString& what, const QString& keys) {
        grid->addWidget(label(what), row, 0);
        grid->addWidget(label(keys, "price"), row++, 1);
    };
    for (const QAction* action : actions) {
        if (action->shortcut().isEmpty()) continue;
        QString name = action->text();
        add(name.remove('&').remove(QStringLiteral(" …")),
            action->shortcut().toString(QKeySequence::NativeText));
    }
    add(tr("Pin product 1 to 9"), tr("Alt+1 … Alt+9"));
    add(tr("Rename a scene or source"), QStringLiteral("F2"));
    add(tr("Remove a scene, source or chat line"), tr("Del"));
    add(tr("Scene up or down, source to the front or back"), tr("Ctrl+Up, Ctrl+Down"));
    add(tr("Settings of a source"), tr("Enter"));
    column->addLayout(grid);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

}  // namespace vitrine::app
