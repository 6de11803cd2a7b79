// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/sign_in_dialog.h"

#include <QDialogButtonBox>
#include <QPointer>

#include "app/look/pieces.h"

namespace vitrine::app {

SignInDialog::SignInDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Sign in"));
    setMinimumWidth(400);
    auto* column = dialog_column(this, tr("Sign in"));
    const QString where =
        desk_.line.onThisMachine() ? tr("the server on this computer") : desk_.connection.server();
    column->addWidget(paragraph(
        tr("You sell on %1. Your sign-in is kept %2.").arg(where, desk_.secrets.whereabouts()), "muted"));
    auto* fields = form();
    login_ = new QLineEdit;
    login_->setObjectName("login");
    password_ = new QLineEdit;
    password_->setObjectName("password");
    password_->setEchoMode(QLineEdit::Password);
    fields->addRow(tr("Name"), login_);
    fields->addRow(tr("Password"), password_);
    column->addLayout(fields);
    problem_ = problem_line();
    column->addWidget(problem_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    accept_ = buttons->addButton(tr("Sign in"), QDialogButtonBox::AcceptRole);
    accept_->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SignInDialog::send);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void SignInDialog::send() {
    accept_->setEnabled(false);
    desk_.line.signIn(login_->text().trimmed(), password_->text(),
                      [self = QPointer<SignInDialog>(this)](commerce::Outcome<v1::Account> outcome) {
                          if (!self) return;
                          self->accept_->setEnabled(true);
                          if (outcome.ok()) {
                              self->accept();
                              return;
                          }
                          tell_problem(self->problem_, outcome.fault().text);
                          self->password_->setFocus();
                          self->password_->selectAll();
                      });
}

}  // namespace vitrine::app
