// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/refund_dialog.h"

#include <QGridLayout>
#include <QLineEdit>

#include "commerce-client/price.h"
#include "commerce-client/refund_sum.h"

namespace vitrine::app {

using commerce::price_text;

RefundDialog::RefundDialog(Desk& desk, const v1::Order& order, QWidget* parent)
    : CommandDialog(desk, tr("Give money back"), parent), order_(order) {
    setMinimumWidth(520);
    body()->addWidget(paragraph(tr("%1 paid %2. Choose what goes back.")
                                    .arg(QString::fromStdString(order.buyer_name()),
                                         price_text(order.total().minor(), order.total().currency())),
                                "muted"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kGrid * 2);
    grid->setVerticalSpacing(kGrid);
    grid->setColumnStretch(0, 1);
    for (int line = 0; line < order.lines_size(); ++line) addLine(grid, line);
    body()->addLayout(grid);
    sum_ = label({}, "figure");
    sum_->setObjectName("refundSum");
    body()->addWidget(sum_);
    auto* fields = form();
    reason_ = reason_field(tr("Reason"), {tr("sent back"), tr("broken"), tr("not delivered"),
                                          tr("not as shown"), tr("goodwill")});
    reason_->setObjectName("refundReason");
    restock_ = new QCheckBox(tr("The goods are &back on the shelf"));
    restock_->setObjectName("refundRestock");
    restock_->setToolTip(tr("They count as in stock again and can be sold at once."));
    fields->addRow(tr("&Reason"), reason_);
    fields->addRow(QString(), restock_);
    body()->addLayout(fields);
    give_ = addCommand(tr("Give back"), [this] { give(); });
    QPushButton* all = button(tr("&All that is left"));
    addAside(all);
    connect(all, &QPushButton::clicked, this, [this] { choose(true); });
    choose(true);
    reason_->setFocus();
}

void RefundDialog::addLine(QGridLayout* grid, int line) {
    const v1::OrderLine& sold = order_.lines(line);
    const QString title = QString::fromStdString(sold.title());
    auto* units = new QSpinBox;
    units->setRange(0, static_cast<int>(commerce::units_left(sold)));
    units->setSuffix(tr(" of %1").arg(commerce::units_left(sold)));
    units->setAccessibleName(tr("Units of %1 to give back").arg(title));
    units->setMinimumWidth(96);
    units->setEnabled(units->maximum() > 0);
    auto* sum = label({}, "price");
    sum->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    sum->setMinimumWidth(96);
    grid->addWidget(paragraph(title), line, 0);
    grid->addWidget(units, line, 1);
    grid->addWidget(sum, line, 2);
    units_.push_back(units);
    sums_.push_back(sum);
    connect(units, &QSpinBox::valueChanged, this, &RefundDialog::showSum);
}

void RefundDialog::choose(bool all) {
    for (QSpinBox* each : units_) each->setValue(all ? each->maximum() : 0);
    showSum();
}

void RefundDialog::showSum() {
    int64_t sum = 0;
    for (size_t i = 0; i < units_.size(); ++i) {
        const int64_t back = commerce::refund_of(order_.lines(static_cast<int>(i)), units_[i]->value());
        sums_[i]->setText(price_text(units_[i]->value() > 0 ? back : 0, order_.total().currency()));
        if (units_[i]->value() > 0) sum += back;
    }
    const QString text = price_text(sum, order_.total().currency());
    sum_->setText(tr("%1 go back to %2").arg(text, QString::fromStdString(order_.buyer_name())));
    give_->setText(tr("Give back %1").arg(text));
    updateCommands();
}

void RefundDialog::updateCommands() {
    const bool chosen =
        std::any_of(units_.begin(), units_.end(), [](const QSpinBox* each) { return each->value() > 0; });
    give_->setEnabled(chosen && !busy());
}

void RefundDialog::give() {
    v1::RefundOrderRequest request;
    request.set_order_id(order_.id());
    request.set_reason(reason_->currentText().trimmed().toStdString());
    request.set_restock(restock_->isChecked());
    for (size_t i = 0; i < units_.size(); ++i) {
        if (units_[i]->value() == 0) continue;
        v1::RefundLine* line = request.add_lines();
        line->set_line(static_cast<int>(i));
        line->set_quantity(units_[i]->value());
    }
    if (request.reason().empty()) {
        tell(tr("Say why: it stands in your books beside the money."), reason_);
        return;
    }
    send<v1::RefundOrderRequest, v1::Order>(&commerce::Shop::refund, request,
                                            [this](const v1::Order&) { accept(); });
}

}  // namespace vitrine::app
