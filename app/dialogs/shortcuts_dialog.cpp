// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>

#include "app/look/pieces.h"

namespace vitrine::app {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* column = dialog_column(this, tr("Keyboard shortcuts"));
    QList<std::pair<QString, QString>> lines;
    for (const QAction* action : actions) {
        if (action->shortcut().isEmpty()) continue;
        QString name = action->text();
        lines.emplaceBack(name.remove('&').remove(QStringLiteral(" …")),
                          action->shortcut().toString(QKeySequence::NativeText));
    }
    lines.emplaceBack(tr("Pin product 1 to 9"), tr("Alt+1 … Alt+9"));
    lines.emplaceBack(tr("Details of an order"), tr("Enter"));
    lines.emplaceBack(tr("Give an order’s money back"), tr("Ctrl+G"));
    lines.emplaceBack(tr("Cancel an order"), tr("Del"));
    lines.emplaceBack(tr("Rename a scene, source or place"), QStringLiteral("F2"));
    lines.emplaceBack(tr("Remove a scene, source or chat line"), tr("Del"));
    lines.emplaceBack(tr("Scene up or down, source to the front or back"), tr("Ctrl+Up, Ctrl+Down"));
    lines.emplaceBack(tr("Settings of a source"), tr("Enter"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kGrid * 4);
    grid->setVerticalSpacing(kGrid / 2);
    const int rows = static_cast<int>(lines.size() + 1) / 2;
    for (int i = 0; i < lines.size(); ++i) {
        grid->addWidget(label(lines[i].first), i % rows, i / rows * 2);
        grid->addWidget(label(lines[i].second, "price"), i % rows, i / rows * 2 + 1);
    }
    column->addLayout(grid);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

}  // namespace vitrine::app
