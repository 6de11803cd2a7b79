// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/movement_list.h"

#include <QDateTime>
#include <QPointer>
#include <QVBoxLayout>

#include "app/look/pieces.h"
#include "app/look/tables.h"

namespace vitrine::app {
namespace {

constexpr int kPage = 50;
constexpr int kRoomy = 5;  // why

QString kind_text(v1::MovementKind kind) {
    switch (kind) {
        case v1::MOVEMENT_KIND_RECEIVED:
            return MovementList::tr("Received");
        case v1::MOVEMENT_KIND_ADJUSTED:
            return MovementList::tr("In or out");
        case v1::MOVEMENT_KIND_SOLD:
            return MovementList::tr("Sold");
        case v1::MOVEMENT_KIND_MOVED:
            return MovementList::tr("Moved");
        case v1::MOVEMENT_KIND_ALLOCATED:
            return MovementList::tr("Kept for a show");
        case v1::MOVEMENT_KIND_GIVEN_BACK:
            return MovementList::tr("Given back by a show");
        case v1::MOVEMENT_KIND_BROUGHT_BACK:
            return MovementList::tr("Brought back by a buyer");
        default:
            return {};
    }
}

QString signed_text(int64_t delta) {
    return delta < 0 ? QStringLiteral("−%L1").arg(-delta) : QStringLiteral("+%L1").arg(delta);
}

}  // namespace

MovementList::MovementList(Desk& desk, QWidget* parent) : QWidget(parent), desk_(desk) {
    list_ = table(tr("Journal, newest first"),
                  {tr("When"), tr("What"), tr("Units"), tr("Then there"), tr("Where"), tr("Why")});
    list_->setObjectName("movements");
    align_right(list_, {2, 3});
    empty_ = paragraph(tr("Nothing has happened to these units yet."), "empty");
    older_ = button(tr("&Older"));
    older_->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    column->setSpacing(kGrid);
    column->addWidget(list_, 1);
    column->addWidget(empty_, 1, Qt::AlignCenter);
    column->addWidget(older_, 0, Qt::AlignHCenter);
    connect(older_, &QPushButton::clicked, this, [this] { ask(oldest_); });
}

void MovementList::open(const std::string& variant_id, Name place, Name show) {
    if (variant_id != variant_id_) list_->clear();
    variant_id_ = variant_id;
    place_ = std::move(place);
    show_ = std::move(show);
    reload();
}

void MovementList::reload() {
    if (list_->topLevelItemCount() <= kPage) ask(0);  // who reads in the past is left there
}

void MovementList::ask(int64_t before) {
    v1::ListMovementsRequest request;
    request.set_variant_id(variant_id_);
    request.set_before_number(before);
    request.set_limit(kPage);
    older_->setEnabled(false);
    desk_.shop.movements(request, [self = QPointer<MovementList>(this), turn = ++turn_,
                                   before](commerce::Outcome<v1::ListMovementsResponse> outcome) {
        if (!self || turn != self->turn_) return;
        self->older_->setEnabled(true);
        if (!outcome.ok()) {
            self->empty_->setText(outcome.fault().text);
            self->empty_->setVisible(self->list_->topLevelItemCount() == 0);
            return;
        }
        if (before == 0) self->list_->clear();
        self->add(outcome.value());
    });
}

void MovementList::add(const v1::ListMovementsResponse& page) {
    for (const auto& each : page.movements()) {
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(each.at_us() / 1000);
        const QString where = each.show_id().empty()
                                  ? place_(each.location_id())
                                  : tr("%1, %2").arg(place_(each.location_id()), show_(each.show_id()));
        add_row(list_, {QLocale().toString(at, QLocale::ShortFormat), kind_text(each.kind()),
                        signed_text(each.delta()), QStringLiteral("%L1").arg(each.on_hand_after()), where,
                        QString::fromStdString(each.reason())});
        oldest_ = each.number();
    }
    fit_columns(list_, kRoomy);
    const bool none = list_->topLevelItemCount() == 0;
    list_->setVisible(!none);
    empty_->setVisible(none);
    older_->setVisible(page.movements_size() == kPage);
}

}  // namespace vitrine::app
