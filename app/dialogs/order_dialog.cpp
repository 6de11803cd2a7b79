// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/order_dialog.h"

#include <QDateTime>

#include "app/look/tables.h"
#include "commerce-client/price.h"
#include "commerce-client/refund_sum.h"

namespace vitrine::app {
namespace {

QString money(const v1::Money& money) { return commerce::price_text(money.minor(), money.currency()); }

QString refund_state(const v1::Refund& refund) {
    switch (refund.state()) {
        case v1::REFUND_STATE_ASKED:
            return OrderDialog::tr("on its way");
        case v1::REFUND_STATE_DONE:
            return OrderDialog::tr("given back");
        case v1::REFUND_STATE_REFUSED:
            return refund.problem().empty()
                       ? OrderDialog::tr("refused by the payment service")
                       : OrderDialog::tr("refused: %1").arg(QString::fromStdString(refund.problem()));
        default:
            return {};
    }
}

// Lines that were held at different times may have been converted at different rates.
QString rates_text(const v1::Order& order) {
    QStringList rates;
    for (const auto& line : order.lines()) {
        if (line.base_currency().empty() || line.base_currency() == order.total().currency()) continue;
        rates << OrderDialog::tr("1 %1 = %2 %3")
                     .arg(QString::fromStdString(line.base_currency()),
                          QLocale().toString(static_cast<double>(line.rate_e9()) / 1e9, 'g', 10),
                          QString::fromStdString(order.total().currency()));
    }
    rates.removeDuplicates();
    return rates.join(QStringLiteral("; "));
}

QString address_text(const v1::Address& address) {
    QStringList lines;
    const std::string town =
        address.postal_code().empty() ? address.city() : address.postal_code() + " " + address.city();
    for (const std::string& line : {address.name(), address.line1(), address.line2(), town, address.region(),
                                    address.country(), address.phone()}) {
        if (!line.empty()) lines << QString::fromStdString(line);
    }
    return lines.join(QStringLiteral(", "));
}

}  // namespace

OrderDialog::OrderDialog(Desk& desk, const v1::Order& order, QWidget* parent)
    : CommandDialog(desk, tr("Order of %1").arg(QString::fromStdString(order.buyer_name())), parent),
      order_(order) {
    setMinimumSize(620, 480);
    facts_ = form();
    body()->addLayout(facts_);
    lines_ = table(tr("Goods"), {tr("Goods"), tr("Units"), tr("Each"), tr("Given back"), tr("On the shelf")});
    align_right(lines_, {1, 2, 3, 4});
    body()->addWidget(lines_, 2);
    refunds_title_ = label(tr("Money given back"), "caption");
    refunds_ = table(tr("Money given back"), {tr("When"), tr("How much"), tr("Why"), tr("State")});
    body()->addWidget(refunds_title_);
    body()->addWidget(refunds_, 1);
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    refund_ = addCommand(tr("&Give money back …"),
                         [this] { emit refundWanted(QString::fromStdString(order_.id())); });
    cancel_ = addCommand(tr("Cancel the &order …"),
                         [this] { emit cancelWanted(QString::fromStdString(order_.id())); });
    connect(&desk.show.orders(), &commerce::OrdersModel::orderChanged, this, &OrderDialog::follow);
    connect(&desk.show, &commerce::LiveShow::refundMoved, this, [this](const v1::Refund& refund) {
        if (refund.order_id() == order_.id()) askRefunds();
    });
    show(order);
    askRefunds();
    lines_->setFocus();
}

void OrderDialog::follow(const v1::Order& order) {
    if (order.id() == order_.id()) show(order);
}

void OrderDialog::fact(const QString& name, const QString& value, const char* kind) {
    QLabel* shown = paragraph(value, kind);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    facts_->addRow(name, shown);
}

void OrderDialog::show(const v1::Order& order) {
    order_ = order;
    while (facts_->rowCount() > 0) facts_->removeRow(0);
    fact(tr("State"), commerce::order_state_text(order), "figure");
    fact(tr("Ordered"),
         QLocale().toString(QDateTime::fromMSecsSinceEpoch(order.created_us() / 1000), QLocale::ShortFormat));
    if (!order.email().empty()) fact(tr("E-mail"), QString::fromStdString(order.email()));
    if (order.has_ship_to()) fact(tr("Goes to"), address_text(order.ship_to()));
    if (!order.problem().empty()) fact(tr("The buyer was told"), QString::fromStdString(order.problem()));
    showMoney();
    showLines();
    updateCommands();
}

void OrderDialog::showMoney() {
    if (order_.discount().minor() > 0) {
        const QString off =
            tr("%1, coupon %2").arg(money(order_.discount()), QString::fromStdString(order_.coupon_code()));
        fact(tr("Goods"), money(order_.subtotal()));
        fact(tr("Discount"), QStringLiteral("−") + off);
    }
    fact(tr("Total"), money(order_.total()), "price");
    if (const QString rates = rates_text(order_); !rates.isEmpty())
        fact(tr("Rate"), tr("%1, kept since it was held").arg(rates));
    if (order_.refunded().minor() > 0) fact(tr("Given back"), money(order_.refunded()));
    if (order_.refunding().minor() > 0) fact(tr("On its way back"), money(order_.refunding()));
}

void OrderDialog::showLines() {
    lines_->clear();
    for (const auto& line : order_.lines()) {
        add_row(lines_, {QString::fromStdString(line.title()), QString::number(line.quantity()),
                         money(line.unit_price()), QString::number(line.refunded_quantity()),
                         QString::number(line.restocked_quantity())});
    }
    fit_columns(lines_);
}

void OrderDialog::askRefunds() {
    v1::ListRefundsRequest request;
    request.set_order_id(order_.id());
    ask<v1::ListRefundsRequest, v1::ListRefundsResponse>(
        &commerce::Shop::refunds, request, [this](const v1::ListRefundsResponse& all) {
            refunds_->clear();
            for (const auto& refund : all.refunds()) {
                add_row(
                    refunds_,
                    {QLocale().toString(QDateTime::fromMSecsSinceEpoch(refund.created_us() / 1000).time(),
                                        QLocale::ShortFormat),
                     money(refund.amount()), QString::fromStdString(refund.reason()), refund_state(refund)});
            }
            fit_columns(refunds_);
            refunds_->setVisible(all.refunds_size() > 0);
            refunds_title_->setVisible(all.refunds_size() > 0);
        });
    refunds_->hide();
    refunds_title_->hide();
}

void OrderDialog::updateCommands() {
    refund_->setEnabled(commerce::can_refund(order_) && !busy());
    cancel_->setEnabled(commerce::can_cancel(order_) && !busy());
}

}  // namespace vitrine::app
