// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/shows_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QPointer>

#include "app/look/pieces.h"

namespace vitrine::app {

ShowsDialog::ShowsDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Shows"));
    setMinimumSize(480, 400);
    auto* column = dialog_column(this, tr("Which show?"));
    list_ = new QListWidget;
    list_->setObjectName("shows");
    list_->setAccessibleName(tr("Shows"));
    column->addWidget(list_, 1);
    auto* row = new QHBoxLayout;
    title_ = new QLineEdit;
    title_->setObjectName("newShowTitle");
    title_->setPlaceholderText(tr("Title of a new show"));
    title_->setAccessibleName(tr("Title of a new show"));
    title_->setMaxLength(120);
    make_ = button(tr("Make it"));
    make_->setEnabled(false);
    row->addWidget(title_, 1);
    row->addWidget(make_);
    column->addLayout(row);
    problem_ = problem_line();
    column->addWidget(problem_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    open_ = buttons->addButton(tr("Open"), QDialogButtonBox::AcceptRole);
    open_->setEnabled(false);
    open_->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ShowsDialog::openChosen);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(list_, &QListWidget::itemDoubleClicked, this, &ShowsDialog::openChosen);
    connect(list_, &QListWidget::currentRowChanged, this, [this](int at) { open_->setEnabled(at >= 0); });
    connect(title_, &QLineEdit::textChanged, this,
            [this](const QString& text) { offerToMake(!text.trimmed().isEmpty()); });
    connect(make_, &QPushButton::clicked, this, &ShowsDialog::make);
    fill();
}

void ShowsDialog::fill() {
    desk_.backstage.listShows([self = QPointer<ShowsDialog>(this)](
                                  commerce::Outcome<v1::ListShowsResponse> outcome) {
        if (!self) return;
        if (!outcome.ok()) {
            self->tell(outcome.fault().text);
            return;
        }
        for (const auto& show : outcome->shows()) {
            if (show.state() == v1::SHOW_STATE_ENDED) continue;
            self->shows_.push_back(show);
            const QString title = QString::fromStdString(show.title());
            self->list_->addItem(show.state() == v1::SHOW_STATE_LIVE ? tr("%1 (live)").arg(title) : title);
        }
        if (self->list_->count() > 0) {
            self->list_->setCurrentRow(0);
            self->list_->setFocus();
        } else {
            self->title_->setFocus();
        }
    });
}

void ShowsDialog::offerToMake(bool offered) {
    make_->setEnabled(offered);
    (offered ? make_ : open_)->setDefault(true);  // what Enter does
}

void ShowsDialog::openChosen() {
    const int at = list_->currentRow();
    if (at < 0 || at >= static_cast<int>(shows_.size())) return;
    desk_.line.openShow(shows_[static_cast<size_t>(at)]);
    accept();
}

void ShowsDialog::make() {
    if (!make_->isEnabled()) return;
    make_->setEnabled(false);
    desk_.line.createShow(title_->text().trimmed(), {},
                          [self = QPointer<ShowsDialog>(this)](commerce::Outcome<v1::Show> outcome) {
                              if (!self) return;
                              self->make_->setEnabled(true);
                              if (outcome.ok()) {
                                  self->accept();
                              } else {
                                  self->tell(outcome.fault().text);
                              }
                          });
}

void ShowsDialog::tell(const QString& problem) { tell_problem(problem_, problem); }

}  // namespace vitrine::app
