// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dialogs/places_dialog.h"

#include <QHBoxLayout>

#include "app/look/tables.h"

namespace vitrine::app {

PlacesDialog::PlacesDialog(Desk& desk, QWidget* parent) : CommandDialog(desk, tr("Places"), parent) {
    setMinimumSize(560, 420);
    body()->addWidget(
        paragraph(tr("Where your goods lie. Buyers are served from the uppermost place that has "
                     "what they want."),
                  "muted"));
    list_ = table(tr("Places, in the order in which buyers are served"), {tr("Place"), tr("Role")});
    list_->setObjectName("places");
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGrid * 2);
    row->addWidget(list_, 1);
    row->addWidget(makeDeeds());
    body()->addLayout(row, 1);
    archived_ = new QCheckBox(tr("Show archived ones"));
    name_ = new QLineEdit;
    name_->setObjectName("newPlace");
    name_->setPlaceholderText(tr("Name of a new place"));
    name_->setAccessibleName(tr("Name of a new place"));
    name_->setMaxLength(60);
    add_ = button(tr("&Add"));
    auto* line = new QHBoxLayout;
    line->setSpacing(kGrid);
    line->addWidget(name_, 1);
    line->addWidget(add_);
    body()->addLayout(line);
    body()->addWidget(archived_);
    buttons()->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    connect(add_, &QPushButton::clicked, this, &PlacesDialog::add);
    connect(name_, &QLineEdit::textChanged, this, &PlacesDialog::updateCommands);
    connect(archived_, &QCheckBox::toggled, this, &PlacesDialog::load);
    connect(list_, &QTreeWidget::currentItemChanged, this, &PlacesDialog::updateCommands);
    connect(list_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* changed) {
        if (!filling_) rename(changed);
    });
    load();
    list_->setFocus();
}

QWidget* PlacesDialog::makeDeeds() {
    auto* deeds = new QWidget;
    auto* column = new QVBoxLayout(deeds);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    rename_ = button(tr("&Rename"));
    up_ = button(tr("&Up"));
    down_ = button(tr("&Down"));
    standard_ = button(tr("Make it &standard"));
    standard_->setToolTip(tr("Goods come and go there when nobody names a place."));
    archive_ = button(tr("Ar&chive"));
    for (QPushButton* each : {rename_, up_, down_, standard_, archive_}) column->addWidget(each);
    column->addStretch(1);
    connect(rename_, &QPushButton::clicked, this, [this] { list_->editItem(list_->currentItem(), 0); });
    connect(up_, &QPushButton::clicked, this, [this] { shift(-1); });
    connect(down_, &QPushButton::clicked, this, [this] { shift(1); });
    connect(standard_, &QPushButton::clicked, this, &PlacesDialog::makeStandard);
    connect(archive_, &QPushButton::clicked, this, &PlacesDialog::archive);
    return deeds;
}

void PlacesDialog::load() {
    v1::ListLocationsRequest request;
    request.set_with_archived(archived_->isChecked());
    ask<v1::ListLocationsRequest, v1::ListLocationsResponse>(
        &commerce::Shop::locations, request,
        [this](const v1::ListLocationsResponse& places) { show(places); });
}

void PlacesDialog::show(const v1::ListLocationsResponse& places) {
    places_ = places;
    filling_ = true;
    list_->clear();
    for (const auto& place : places.locations()) {
        QTreeWidgetItem* row =
            add_row(list_, {QString::fromStdString(place.name()), place.archived()   ? tr("archived")
                                                                  : place.standard() ? tr("standard")
                                                                                     : QString()});
        row->setData(0, Qt::UserRole, QString::fromStdString(place.id()));
        row->setFlags(row->flags() | Qt::ItemIsEditable);
        if (row->data(0, Qt::UserRole).toString() == keep_) list_->setCurrentItem(row);
    }
    fit_columns(list_);
    if (!list_->currentItem() && list_->topLevelItemCount() > 0)
        list_->setCurrentItem(list_->topLevelItem(0));
    filling_ = false;
    updateCommands();
}

