// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/machine_dialog.h"

#include <QDialogButtonBox>
#include <QTimer>
#include <QVBoxLayout>

#include "app/look/pieces.h"
#include "app/machine_measure.h"

namespace vitrine::app {

MachineDialog::MachineDialog(Desk& desk, QWidget* parent) : QDialog(parent), desk_(desk) {
    setWindowTitle(tr("Welcome to Vitrine"));
    setMinimumWidth(480);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid * 3, kGrid * 3, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid * 2);
    title_ = label(tr("Getting to know your computer"), "title");
    words_ = paragraph(
        tr("For a few seconds Vitrine composes and encodes a picture, to find the largest one that this "
           "computer can send without a stutter. The window stands still meanwhile."),
        "muted");
    result_ = paragraph({});
    result_->setObjectName("machineResult");
    column->addWidget(title_);
    column->addWidget(words_);
    column->addWidget(result_);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox;
    accept_ = buttons->addButton(tr("Go on"), QDialogButtonBox::AcceptRole);
    accept_->setDefault(true);
    accept_->setEnabled(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    column->addWidget(buttons);
}

void MachineDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (measured_) return;
    measured_ = true;
    QTimer::singleShot(300, this, &MachineDialog::measure);  // the words are on the screen by then
}

void MachineDialog::measure() {
    const auto found = measure_machine(*desk_.studio, desk_.preferences);
    if (found.ok()) {
        title_->setText(tr("%1 × %2, %3 frames a second")
                            .arg(found->video.width)
                            .arg(found->video.height)
                            .arg(found->video.fps));
        words_->setText(found->reason);
        result_->setText(
            tr("Bit rate: %L1 kb/s. You can change both in the settings.").arg(found->video_kbps));
    } else {
        title_->setText(tr("This computer could not be measured"));
        words_->setText(QString::fromStdString(found.error().message));
        result_->setText(tr("Vitrine starts with 640 × 360. You can change that in the settings."));
    }
    accept_->setEnabled(true);
    accept_->setFocus();
}

}  // namespace vitrine::app
