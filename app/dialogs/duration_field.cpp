// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/duration_field.h"

#include <QHBoxLayout>

#include "app/look/pieces.h"

namespace vitrine::app {

DurationField::DurationField(const QString& name, QWidget* parent) : QWidget(parent) {
    number_ = new QSpinBox;
    number_->setRange(0, 1'000'000);
    number_->setAccessibleName(name);
    unit_ = new QComboBox;
    unit_->addItem(tr("seconds"), 1);
    unit_->addItem(tr("minutes"), 60);
    unit_->addItem(tr("hours"), 3600);
    unit_->setAccessibleName(tr("Unit of: %1").arg(name));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(number_, 1);
    row->addWidget(unit_);
    setFocusProxy(number_);
    connect(number_, &QSpinBox::valueChanged, this, &DurationField::changed);
    connect(unit_, &QComboBox::currentIndexChanged, this, &DurationField::changed);
}

void DurationField::setSeconds(int64_t seconds) {
    int at = 0;
    for (int i = 1; i < unit_->count(); ++i) {
        if (seconds % unit_->itemData(i).toInt() == 0) at = i;
    }
    unit_->setCurrentIndex(at);
    number_->setValue(static_cast<int>(seconds / unit_->itemData(at).toInt()));
}

int64_t DurationField::seconds() const { return int64_t{number_->value()} * unit_->currentData().toInt(); }

}  // namespace vitrine::app
