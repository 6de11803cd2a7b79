// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/drop_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>

#include "app/look/countdown.h"

namespace vitrine::app {
namespace {

constexpr int64_t kUsual_s = 30;
constexpr int kTick_ms = 250;
constexpr int kPoll_ms = 1'000;  // who enters is told to nobody: it is asked for

bool under_way(const v1::Drop& drop) {
    return drop.state() == v1::DROP_STATE_OPEN || drop.state() == v1::DROP_STATE_DRAWING;
}

}  // namespace

DropDialog::DropDialog(Desk& desk, const v1::Product& product, QWidget* parent)
    : CommandDialog(desk, tr("Drop"), parent), product_(product) {
    setMinimumWidth(560);
    body()->addWidget(paragraph(QString::fromStdString(product.title()), "figure"));
    choice_ = new VariantChoice(product_, this);
    choice_->setVisible(!choice_->isOneOnly());
    body()->addWidget(choice_);
    pages_ = new QStackedWidget;
    pages_->addWidget(makeForm());
    pages_->addWidget(makeBoard());
    body()->addWidget(pages_, 1);
    open_ = addCommand(tr("Open it now"), [this] { open(); });
    call_off_ = addCommand(tr("Call it &off"), [this] { callOff(); });
    another_ = addCommand(tr("&New drop …"), [this] {
        new_wanted_ = true;
        follow({});
        quantity_->setFocus();
        quantity_->selectAll();
    });
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    connect(choice_, &QComboBox::currentIndexChanged, this, [this] {
        new_wanted_ = false;
        follow({});
        look();
    });
    connect(&desk.show.drops(), &commerce::DropBoard::changed, this, &DropDialog::take);
    tick_.setInterval(kTick_ms);
    connect(&tick_, &QTimer::timeout, this, &DropDialog::showCountdown);
    poll_.setInterval(kPoll_ms);
    connect(&poll_, &QTimer::timeout, this, &DropDialog::look);
    showDrop();
    look();
    quantity_->setFocus();
    quantity_->selectAll();
}

QWidget* DropDialog::makeForm() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid * 2);
    column->addWidget(paragraph(
        tr("For a while everybody may enter; then the units are drawn among those who did, each with "
           "the same chance. Until then nobody can buy them another way."),
        "muted"));
    quantity_ = new QSpinBox;
    quantity_->setObjectName("dropQuantity");
    quantity_->setRange(0, 1'000'000'000);
    quantity_->setValue(1);
    window_ = new DurationField(tr("Open for"));
    window_->setSeconds(kUsual_s);
    auto* fields = form();
    fields->addRow(tr("&Units"), quantity_);
    fields->addRow(tr("Open &for"), window_);
    column->addLayout(fields);
    column->addStretch(1);
    return page;
}

QLineEdit* DropDialog::addProof(QFormLayout* fields, const QString& name, const char* object_name) {
    auto* field = new QLineEdit;
    field->setObjectName(object_name);
    field->setReadOnly(true);
    field->setAccessibleName(name);
    QPushButton* copy = button(tr("Copy"));
    copy->setAccessibleName(tr("Copy: %1").arg(name));
    connect(copy, &QPushButton::clicked, this,
            [field] { QGuiApplication::clipboard()->setText(field->text()); });
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(field, 1);
    row->addWidget(copy);
    fields->addRow(name, row);
    return field;
}

QWidget* DropDialog::makeBoard() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    state_ = label({}, "title");
    state_->setObjectName("dropState");
    entries_ = label({}, "figure");
    entries_->setObjectName("dropEntries");
    column->addWidget(state_);
    column->addWidget(entries_);
    auto* fields = form();
    commitment_ = addProof(fields, tr("Commitment"), "dropCommitment");
    seed_ = addProof(fields, tr("Seed"), "dropSeed");
    address_ = addProof(fields, tr("To check it"), "dropAddress");
    seed_->setPlaceholderText(tr("kept secret until it is drawn"));
    winners_ = new QPlainTextEdit;
    winners_->setObjectName("dropWinners");
    winners_->setReadOnly(true);
    winners_->setTabChangesFocus(true);
    winners_->setAccessibleName(tr("Winning entries, in the order of the draw"));
    winners_->setMinimumHeight(kGrid * 12);
    fields->addRow(tr("Winners"), winners_);
    column->addLayout(fields);
    column->addStretch(1);
    return page;
}

