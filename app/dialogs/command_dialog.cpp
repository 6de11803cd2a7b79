// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/command_dialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace vitrine::app {
namespace {

constexpr int kLongWait_ms = 400;
constexpr int kLongestReason = 200;

}  // namespace

CommandDialog::CommandDialog(Desk& desk, const QString& title, QWidget* parent)
    : QDialog(parent), desk_(desk) {
    setWindowTitle(title);
    auto* column = dialog_column(this, title);
    body_ = new QVBoxLayout;
    body_->setSpacing(kGrid * 2);
    column->addLayout(body_, 1);
    problem_ = problem_line();
    waiting_ = label(tr("Waiting for the server …"), "muted");
    waiting_->setObjectName("waiting");
    waiting_->hide();
    buttons_ = new QDialogButtonBox(QDialogButtonBox::Cancel);
    column->addWidget(problem_);
    column->addWidget(waiting_);
    buttons_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    row_ = new QHBoxLayout;
    row_->setSpacing(kGrid);
    row_->addStretch(1);
    row_->addWidget(buttons_);
    column->addLayout(row_);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    long_wait_.setSingleShot(true);
    long_wait_.setInterval(kLongWait_ms);
    connect(&long_wait_, &QTimer::timeout, waiting_, &QWidget::show);
}

QPushButton* CommandDialog::addCommand(const QString& text, std::function<void()> what) {
    auto* made = new QPushButton(text);
    row_->insertWidget(row_->count() - 1, made);
    setTabOrder(made, buttons_->button(QDialogButtonBox::Cancel));
    made->setAutoDefault(commands_.isEmpty());
    made->setDefault(commands_.isEmpty());
    if (commands_.isEmpty()) made->setProperty("kind", "main");  // as wide as its heavier letters need
    connect(made, &QPushButton::clicked, this, [what = std::move(what)] { what(); });
    commands_ << made;
    return made;
}

void CommandDialog::tell(const QString& problem, QWidget* field) {
    clearProblem();
    tell_problem(problem_, problem);
    if (!field) return;
    wrong_ = field;
    restyle(field, "wrong", true);
    field->setFocus(Qt::OtherFocusReason);
    const auto right = [this] { clearProblem(); };
    if (auto* line = qobject_cast<QLineEdit*>(field)) {
        line->selectAll();
        connect(line, &QLineEdit::textChanged, problem_, right);
    } else if (auto* number = qobject_cast<QAbstractSpinBox*>(field)) {
        number->selectAll();
        connect(number->findChild<QLineEdit*>(), &QLineEdit::textChanged, problem_, right);
    } else if (auto* choice = qobject_cast<QComboBox*>(field)) {
        connect(choice, &QComboBox::currentTextChanged, problem_, right);
    }
}

void CommandDialog::clearProblem() {
    problem_->hide();
    if (!wrong_) return;
    restyle(wrong_, "wrong", QVariant());
    wrong_->disconnect(problem_);
    for (QLineEdit* line : wrong_->findChildren<QLineEdit*>()) line->disconnect(problem_);
    wrong_.clear();
}

void CommandDialog::setBusy(int under_way) {
    const bool was = busy();
    busy_ = under_way;
    if (was == busy()) return;
    if (busy()) pressed_ = focusWidget();
    for (QPushButton* each : commands_) each->setEnabled(!busy());
    updateCommands();
    if (busy()) {
        long_wait_.start();
        return;
    }
    // Who is disabled loses the keys.
    if (pressed_ && pressed_->isEnabled() && pressed_->isVisible()) pressed_->setFocus(Qt::OtherFocusReason);
    long_wait_.stop();
    waiting_->hide();
}

QComboBox* reason_field(const QString& name, const QStringList& usual) {
    auto* made = new QComboBox;
    made->setEditable(true);
    made->setInsertPolicy(QComboBox::NoInsert);
    made->addItems(usual);
    made->setCurrentIndex(-1);
    made->lineEdit()->setMaxLength(kLongestReason);
    made->lineEdit()->setPlaceholderText(CommandDialog::tr("Why? For your books"));
    made->setAccessibleName(name);
    made->lineEdit()->setAccessibleName(name);
    return made;
}

}  // namespace vitrine::app
