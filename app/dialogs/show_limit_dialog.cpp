// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/show_limit_dialog.h"

namespace vitrine::app {
namespace {

constexpr int kUnits = 1'000'000'000;  // what is too many, the server says

}  // namespace

ShowLimitDialog::ShowLimitDialog(Desk& desk, QWidget* parent)
    : CommandDialog(desk, tr("Limit per buyer"), parent) {
    setMinimumWidth(440);
    body()->addWidget(paragraph(tr("So many units of each product one buyer may have in this show, held and "
                                   "bought together. A product's own limit counts beside it."),
                                "muted"));
    limit_ = new QSpinBox;
    limit_->setObjectName("showLimit");
    limit_->setRange(0, kUnits);
    limit_->setSpecialValueText(tr("any number"));
    auto* fields = form();
    fields->addRow(tr("&One buyer may have"), limit_);
    body()->addLayout(fields);
    addCommand(tr("Save"), [this] { save(); });
    v1::GetShowLimitRequest request;
    request.set_show_id(desk.show.show().id());
    ask<v1::GetShowLimitRequest, v1::ShowLimit>(
        &commerce::Shop::showLimit, request, [this](const v1::ShowLimit& limit) {
            limit_->setValue(static_cast<int>(limit.limit_per_buyer()));
            limit_->selectAll();
        });
    limit_->setFocus();
}

void ShowLimitDialog::save() {
    v1::SetShowLimitRequest request;
    request.set_show_id(desk().show.show().id());
    request.set_limit_per_buyer(limit_->value());
    send<v1::SetShowLimitRequest, v1::ShowLimit>(
        &commerce::Shop::setShowLimit, request, [this](const v1::ShowLimit&) { accept(); }, limit_);
}

}  // namespace vitrine::app