const v1::Location* PlacesDialog::chosen() const {
    const int at = list_->indexOfTopLevelItem(list_->currentItem());
    return at < 0 || at >= places_.locations_size() ? nullptr : &places_.locations(at);
}

void PlacesDialog::add() {
    v1::Location place;
    place.set_name(name_->text().trimmed().toStdString());
    int64_t last = -1;
    for (const auto& each : places_.locations()) last = std::max(last, each.position());
    place.set_position(last + 1);
    save(place, name_);
}

void PlacesDialog::rename(QTreeWidgetItem* row) {
    const int at = list_->indexOfTopLevelItem(row);
    if (at < 0 || at >= places_.locations_size()) return;
    v1::Location place = places_.locations(at);
    const std::string name = row->text(0).trimmed().toStdString();
    if (name == place.name()) return;
    place.set_name(name);
    save(place);
}

void PlacesDialog::shift(int by) {
    const int at = list_->indexOfTopLevelItem(list_->currentItem());
    const int to = at + by;
    if (!chosen() || to < 0 || to >= places_.locations_size()) return;
    std::vector<v1::Location> order(places_.locations().begin(), places_.locations().end());
    std::swap(order[static_cast<size_t>(at)], order[static_cast<size_t>(to)]);
    std::vector<v1::Location> moved;
    for (size_t i = 0; i < order.size(); ++i) {
        if (order[i].position() == static_cast<int64_t>(i) || order[i].archived()) continue;
        order[i].set_position(static_cast<int64_t>(i));
        moved.push_back(order[i]);
    }
    keep_ = QString::fromStdString(chosen()->id());
    saveAll(std::move(moved));
}

void PlacesDialog::saveAll(std::vector<v1::Location> places) {
    if (places.empty()) return load();
    v1::SaveLocationRequest request;
    *request.mutable_location() = places.back();
    places.pop_back();
    send<v1::SaveLocationRequest, v1::Location>(
        &commerce::Shop::saveLocation, request,
        [this, rest = std::move(places)](const v1::Location&) { saveAll(rest); });
}

void PlacesDialog::makeStandard() {
    v1::Location place = *chosen();
    place.set_standard(true);
    save(place);
}

void PlacesDialog::save(v1::Location place, QWidget* field) {
    v1::SaveLocationRequest request;
    *request.mutable_location() = std::move(place);
    send<v1::SaveLocationRequest, v1::Location>(
        &commerce::Shop::saveLocation, request,
        [this](const v1::Location& saved) {
            if (name_->text().trimmed().toStdString() == saved.name()) name_->clear();
            keep_ = QString::fromStdString(saved.id());
            load();
        },
        field);
}

void PlacesDialog::archive() {
    if (chosen()->archived()) return save(*chosen());  // what is saved is in use
    v1::ArchiveLocationRequest request;
    request.set_location_id(chosen()->id());
    send<v1::ArchiveLocationRequest, v1::Location>(&commerce::Shop::archiveLocation, request,
                                                   [this](const v1::Location&) { load(); });
}

void PlacesDialog::updateCommands() {
    if (!archive_ || !name_) return;  // not all is made yet
    const v1::Location* place = chosen();
    const int at = list_->indexOfTopLevelItem(list_->currentItem());
    const bool free = place && !busy();
    rename_->setEnabled(free);
    up_->setEnabled(free && at > 0);
    down_->setEnabled(free && at + 1 < places_.locations_size());
    standard_->setEnabled(free && !place->standard() && !place->archived());
    archive_->setEnabled(free && !place->standard());
    archive_->setText(place && place->archived() ? tr("Bring it ba&ck") : tr("Ar&chive"));
    const bool named = !name_->text().trimmed().isEmpty();
    add_->setEnabled(named && !busy());
    add_->setDefault(named);  // what Enter does
    buttons()->button(QDialogButtonBox::Cancel)->setDefault(!named);
}

}  // namespace vitrine::app
