// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/shows_dialog.h"

#include <QHBoxLayout>
#include <QPointer>
#include <QVBoxLayout>

#include "app/look/pieces.h"

namespace vitrine::app {

ShowsDialog::ShowsDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Shows"));
    setMinimumSize(480, 400);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid * 3, kGrid * 3, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid * 2);
    column->addWidget(label(tr("Which show?"), "title"));
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
    problem_ = paragraph({}, "bad");
    problem_->setObjectName("problem");
    problem_->hide();
    column->addWidget(problem_);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    QPushButton* cancel = button(tr("Cancel"));
    open_ = button(tr("Open"), "main");
    open_->setEnabled(false);
    foot->addWidget(cancel);
    foot->addWidget(open_);
    column->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(open_, &QPushButton::clicked, this, &ShowsDialog::openChosen);
    connect(list_, &QListWidget::itemActivated, this, &ShowsDialog::openChosen);
    connect(list_, &QListWidget::currentRowChanged, this, [this](int at) { open_->setEnabled(at >= 0); });
    connect(title_, &QLineEdit::textChanged, this,
            [this](const QString& text) { make_->setEnabled(!text.trimmed().isEmpty()); });
    connect(title_, &QLineEdit::returnPressed, this, &ShowsDialog::make);
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

void ShowsDialog::tell(const QString& problem) {
    problem_->setText(problem);
    problem_->show();
}

}  // namespace vitrine::app
