// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/coupons_dialog.h"

#include "app/dialogs/coupon_dialog.h"
#include "app/look/tables.h"
#include "commerce-client/price.h"

namespace vitrine::app {
namespace {

QString takes_off(const v1::Coupon& coupon) {
    if (coupon.percent_e2() > 0) {
        return CouponsDialog::tr("%1 %").arg(
            QLocale().toString(static_cast<double>(coupon.percent_e2()) / 100, 'g', 4));
    }
    return commerce::price_text(coupon.amount_minor(), coupon.currency());
}

QString used(const v1::Coupon& coupon) {
    if (coupon.most_uses() == 0) return QStringLiteral("%L1").arg(coupon.uses());
    return CouponsDialog::tr("%L1 of %L2").arg(coupon.uses()).arg(coupon.most_uses());
}

QString given(const v1::Coupon& coupon) {
    if (coupon.currency().empty()) return {};
    const QString sum = commerce::price_text(coupon.given_minor(), coupon.currency());
    if (coupon.budget_minor() == 0) return sum;
    return CouponsDialog::tr("%1 of %2")
        .arg(sum, commerce::price_text(coupon.budget_minor(), coupon.currency()));
}

QString state_of(const v1::Coupon& coupon, int64_t now_us) {
    if (coupon.archived()) return CouponsDialog::tr("archived");
    if (coupon.ends_us() > 0 && now_us >= coupon.ends_us()) return CouponsDialog::tr("over");
    if (now_us < coupon.starts_us()) return CouponsDialog::tr("not yet");
    const bool spent = (coupon.most_uses() > 0 && coupon.uses() >= coupon.most_uses()) ||
                       (coupon.budget_minor() > 0 && coupon.given_minor() >= coupon.budget_minor());
    return spent ? CouponsDialog::tr("used up") : CouponsDialog::tr("valid");
}

}  // namespace

CouponsDialog::CouponsDialog(Desk& desk, QWidget* parent) : CommandDialog(desk, tr("Coupons"), parent) {
    setMinimumSize(640, 420);
    list_ = table(tr("Coupons"), {tr("Code"), tr("Takes off"), tr("Used"), tr("Given so far"), tr("State")});
    list_->setObjectName("coupons");
    align_right(list_, {1, 2, 3});
    empty_ = paragraph(tr("No coupons yet. A coupon is a code that takes something off an order."), "empty");
    empty_->setAlignment(Qt::AlignCenter);
    empty_->hide();
    archived_ = new QCheckBox(tr("&Show archived ones"));
    body()->addWidget(list_, 1);
    body()->addWidget(empty_, 1);
    body()->addWidget(archived_);
    new_ = addCommand(tr("&New coupon …"), [this] { edit({}); });
    edit_ = addCommand(tr("&Edit …"), [this] {
        if (chosen()) edit(*chosen());
    });
    archive_ = addCommand(tr("&Archive"), [this] { archive(); });
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    connect(archived_, &QCheckBox::toggled, this, &CouponsDialog::load);
    connect(list_, &QTreeWidget::currentItemChanged, this, &CouponsDialog::updateCommands);
    connect(list_, &QTreeWidget::itemActivated, edit_, &QPushButton::click);
    load();
    list_->setFocus();
}

void CouponsDialog::load() {
    v1::ListCouponsRequest request;
    request.set_with_archived(archived_->isChecked());
    ask<v1::ListCouponsRequest, v1::ListCouponsResponse>(
        &commerce::Shop::coupons, request, [this](const v1::ListCouponsResponse& coupons) { show(coupons); });
}

void CouponsDialog::show(const v1::ListCouponsResponse& coupons) {
    const QString before = list_->currentItem() ? list_->currentItem()->text(0) : QString();
    coupons_ = coupons;
    list_->clear();
    const int64_t now_us = desk().connection.serverNowUs();
    for (const auto& coupon : coupons.coupons()) {
        QTreeWidgetItem* row = add_row(list_, {QString::fromStdString(coupon.code()), takes_off(coupon),
                                               used(coupon), given(coupon), state_of(coupon, now_us)});
        if (row->text(0) == before) list_->setCurrentItem(row);
    }
    fit_columns(list_);
    const bool none = coupons.coupons_size() == 0;
    list_->setVisible(!none);
    empty_->setVisible(none);
    if (!none && !list_->currentItem()) list_->setCurrentItem(list_->topLevelItem(0));
    if (none) new_->setFocus();
    updateCommands();
}

const v1::Coupon* CouponsDialog::chosen() const {
    const int at = list_->indexOfTopLevelItem(list_->currentItem());
    return at < 0 || at >= coupons_.coupons_size() ? nullptr : &coupons_.coupons(at);
}

void CouponsDialog::edit(const v1::Coupon& coupon) {
    if (CouponDialog(desk(), coupon, this).exec() == QDialog::Accepted) load();
}

void CouponsDialog::archive() {
    if (!chosen()) return;
    v1::ArchiveCouponRequest request;
    request.set_coupon_id(chosen()->id());
    send<v1::ArchiveCouponRequest, v1::Coupon>(&commerce::Shop::archiveCoupon, request,
                                               [this](const v1::Coupon&) { load(); });
}

void CouponsDialog::updateCommands() {
    if (!archive_) return;  // not all is made yet
    const v1::Coupon* coupon = chosen();
    edit_->setEnabled(coupon && !busy());
    archive_->setEnabled(coupon && !coupon->archived() && !busy());
}

}  // namespace vitrine::app
