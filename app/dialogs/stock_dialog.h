// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QHash>
#include <QSpinBox>
#include <QTabWidget>
#include <QTreeWidget>

#include "app/dialogs/command_dialog.h"
#include "app/dialogs/variant_choice.h"

namespace vitrine::app {

class MovementList;

// Where the units of a product lie and whom they are for; brings them in, takes them out, moves them between
// places, keeps some for this show; and what has happened to them. Follows the show's stock.
class StockDialog final : public CommandDialog {
    Q_OBJECT
  public:
    StockDialog(Desk& desk, const v1::Product& product, QWidget* parent = nullptr);

  signals:
    void placesWanted();

  public slots:
    void loadPlaces();

  private:
    QWidget* makeAdjust();
    QWidget* makeTransfer();
    QWidget* makeShowPage();
    QPushButton* addDeed(QFormLayout* fields, const QString& text, void (StockDialog::*what)());
    void load();
    void loadShows();
    void show(const v1::StockLevel& level);
    void fillPlaces();
    QString placeName(const std::string& location_id) const;
    QString showName(const std::string& show_id) const;
    std::string variantId() const { return choice_->variant().id(); }
    void adjust();
    void transfer();
    void allocate();
    void giveBack();
    void done(const v1::StockLevel& level);
    void updateCommands() override;

    v1::ListLocationsResponse places_;
    QHash<QString, QString> shows_;
    v1::StockLevel level_;
    VariantChoice* choice_;
    QLabel* sum_;
    QTreeWidget* buckets_;
    QTabWidget* pages_;
    QList<QPushButton*> deeds_;
    QComboBox* adjust_bucket_;
    QSpinBox* delta_;
    QComboBox* adjust_reason_;
    QComboBox* from_;
    QComboBox* to_;
    QSpinBox* moved_;
    QComboBox* move_reason_;
    QLabel* show_state_;
    QComboBox* show_place_;
    QSpinBox* kept_;
    QPushButton* give_back_ = nullptr;
    MovementList* movements_;
    QTimer soon_;
};

}  // namespace vitrine::app
