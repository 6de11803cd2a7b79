// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/machine_dialog.h"

#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "app/look/pieces.h"

namespace vitrine::app {

MachineDialog::MachineDialog(Desk& desk, QWidget* parent)
    : QDialog(parent), desk_(desk), measure_(*desk.studio, desk.preferences) {
    setWindowTitle(tr("Welcome to Vitrine"));
    setMinimumWidth(480);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid * 3, kGrid * 3, kGrid * 3, kGrid * 2);
    column->setSpacing(kGrid * 2);
    title_ = label(tr("Getting to know your computer"), "title");
    words_ = paragraph(
        tr("For a few seconds Vitrine composes and encodes a picture, to find the largest one that this "
           "computer can send without a stutter."),
        "muted");
    result_ = paragraph(tr("Looking for the encoder that works here …"));
    result_->setObjectName("machineResult");
    busy_ = new QProgressBar;
    busy_->setRange(0, 0);
    busy_->setTextVisible(false);
    busy_->setAccessibleName(tr("Measuring"));
    column->addWidget(title_);
    column->addWidget(words_);
    column->addWidget(busy_);
    column->addWidget(result_);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox;
    skip_ = buttons->addButton(tr("Skip"), QDialogButtonBox::RejectRole);
    skip_->setObjectName("skipMeasure");
    skip_->setAutoDefault(false);  // it has the focus, not the accent
    accept_ = buttons->addButton(tr("Go on"), QDialogButtonBox::AcceptRole);
    accept_->setObjectName("machineGoOn");
    accept_->setDefault(true);
    accept_->setEnabled(false);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &MachineDialog::skip);
    column->addWidget(buttons);
    connect(&measure_, &MachineMeasure::trying, this, [this](studio::VideoFormat canvas) {
        result_->setText(tr("Trying %1 × %2 …").arg(canvas.width).arg(canvas.height));
    });
    connect(&measure_, &MachineMeasure::finished, this, &MachineDialog::show);
}

void MachineDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (std::exchange(begun_, true)) return;
    skip_->setFocus();
    measure_.begin();
}

void MachineDialog::skip() {
    skipped_ = true;
    skip_->setEnabled(false);
    measure_.stop();
}

void MachineDialog::reject() {
    if (accept_->isEnabled()) {
        QDialog::reject();
    } else {
        skip();
    }
}

void MachineDialog::show(const Result<studio::Recommendation>& found) {
    busy_->hide();
    skip_->hide();
    if (found.ok()) {
        title_->setText(tr("%1 × %2, %3 frames a second")
                            .arg(found->video.width)
                            .arg(found->video.height)
                            .arg(found->video.fps));
        words_->setText(found->reason);
        result_->setText(
            tr("Bit rate: %L1 kb/s. You can change both in the settings.").arg(found->video_kbps));
    } else {
        const studio::VideoFormat canvas = desk_.studio->engine().video();
        title_->setText(skipped_ ? tr("Not measured") : tr("This computer could not be measured"));
        words_->setText(skipped_ ? tr("You can measure this computer at any time in the settings.")
                                 : QString::fromStdString(found.error().message));
        result_->setText(tr("Vitrine starts with %1 × %2. You can change that in the settings.")
                             .arg(canvas.width)
                             .arg(canvas.height));
        if (skipped_) desk_.preferences.setCanvas(canvas);  // and is not asked about it again
    }
    accept_->setEnabled(true);
    accept_->setFocus();
    adjustSize();
}

}  // namespace vitrine::app
