// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/sign_in_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPointer>
#include <QVBoxLayout>

#include "app/look/pieces.h"

namespace vitrine::app {

SignInDialog::SignInDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Sign in"));
    setMinimumWidth(400);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid * 3, kGrid * 3, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid * 2);
    column->addWidget(label(tr("Sign in"), "title"));
    const QString where =
        desk_.line.onThisMachine() ? tr("the server on this computer") : desk_.connection.server();
    column->addWidget(paragraph(
        tr("You sell on %1. Your sign-in is kept %2.").arg(where, desk_.secrets.whereabouts()), "muted"));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(kGrid * 2);
    login_ = new QLineEdit;
    login_->setObjectName("login");
    password_ = new QLineEdit;
    password_->setObjectName("password");
    password_->setEchoMode(QLineEdit::Password);
    form->addRow(tr("Name"), login_);
    form->addRow(tr("Password"), password_);
    column->addLayout(form);
    problem_ = paragraph({}, "bad");
    problem_->setObjectName("problem");
    problem_->hide();
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
                          self->problem_->setText(outcome.fault().text);
                          self->problem_->show();
                          self->password_->setFocus();
                          self->password_->selectAll();
                      });
}

}  // namespace vitrine::app
