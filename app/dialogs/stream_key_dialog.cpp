// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/stream_key_dialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>

#include "app/look/pieces.h"

namespace vitrine::app {
namespace {

QLineEdit* add_field(QGridLayout* grid, const QString& name, const std::string& value, QWidget* parent) {
    auto* field = new QLineEdit(QString::fromStdString(value));
    field->setReadOnly(true);
    field->setMinimumWidth(360);
    field->setAccessibleName(name);
    QPushButton* copy = button(StreamKeyDialog::tr("Copy"));
    copy->setAccessibleName(StreamKeyDialog::tr("Copy: %1").arg(name));
    QObject::connect(copy, &QPushButton::clicked, parent,
                     [field] { QGuiApplication::clipboard()->setText(field->text()); });
    const int row = grid->rowCount();
    grid->addWidget(label(name), row, 0);
    grid->addWidget(field, row, 1);
    grid->addWidget(copy, row, 2);
    return field;
}

}  // namespace

StreamKeyDialog::StreamKeyDialog(const v1::StreamTarget& target, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Stream from elsewhere"));
    auto* column = dialog_column(this, tr("Stream from OBS or a phone"));
    QLabel* why =
        paragraph(tr("Enter these two in the other program. One picture at a time: end the show here first. "
                     "Who has the key can publish in your name."),
                  "muted");
    column->addWidget(why);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kGrid * 2);
    add_field(grid, tr("Server"), target.url(), this);
    QLineEdit* key = add_field(grid, tr("Stream key"), target.key(), this);
    key->setEchoMode(QLineEdit::Password);
    column->addLayout(grid);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton* reveal = buttons->addButton(tr("Show the key"), QDialogButtonBox::ActionRole);
    reveal->setCheckable(true);
    reveal->setAutoDefault(false);
    connect(reveal, &QPushButton::toggled, key,
            [key](bool on) { key->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

}  // namespace vitrine::app
