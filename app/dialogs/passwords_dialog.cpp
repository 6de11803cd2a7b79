// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/passwords_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>

#include "app/look/pieces.h"

namespace vitrine::app {
namespace {

QString role_name(v1::Role role) {
    switch (role) {
        case v1::ROLE_CREATOR:
            return PasswordsDialog::tr("Creator: you");
        case v1::ROLE_RETAILER:
            return PasswordsDialog::tr("Retailer: keeps the shelves");
        case v1::ROLE_MODERATOR:
            return PasswordsDialog::tr("Moderator: keeps the chat friendly");
        default:
            return PasswordsDialog::tr("Viewer");
    }
}

}  // namespace

PasswordsDialog::PasswordsDialog(const v1::SetUpResponse& made, const QString& kept_where, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("Passwords"));
    setMinimumWidth(560);
    auto* column = dialog_column(this, tr("Write these down"));
    column->addWidget(
        paragraph(tr("These passwords were made for you and are shown only now. Yours is also kept %1, so "
                     "this studio signs in by itself.")
                      .arg(kept_where),
                  "muted"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kGrid * 2);
    grid->setVerticalSpacing(kGrid);
    QStringList text;
    int row = 0;
    for (const auto& each : made.accounts()) {
        const QString login = QString::fromStdString(each.account().login());
        const QString password = QString::fromStdString(each.password());
        QLabel* secret = label(password, "secret");
        secret->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        secret->setAccessibleName(tr("Password of %1").arg(login));
        grid->addWidget(label(role_name(each.account().role())), row, 0);
        grid->addWidget(label(login, "price"), row, 1);
        grid->addWidget(secret, row++, 2);
        text << login + QStringLiteral(": ") + password;
    }
    grid->setColumnStretch(2, 1);
    column->addLayout(grid);
    auto* buttons = new QDialogButtonBox;
    QPushButton* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    buttons->addButton(tr("I have them"), QDialogButtonBox::AcceptRole)->setDefault(true);
    connect(copy, &QPushButton::clicked, this,
            [text] { QApplication::clipboard()->setText(text.join('\n')); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    column->addWidget(buttons);
}

}  // namespace vitrine::app
