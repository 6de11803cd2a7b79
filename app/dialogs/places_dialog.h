// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QTreeWidget>

#include "app/dialogs/command_dialog.h"

namespace vitrine::app {

// The places where goods lie, in the order in which buyers are served from them: adds, renames (F2), orders,
// archives them, and says which is the standard one.
class PlacesDialog final : public CommandDialog {
    Q_OBJECT
  public:
    explicit PlacesDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    QWidget* makeDeeds();
    void load();
    void show(const v1::ListLocationsResponse& places);
    const v1::Location* chosen() const;
    void add();
    void rename(QTreeWidgetItem* row);
    // One up (-1) or down (+1).
    void shift(int by);
    void makeStandard();
    void archive();
    void save(v1::Location place, QWidget* field = nullptr);
    // One after the other: what takes a new position.
    void saveAll(std::vector<v1::Location> places);
    void updateCommands() override;
    // A name that was refused gives way to the old one.
    void failed(const commerce::Fault&) override { show(v1::ListLocationsResponse(places_)); }

    v1::ListLocationsResponse places_;
    QString keep_;  // stays chosen when the list is shown anew
    QTreeWidget* list_;
    QCheckBox* archived_;
    QLineEdit* name_ = nullptr;
    QPushButton* add_;
    QPushButton* rename_;
    QPushButton* up_;
    QPushButton* down_;
    QPushButton* standard_;
    QPushButton* archive_ = nullptr;
    bool filling_ = false;
};

}  // namespace vitrine::app
