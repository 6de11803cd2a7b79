// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/stock_dialog.h"

#include <QLineEdit>

#include "app/dialogs/movement_list.h"
#include "app/look/tables.h"

namespace vitrine::app {
namespace {

constexpr int kUnits = 1'000'000'000;  // what is too many, the server says
constexpr int kSoon_ms = 300;          // sales come many a second

QSpinBox* units_field(const QString& name, int least) {
    auto* made = new QSpinBox;
    made->setRange(least, kUnits);
    made->setGroupSeparatorShown(true);
    made->setAccessibleName(name);
    return made;
}

QString chosen_id(const QComboBox* choice) { return choice->currentData().toString(); }

void choose(QComboBox* choice, const QVariant& data) {
    const int at = choice->findData(data);
    choice->setCurrentIndex(at < 0 ? 0 : at);
}

}  // namespace

StockDialog::StockDialog(Desk& desk, const v1::Product& product, QWidget* parent)
    : CommandDialog(desk, tr("Stock of %1").arg(QString::fromStdString(product.title())), parent) {
    resize(840, 600);
    choice_ = new VariantChoice(product, this);
    choice_->setVisible(!choice_->isOneOnly());
    sum_ = label({}, "figure");
    sum_->setObjectName("stockSum");
    buckets_ = table(tr("Units by place and show"),
                     {tr("Place"), tr("For"), tr("On hand"), tr("Held"), tr("Sold"), tr("Available")});
    buckets_->setObjectName("buckets");
    align_right(buckets_, {2, 3, 4, 5});
    pages_ = new QTabWidget;
    pages_->addTab(makeAdjust(), tr("In and &out"));
    pages_->addTab(makeTransfer(), tr("&Move"));
    pages_->addTab(makeShowPage(), tr("This &show"));
    movements_ = new MovementList(desk);
    pages_->addTab(movements_, tr("&Journal"));
    body()->addWidget(choice_);
    body()->addWidget(sum_);
    body()->addWidget(buckets_, 1);
    body()->addWidget(pages_, 1);
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    QPushButton* places = button(tr("&Places …"));
    addAside(places);
    connect(places, &QPushButton::clicked, this, &StockDialog::placesWanted);
    connect(pages_, &QTabWidget::currentChanged, this, &StockDialog::updateCommands);
    connect(choice_, &QComboBox::currentIndexChanged, this, &StockDialog::load);
    soon_.setSingleShot(true);
    soon_.setInterval(kSoon_ms);
    connect(&soon_, &QTimer::timeout, this, &StockDialog::load);
    connect(&desk.show.products(), &commerce::ProductsModel::stockShown, this, [this](const QString& id) {
        if (id.toStdString() == variantId() && !soon_.isActive()) soon_.start();
    });
    loadPlaces();
    loadShows();
    delta_->setFocus();
    delta_->selectAll();
}

QPushButton* StockDialog::addDeed(QFormLayout* fields, const QString& text, void (StockDialog::*what)()) {
    QPushButton* made = button(text);
    made->setAutoDefault(true);
    fields->addRow(QString(), made);
    connect(made, &QPushButton::clicked, this, what);
    deeds_ << made;
    return made;
}

QWidget* StockDialog::makeAdjust() {
    auto* page = new QWidget;
    auto* fields = form();
    page->setLayout(fields);
    adjust_bucket_ = new QComboBox;
    adjust_bucket_->setAccessibleName(tr("Where"));
    delta_ = units_field(tr("Units that came, or went (below zero)"), -kUnits);
    delta_->setObjectName("adjustUnits");
    adjust_reason_ =
        reason_field(tr("Reason"), {tr("delivery"), tr("count"), tr("damage"), tr("loss"), tr("own use")});
    fields->addRow(tr("&Where"), adjust_bucket_);
    fields->addRow(tr("&Units (− for out)"), delta_);
    fields->addRow(tr("&Reason"), adjust_reason_);
    addDeed(fields, tr("Write it down"), &StockDialog::adjust)->setObjectName("adjust");
    return page;
}

QWidget* StockDialog::makeTransfer() {
    auto* page = new QWidget;
    auto* fields = form();
    page->setLayout(fields);
    from_ = new QComboBox;
    to_ = new QComboBox;
    moved_ = units_field(tr("Units to move"), 0);
    moved_->setObjectName("moveUnits");
    moved_->setValue(1);
    move_reason_ = reason_field(tr("Reason"), {tr("to the studio"), tr("to the store"), tr("tidying up")});
    fields->addRow(tr("&From"), from_);
    fields->addRow(tr("&To"), to_);
    fields->addRow(tr("&Units"), moved_);
    fields->addRow(tr("&Reason"), move_reason_);
    addDeed(fields, tr("Move them"), &StockDialog::transfer)->setObjectName("move");
    return page;
}

QWidget* StockDialog::makeShowPage() {
    auto* page = new QWidget;
    auto* fields = form();
    page->setLayout(fields);
    show_state_ = paragraph({}, "muted");
    show_state_->setObjectName("showState");
    show_place_ = new QComboBox;
    kept_ = units_field(tr("Units to keep for this show"), 0);
    kept_->setObjectName("keepUnits");
    kept_->setValue(1);
    fields->addRow(show_state_);
    fields->addRow(tr("&From"), show_place_);
    fields->addRow(tr("&Units"), kept_);
    addDeed(fields, tr("Keep them for this show"), &StockDialog::allocate)->setObjectName("keep");
    give_back_ = addDeed(fields, tr("Give all &back"), &StockDialog::giveBack);
    give_back_->setObjectName("giveBack");
    if (!desk().show.isOpen()) page->setEnabled(false);
    return page;
}

void StockDialog::loadPlaces() {
    v1::ListLocationsRequest request;
    request.set_with_archived(true);  // for the names in the past
    desk().shop.locations(
        request, [self = QPointer<StockDialog>(this)](commerce::Outcome<v1::ListLocationsResponse> places) {
            if (!self) return;
            if (!places.ok()) return self->tell(places.fault().text);
            self->places_ = places.value();
            self->load();
        });
}

void StockDialog::loadShows() {
    desk().backstage.listShows(
        [self = QPointer<StockDialog>(this)](commerce::Outcome<v1::ListShowsResponse> outcome) {
            if (!self || !outcome.ok()) return;  // a show without a name is still told from the others
            for (const auto& show : outcome->shows())
                self->shows_.insert(QString::fromStdString(show.id()), QString::fromStdString(show.title()));
            self->show(self->level_);
        });
}

void StockDialog::load() {
    v1::GetStockRequest request;
    request.add_variant_ids(variantId());
    desk().shop.stock(request, [self = QPointer<StockDialog>(this),
                                wanted = variantId()](commerce::Outcome<v1::GetStockResponse> stock) {
        if (!self || wanted != self->variantId()) return;
        if (!stock.ok()) return self->tell(stock.fault().text);
        if (stock->levels_size() == 1) self->show(stock->levels(0));
    });
    movements_->open(
        variantId(), [this](const std::string& location) { return placeName(location); },
        [this](const std::string& show) { return showName(show); });
}

QString StockDialog::placeName(const std::string& location_id) const {
    for (const auto& place : places_.locations()) {
        if (place.id() == location_id) return QString::fromStdString(place.name());
    }
    return tr("elsewhere");
}

QString StockDialog::showName(const std::string& show_id) const {
    if (show_id.empty()) return tr("every show");
    if (show_id == desk().show.show().id()) return tr("this show");
    return shows_.value(QString::fromStdString(show_id), tr("another show"));
}

void StockDialog::show(const v1::StockLevel& level) {
    level_ = level;
    sum_->setText(tr("%L1 on hand · %L2 held by buyers · %L3 sold · %L4 available")
                      .arg(level.on_hand())
                      .arg(level.held())
                      .arg(level.sold())
                      .arg(level.available()));
    buckets_->clear();
    const QLocale locale;
    for (const auto& bucket : level.buckets()) {
        add_row(buckets_,
                {placeName(bucket.location_id()), showName(bucket.show_id()),
                 locale.toString(qlonglong{bucket.on_hand()}), locale.toString(qlonglong{bucket.held()}),
                 locale.toString(qlonglong{bucket.sold()}), locale.toString(qlonglong{bucket.available()})});
    }
    fit_columns(buckets_);
    fillPlaces();
    updateCommands();
}

void StockDialog::fillPlaces() {
    const QVariant where = adjust_bucket_->currentData();
    adjust_bucket_->clear();
    for (QComboBox* each : {from_, to_, show_place_}) {
        const QString before = chosen_id(each);
        each->clear();
        for (const auto& place : places_.locations()) {
            if (!place.archived())
                each->addItem(QString::fromStdString(place.name()), QString::fromStdString(place.id()));
        }
        choose(each, before);
    }
    for (int i = 0; i < from_->count(); ++i)
        adjust_bucket_->addItem(from_->itemText(i), QStringList{from_->itemData(i).toString(), QString()});
    for (const auto& bucket : level_.buckets()) {
        if (bucket.show_id().empty()) continue;
        adjust_bucket_->addItem(
            tr("%1, for %2").arg(placeName(bucket.location_id()), showName(bucket.show_id())),
            QStringList{QString::fromStdString(bucket.location_id()),
                        QString::fromStdString(bucket.show_id())});
    }
    choose(adjust_bucket_, where);
    if (to_->count() > 1 && chosen_id(to_) == chosen_id(from_))
        to_->setCurrentIndex(from_->currentIndex() ? 0 : 1);
}

void StockDialog::updateCommands() {
    if (!give_back_) return;  // not all is made yet
    int64_t own = 0;
    bool keeps = false;
    for (const auto& bucket : level_.buckets()) {
        if (bucket.show_id().empty() || bucket.show_id() != desk().show.show().id()) continue;
        own += bucket.available();
        keeps = keeps || bucket.on_hand() > 0;
    }
    show_state_->setText(
        keeps ? tr("This show sells its own units and no others: %Ln left.", nullptr, static_cast<int>(own))
              : tr("This show sells from what is there for every show. Units kept for it are "
                   "sold in it alone."));
    for (QPushButton* each : deeds_) each->setEnabled(!busy());
    give_back_->setEnabled(keeps && !busy());
    const auto on_page = [this](QPushButton* each) { return pages_->currentWidget()->isAncestorOf(each); };
    for (QPushButton* each : deeds_)
        each->setDefault(each != give_back_ && on_page(each));  // what Enter does
}

void StockDialog::adjust() {
    const QStringList bucket = adjust_bucket_->currentData().toStringList();
    v1::AdjustStockRequest request;
    request.set_variant_id(variantId());
    request.set_delta(delta_->value());
    request.set_reason(adjust_reason_->currentText().trimmed().toStdString());
    request.set_location_id(bucket.value(0).toStdString());
    request.set_show_id(bucket.value(1).toStdString());
    if (request.reason().empty() && request.delta() != 0)
        return tell(tr("Say why: it stands in the journal."), adjust_reason_);
    send<v1::AdjustStockRequest, v1::StockLevel>(
        &commerce::Shop::adjust, request,
        [this](const v1::StockLevel& level) {
            done(level);
            delta_->setValue(0);
        },
        delta_);
}

void StockDialog::transfer() {
    v1::TransferStockRequest request;
    request.set_variant_id(variantId());
    request.set_from_location_id(chosen_id(from_).toStdString());
    request.set_to_location_id(chosen_id(to_).toStdString());
    request.set_quantity(moved_->value());
    request.set_reason(move_reason_->currentText().trimmed().toStdString());
    if (request.reason().empty()) return tell(tr("Say why: it stands in the journal."), move_reason_);
    send<v1::TransferStockRequest, v1::StockLevel>(
        &commerce::Shop::transfer, request, [this](const v1::StockLevel& level) { done(level); }, moved_);
}

void StockDialog::allocate() {
    v1::AllocateStockRequest request;
    request.set_show_id(desk().show.show().id());
    request.set_variant_id(variantId());
    request.set_location_id(chosen_id(show_place_).toStdString());
    request.set_quantity(kept_->value());
    send<v1::AllocateStockRequest, v1::StockLevel>(
        &commerce::Shop::allocate, request, [this](const v1::StockLevel& level) { done(level); }, kept_);
}

void StockDialog::giveBack() {
    v1::ReturnStockRequest request;
    request.set_show_id(desk().show.show().id());
    request.set_variant_id(variantId());
    send<v1::ReturnStockRequest, v1::StockLevel>(&commerce::Shop::giveBack, request,
                                                 [this](const v1::StockLevel& level) { done(level); });
}

void StockDialog::done(const v1::StockLevel& level) {
    show(level);
    movements_->reload();
}

}  // namespace vitrine::app