void DropDialog::look() {
    v1::ListDropsRequest request;
    request.set_show_id(desk().show.show().id());
    desk().shop.drops(request, [self = QPointer<DropDialog>(this), wanted = choice_->variant().id()](
                                   commerce::Outcome<v1::ListDropsResponse> outcome) {
        if (!self || !outcome.ok()) return;
        for (const auto& drop : outcome->drops()) {  // newest first
            if (drop.variant_id() != wanted) continue;
            if (drop.state() == v1::DROP_STATE_DRAWN && !self->new_wanted_) self->follow(drop);
            self->take(drop);
            return;
        }
    });
}

void DropDialog::take(const v1::Drop& drop) {
    if (drop.variant_id() != choice_->variant().id()) return;
    const bool same = drop.id() == drop_.id();
    if (same ? drop.state() >= drop_.state() : under_way(drop)) follow(drop);
}

void DropDialog::follow(const v1::Drop& drop) {
    const bool news = drop.id() != drop_.id() || drop.state() != drop_.state();
    drop_ = drop;
    showDrop();
    if (news && drop.state() == v1::DROP_STATE_DRAWN) askDraw();
}

void DropDialog::showDrop() {
    const bool follows = !drop_.id().empty();
    pages_->setCurrentIndex(follows ? 1 : 0);
    commitment_->setText(QString::fromStdString(drop_.commitment()));
    commitment_->setCursorPosition(0);
    seed_->setText(QString::fromStdString(drop_.seed()));
    seed_->setCursorPosition(0);
    const QString site = QString::fromStdString(desk().connection.status().page_url());
    address_->setText(follows ? site + "/v1/drops/" + QString::fromStdString(drop_.id()) : QString());
    address_->setCursorPosition(0);
    if (drop_.state() != v1::DROP_STATE_DRAWN) winners_->clear();
    entries_->setText(tr("%Ln entered, ", nullptr, static_cast<int>(drop_.entries())) +
                      tr("%Ln to win", nullptr, static_cast<int>(drop_.quantity())));
    showCountdown();
    if (under_way(drop_)) {
        if (!tick_.isActive()) tick_.start();
        if (!poll_.isActive()) poll_.start();
    } else {
        tick_.stop();
        poll_.stop();
    }
    updateCommands();
}

void DropDialog::showCountdown() {
    switch (drop_.state()) {
        case v1::DROP_STATE_OPEN:
            state_->setText(
                tr("Closes in %1").arg(countdown_text(drop_.closes_us() - desk().connection.serverNowUs())));
            break;
        case v1::DROP_STATE_DRAWING:
            state_->setText(tr("Being drawn …"));
            break;
        case v1::DROP_STATE_DRAWN:
            state_->setText(tr("Drawn"));
            break;
        case v1::DROP_STATE_CALLED_OFF:
            state_->setText(tr("Called off"));
            break;
        default:
            state_->clear();
    }
}

void DropDialog::askDraw() {
    v1::GetDrawRequest request;
    request.set_drop_id(drop_.id());
    ask<v1::GetDrawRequest, v1::Draw>(&commerce::Shop::draw, request, [this](const v1::Draw& draw) {
        if (draw.drop().id() != drop_.id()) return;
        QStringList winners;
        for (const auto& id : draw.winners()) winners << QString::fromStdString(id);
        winners_->setPlainText(winners.isEmpty() ? tr("Nobody entered.") : winners.join('\n'));
    });
}

void DropDialog::updateCommands() {
    const bool follows = !drop_.id().empty();
    const bool open = drop_.state() == v1::DROP_STATE_OPEN;
    open_->setVisible(!follows);
    call_off_->setVisible(open);
    another_->setVisible(follows && !under_way(drop_));
    for (QPushButton* each : {open_, call_off_, another_}) each->setEnabled(!busy());
    // Enter opens a drop, and never calls one off.
    buttons()->button(QDialogButtonBox::Cancel)->setDefault(follows);
    open_->setDefault(!follows);
}

void DropDialog::open() {
    const auto stream_time_ms = desk().pinning.seenNow();  // before anything else takes time
    v1::OpenDropRequest request;
    request.set_show_id(desk().show.show().id());
    request.set_variant_id(choice_->variant().id());
    request.set_quantity(quantity_->value());
    request.set_window_s(window_->seconds());
    request.set_has_stream_time(stream_time_ms.has_value());
    request.set_stream_time_ms(stream_time_ms.value_or(0));
    send<v1::OpenDropRequest, v1::Drop>(
        &commerce::Shop::openDrop, request, [this](const v1::Drop& drop) { take(drop); },
        quantity_->value() < 1 ? quantity_ : window_->number());
}

void DropDialog::callOff() {
    v1::CallOffDropRequest request;
    request.set_drop_id(drop_.id());
    send<v1::CallOffDropRequest, v1::Drop>(&commerce::Shop::callOffDrop, request,
                                           [this](const v1::Drop& drop) { take(drop); });
}

}  // namespace vitrine::app
