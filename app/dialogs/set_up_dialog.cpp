// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/set_up_dialog.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QFrame>
#include <QPointer>
#include <QVBoxLayout>

#include "app/look/pieces.h"

namespace vitrine::app {
namespace {

QFrame* choice(QRadioButton* button, const QString& what) {
    auto* frame = new QFrame;
    frame->setObjectName("choice");
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(kGrid * 2, kGrid + 4, kGrid * 2, kGrid + 4);
    column->addWidget(button);
    QLabel* text = paragraph(what, "muted");
    text->setContentsMargins(kGrid * 3, 0, 0, 0);
    column->addWidget(text);
    return frame;
}

}  // namespace

SetUpDialog::SetUpDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Your shop"));
    setMinimumWidth(520);
    auto* column = dialog_column(this, tr("What do you want to sell?"));
    demo_ = new QRadioButton(tr("Try the demo shop"));
    demo_->setObjectName("demoShop");
    demo_->setChecked(true);
    own_ = new QRadioButton(tr("Start my own shop"));
    own_->setObjectName("ownShop");
    column->addWidget(
        choice(demo_, tr("Eight products with pictures, prices and stock, and a show to go live with. "
                         "Cards are test cards: no money moves.")));
    QFrame* own = choice(own_, tr("Empty shelves that you fill. You are its creator."));
    own_fields_ = new QWidget;
    auto* form = new QFormLayout(own_fields_);
    form->setContentsMargins(kGrid * 3, kGrid, 0, 0);
    form->setHorizontalSpacing(kGrid * 2);
    login_ = new QLineEdit(QStringLiteral("creator"));
    password_ = new QLineEdit;
    password_->setEchoMode(QLineEdit::Password);
    password_->setPlaceholderText(tr("Leave empty to have one made"));
    form->addRow(tr("Your name"), login_);
    form->addRow(tr("Password"), password_);
    own->layout()->addWidget(own_fields_);
    column->addWidget(own);
    problem_ = problem_line();
    column->addWidget(problem_);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(tr("Later"), QDialogButtonBox::RejectRole);
    accept_ = buttons->addButton(tr("Open the shop"), QDialogButtonBox::AcceptRole);
    accept_->setObjectName("openShop");
    accept_->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &SetUpDialog::send);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    // The two stand in frames of their own, so that Qt does not pair them by itself.
    auto* pair = new QButtonGroup(this);
    pair->addButton(demo_);
    pair->addButton(own_);
    connect(own_, &QRadioButton::toggled, this, &SetUpDialog::showChoice);
    demo_->setFocus();
    showChoice();
}

void SetUpDialog::showChoice() { own_fields_->setEnabled(own_->isChecked()); }

void SetUpDialog::send() {
    v1::SetUpRequest request;
    request.set_demo_shop(demo_->isChecked());
    if (own_->isChecked()) {
        request.set_creator_login(login_->text().trimmed().toStdString());
        request.set_creator_password(password_->text().toStdString());
    }
    accept_->setEnabled(false);
    accept_->setText(tr("Opening …"));
    desk_.line.setUp(request,
                     [self = QPointer<SetUpDialog>(this)](commerce::Outcome<v1::SetUpResponse> outcome) {
                         if (!self) return;
                         self->accept_->setEnabled(true);
                         self->accept_->setText(tr("Open the shop"));
                         if (outcome.ok()) {
                             self->made_ = outcome.value();
                             self->accept();
                             return;
                         }
                         tell_problem(self->problem_, outcome.fault().text);
                     });
}

}  // namespace vitrine::app
