// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/flash_price_dialog.h"

#include <QHBoxLayout>

#include "app/look/countdown.h"
#include "commerce-client/price.h"

namespace vitrine::app {
namespace {

constexpr int64_t kUsual_s = 300;
constexpr int kTick_ms = 250;

QString text_of(const v1::Money& money) { return commerce::price_text(money.minor(), money.currency()); }

}  // namespace

FlashPriceDialog::FlashPriceDialog(Desk& desk, const v1::Product& product, QWidget* parent)
    : CommandDialog(desk, tr("Flash price"), parent), product_(product) {
    setMinimumWidth(480);
    body()->addWidget(paragraph(QString::fromStdString(product.title()), "figure"));
    auto* fields = form();
    choice_ = new VariantChoice(product, this);
    regular_ = label({});
    price_ = new QLineEdit;
    price_->setObjectName("flashPrice");
    price_->setMaxLength(16);
    saving_ = label({}, "good");
    duration_ = new DurationField(tr("How long"));
    duration_->setSeconds(kUsual_s);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(price_, 1);
    row->addWidget(saving_);
    if (!choice_->isOneOnly()) fields->addRow(tr("For&m"), choice_);
    fields->addRow(tr("Regular price"), regular_);
    add_row(fields, tr("Flash &price"), row, price_);
    fields->addRow(tr("How &long"), duration_);
    if (choice_->isOneOnly()) choice_->hide();
    body()->addLayout(fields);
    running_ = paragraph({}, "offer");
    running_->setObjectName("running");
    body()->addWidget(running_);
    start_ = addCommand(tr("Start it now"), [this] { start(); });
    end_ = addCommand(tr("&End it now"), [this] { end(); });
    connect(choice_, &QComboBox::currentIndexChanged, this, &FlashPriceDialog::showState);
    connect(price_, &QLineEdit::textChanged, this, &FlashPriceDialog::showSaving);
    connect(&desk.show.products(), &QAbstractItemModel::dataChanged, this, [this] { showState(); });
    tick_.setInterval(kTick_ms);
    connect(&tick_, &QTimer::timeout, this, &FlashPriceDialog::showState);
    tick_.start();
    showState();
    (variant().has_flash() ? static_cast<QWidget*>(end_) : price_)->setFocus();
}

const v1::Variant& FlashPriceDialog::variant() const {
    const auto& products = desk().show.products();
    if (const v1::Product* now = products.product(products.rowOf(product_.id()))) {
        for (const auto& each : now->variants()) {
            if (each.id() == choice_->variant().id()) return each;
        }
    }
    return choice_->variant();
}

void FlashPriceDialog::showState() {
    const v1::Variant& chosen = variant();
    regular_->setText(text_of(chosen.price()));
    const bool runs = chosen.has_flash();
    if (runs) {
        const QString left = countdown_text(chosen.flash().ends_us() - desk().connection.serverNowUs());
        running_->setText(tr("%1 for another %2").arg(text_of(chosen.flash().price()), left));
    }
    running_->setVisible(runs);
    price_->setEnabled(!runs);
    duration_->setEnabled(!runs);
    start_->setEnabled(!runs && !busy());
    end_->setEnabled(runs && !busy());
    end_->setVisible(runs);
    start_->setVisible(!runs);
    (runs ? end_ : start_)->setDefault(true);
    showSaving();
}

void FlashPriceDialog::showSaving() {
    const v1::Money& regular = variant().price();
    const auto minor = commerce::parse_price(price_->text(), regular.currency());
    const bool cheaper = minor && *minor > 0 && *minor < regular.minor();
    const double off =
        cheaper ? 100.0 * static_cast<double>(regular.minor() - *minor) / static_cast<double>(regular.minor())
                : 0;
    saving_->setText(cheaper ? tr("%1 % off").arg(off, 0, 'f', 0) : QString());
}

void FlashPriceDialog::start() {
    const auto stream_time_ms = desk().pinning.seenNow();  // before anything else takes time
    const v1::Variant& chosen = variant();
    const auto minor = commerce::parse_price(price_->text(), chosen.price().currency());
    if (!minor) {
        tell(tr("Enter a price in %1, like 12.50.").arg(QString::fromStdString(chosen.price().currency())),
             price_);
        return;
    }
    v1::StartFlashPriceRequest request;
    request.set_show_id(desk().show.show().id());
    request.set_variant_id(chosen.id());
    request.mutable_price()->set_minor(*minor);
    request.mutable_price()->set_currency(chosen.price().currency());
    request.set_duration_s(duration_->seconds());
    request.set_has_stream_time(stream_time_ms.has_value());
    request.set_stream_time_ms(stream_time_ms.value_or(0));
    const bool price_is_wrong = *minor < 1 || *minor >= chosen.price().minor();
    send<v1::StartFlashPriceRequest, v1::FlashPriceChanged>(
        &commerce::Shop::startFlashPrice, request, [this](const v1::FlashPriceChanged&) { accept(); },
        price_is_wrong ? static_cast<QWidget*>(price_) : duration_->number());
}

void FlashPriceDialog::end() {
    v1::EndFlashPriceRequest request;
    request.set_show_id(desk().show.show().id());
    request.set_variant_id(variant().id());
    send<v1::EndFlashPriceRequest, v1::FlashPriceChanged>(&commerce::Shop::endFlashPrice, request,
                                                          [this](const v1::FlashPriceChanged&) { accept(); });
}

}  // namespace vitrine::app
