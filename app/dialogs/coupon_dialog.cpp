// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/coupon_dialog.h"

#include <QHBoxLayout>

#include "app/look/money_field.h"
#include "commerce-client/price.h"

namespace vitrine::app {
namespace {

constexpr int kMostOften = 1'000'000'000;
enum Kind { percentage, amount };

QSpinBox* times_field(const QString& name) {
    auto* made = new QSpinBox;
    made->setRange(0, kMostOften);
    made->setSpecialValueText(CouponDialog::tr("any number"));
    made->setGroupSeparatorShown(true);
    made->setAccessibleName(name);
    return made;
}

QString percent_text(int64_t percent_e2) {
    return percent_e2 == 0 ? QString() : QString::number(static_cast<double>(percent_e2) / 100, 'g', 6);
}

// "12.5" is 1250; nothing when it is no number with up to two digits behind the point.
std::optional<int64_t> percent_of(const QString& text) {
    return commerce::parse_price(text, "EUR");  // a number with two digits, as euros have
}

}  // namespace

CouponDialog::CouponDialog(Desk& desk, const v1::Coupon& coupon, QWidget* parent)
    : CommandDialog(desk, coupon.id().empty() ? tr("New coupon") : tr("Edit coupon"), parent) {
    setMinimumWidth(520);
    makeFields();
    addCommand(tr("Save"), [this] { save(); });
    theirs_ = addCommand(tr("&Load it again"), [this] { loadTheirs(); });
    theirs_->hide();
    show(coupon);
    code_->setFocus();
}

void CouponDialog::makeFields() {
    code_ = new QLineEdit;
    code_->setObjectName("couponCode");
    code_->setMaxLength(40);
    code_->setPlaceholderText(QStringLiteral("AUTUMN-10"));
    kind_ = new QComboBox;
    kind_->addItem(tr("percent"));
    kind_->addItem(tr("an amount"));
    kind_->setAccessibleName(tr("Percentage or amount"));
    value_ = amount_field(tr("Takes off"));
    value_->setObjectName("couponValue");
    currency_ = new QComboBox;
    currency_->setAccessibleName(tr("Currency of the amounts"));
    currency_->addItem(tr("any"), QString());
    for (const QString& each : usual_currencies()) currency_->addItem(each, each);
    minimum_ = amount_field(tr("From a total of"), tr("no minimum"));
    budget_ = amount_field(tr("Budget of all discounts together"), tr("no limit"));
    budget_->setObjectName("couponBudget");
    per_person_ = times_field(tr("Times for one person"));
    most_uses_ = times_field(tr("Times for all together"));
    most_uses_->setObjectName("couponMostUses");
    starts_ = new QCheckBox(tr("Begi&ns"));
    ends_ = new QCheckBox(tr("&Ends"));
    auto* off = new QHBoxLayout;
    off->setSpacing(kGrid);
    off->addWidget(value_, 1);
    off->addWidget(kind_);
    auto* fields = form();
    fields->addRow(tr("&Code"), code_);
    add_row(fields, tr("&Takes off"), off, value_);
    fields->addRow(tr("C&urrency"), currency_);
    fields->addRow(tr("From a total &of"), minimum_);
    fields->addRow(tr("Each &person"), per_person_);
    fields->addRow(tr("&All together"), most_uses_);
    fields->addRow(tr("&Budget"), budget_);
    starts_at_ = addTime(fields, starts_);
    ends_at_ = addTime(fields, ends_);
    body()->addLayout(fields);
    connect(kind_, &QComboBox::currentIndexChanged, this, &CouponDialog::showKind);
}

QDateTimeEdit* CouponDialog::addTime(QFormLayout* fields, QCheckBox* box) {
    auto* at = new QDateTimeEdit(QDateTime(QDate::currentDate().addDays(1), QTime(0, 0)));
    at->setAccessibleName(box->text().remove('&'));
    at->setDisplayFormat(QLocale().dateFormat(QLocale::ShortFormat) + " " + "HH:mm");
    at->setEnabled(false);
    connect(box, &QCheckBox::toggled, at, &QWidget::setEnabled);
    fields->addRow(box, at);
    return at;
}

void CouponDialog::show(const v1::Coupon& coupon) {
    coupon_ = coupon;
    code_->setText(QString::fromStdString(coupon.code()));
    kind_->setCurrentIndex(coupon.amount_minor() > 0 ? amount : percentage);
    const QString held = QString::fromStdString(coupon.currency());
    if (currency_->findData(held) < 0) currency_->addItem(held, held);
    currency_->setCurrentIndex(currency_->findData(held));
    value_->setText(coupon.amount_minor() > 0 ? amount_text(coupon.amount_minor(), coupon.currency())
                                              : percent_text(coupon.percent_e2()));
    minimum_->setText(amount_text(coupon.minimum_minor(), coupon.currency()));
    budget_->setText(amount_text(coupon.budget_minor(), coupon.currency()));
    per_person_->setValue(static_cast<int>(coupon.per_person()));
    most_uses_->setValue(static_cast<int>(coupon.most_uses()));
    starts_->setChecked(coupon.starts_us() > 0);
    ends_->setChecked(coupon.ends_us() > 0);
    if (coupon.starts_us() > 0)
        starts_at_->setDateTime(QDateTime::fromMSecsSinceEpoch(coupon.starts_us() / 1000));
    if (coupon.ends_us() > 0) ends_at_->setDateTime(QDateTime::fromMSecsSinceEpoch(coupon.ends_us() / 1000));
    showKind();
}

void CouponDialog::showKind() {
    value_->setPlaceholderText(kind_->currentIndex() == percentage ? QStringLiteral("10")
                                                                   : QStringLiteral("5.00"));
    if (kind_->currentIndex() == amount && currency().empty()) currency_->setCurrentIndex(1);
}

std::string CouponDialog::currency() const { return currency_->currentData().toString().toStdString(); }

bool CouponDialog::readAmount(QLineEdit* field, int64_t& minor) {
    const auto read = amount_of(field, currency().empty() ? "EUR" : currency());
    if (!read) {
        tell(tr("Enter an amount, like 12.50."), field);
        return false;
    }
    minor = *read;
    return true;
}

bool CouponDialog::read(v1::Coupon& coupon) {
    coupon.set_code(code_->text().trimmed().toStdString());
    coupon.set_currency(currency());
    coupon.clear_percent_e2();
    coupon.clear_amount_minor();
    int64_t minimum = 0, budget = 0, value = 0;
    if (kind_->currentIndex() == percentage) {
        const auto percent = value_->text().trimmed().isEmpty() ? 0 : percent_of(value_->text());
        if (!percent) {
            tell(tr("Enter a percentage, like 10 or 12.5."), value_);
            return false;
        }
        coupon.set_percent_e2(*percent);
    } else {
        if (!readAmount(value_, value)) return false;
        coupon.set_amount_minor(value);
    }
    if (!readAmount(minimum_, minimum) || !readAmount(budget_, budget)) return false;
    coupon.set_minimum_minor(minimum);
    coupon.set_budget_minor(budget);
    coupon.set_per_person(per_person_->value());
    coupon.set_most_uses(most_uses_->value());
    const auto at_us = [](const QCheckBox* wanted, const QDateTimeEdit* at) {
        return wanted->isChecked() ? int64_t{at->dateTime().toMSecsSinceEpoch()} * 1000 : 0;
    };
    coupon.set_starts_us(at_us(starts_, starts_at_));
    coupon.set_ends_us(at_us(ends_, ends_at_));
    return true;
}

void CouponDialog::save() {
    v1::SaveCouponRequest request;
    *request.mutable_coupon() = coupon_;
    v1::Coupon& coupon = *request.mutable_coupon();
    if (!read(coupon)) return;
    const bool value_is_wrong = coupon.percent_e2() == 0 && coupon.amount_minor() == 0;
    QWidget* suspect = value_is_wrong || coupon.percent_e2() > 99'00 ? value_ : code_;
    if (coupon.ends_us() > 0 && coupon.ends_us() <= coupon.starts_us()) suspect = ends_at_;
    send<v1::SaveCouponRequest, v1::Coupon>(
        &commerce::Shop::saveCoupon, request, [this](const v1::Coupon&) { accept(); }, suspect);
}

void CouponDialog::failed(const commerce::Fault& fault) {
    theirs_->setVisible(fault.kind == commerce::FaultKind::conflict && !coupon_.id().empty());
}

void CouponDialog::loadTheirs() {
    v1::ListCouponsRequest request;
    request.set_with_archived(true);
    ask<v1::ListCouponsRequest, v1::ListCouponsResponse>(
        &commerce::Shop::coupons, request, [this](const v1::ListCouponsResponse& coupons) {
            for (const auto& each : coupons.coupons()) {
                if (each.id() != coupon_.id()) continue;
                show(each);
                clearProblem();
                code_->setFocus();  // a button that goes hands its keys on, and then Enter would cancel
                theirs_->hide();
            }
        });
}

}  // namespace vitrine::app
