// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/cancel_order_dialog.h"

#include "commerce-client/price.h"
#include "commerce-client/refund_sum.h"

namespace vitrine::app {
namespace {

QString what_happens(const v1::Order& order) {
    const QString buyer = QString::fromStdString(order.buyer_name());
    const v1::Money money = commerce::cancelled_money(order);
    const QString sum = commerce::price_text(money.minor(), money.currency());
    if (money.minor() == 0)
        return CancelOrderDialog::tr("Nothing was charged. What %1 wanted goes back on the shelf.")
            .arg(buyer);
    if (order.state() == v1::ORDER_STATE_AUTHORISED) {
        return CancelOrderDialog::tr("%1 are not charged to %2, and the goods go back on the shelf.")
            .arg(sum, buyer);
    }
    return CancelOrderDialog::tr("%1 go back to %2, and the goods go back on the shelf.").arg(sum, buyer);
}

}  // namespace

CancelOrderDialog::CancelOrderDialog(Desk& desk, const v1::Order& order, QWidget* parent)
    : CommandDialog(desk, tr("Cancel this order?"), parent), order_(order) {
    setMinimumWidth(460);
    QStringList goods;
    for (const auto& line : order.lines()) {
        goods << QStringLiteral("%1 × %2").arg(line.quantity()).arg(QString::fromStdString(line.title()));
    }
    body()->addWidget(paragraph(goods.join('\n')));
    QLabel* consequence = paragraph(what_happens(order));
    consequence->setObjectName("consequence");
    body()->addWidget(consequence);
    auto* fields = form();
    reason_ = reason_field(tr("Reason"), {tr("the buyer asked for it"), tr("cannot be delivered"),
                                          tr("ordered by mistake"), tr("suspicious payment")});
    fields->addRow(tr("&Reason"), reason_);
    body()->addLayout(fields);
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Keep it"));
    addCommand(tr("Cancel the order"), [this] { cancel(); });
    reason_->setFocus();
}

void CancelOrderDialog::cancel() {
    v1::CancelOrderRequest request;
    request.set_order_id(order_.id());
    request.set_reason(reason_->currentText().trimmed().toStdString());
    send<v1::CancelOrderRequest, v1::Order>(&commerce::Shop::cancel, request,
                                            [this](const v1::Order&) { accept(); });
}

}  // namespace vitrine::app
