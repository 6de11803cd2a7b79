// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>
#include <QWidget>

#include "app/docks/product_card.h"
#include "commerce-client/live_show.h"
#include "commerce-client/pictures.h"

namespace vitrine::app {

// The line-up as cards, with PIN and UNPIN. A search keeps those whose title has every word. What runs on a
// product counts down by the server's clock.
class ProductsDock final : public QWidget {
    Q_OBJECT
  public:
    ProductsDock(commerce::LiveShow& show, const commerce::Connection& connection,
                 commerce::Pictures& pictures, QWidget* parent = nullptr);

    // There is a show whose products these are.
    void setOpen(bool open);
    QLineEdit* search() const { return search_; }
    // Null when it is not in the line-up.
    ProductCard* card(const QString& product_id) const { return cards_.value(product_id); }
    // The one that has the keys, else the pinned one; "" when there is neither.
    QString chosen() const;

  signals:
    void pinWanted(const QString& product_id);
    void unpinWanted();
    // The line-up is empty: put something on the shelf.
    void addWanted();
    void deedWanted(vitrine::app::ProductDeed deed, const QString& product_id);

  private:
    void tick();
    void rebuild();
    void refresh(const QModelIndex& first, const QModelIndex& last);
    void filter();

    commerce::ProductsModel& products_;
    const commerce::DropBoard& drops_;
    const commerce::Connection& connection_;
    commerce::Pictures& pictures_;
    QLineEdit* search_;
    QVBoxLayout* column_;
    QLabel* empty_;
    QPushButton* add_;
    QHash<QString, ProductCard*> cards_;
    QTimer tick_;  // runs while something counts down
    bool open_ = false;
};

}  // namespace vitrine::app
