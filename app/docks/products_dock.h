// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>

#include "commerce-client/pictures.h"
#include "commerce-client/products_model.h"

namespace vitrine::app {

class ProductCard;

// The line-up as cards, with PIN and UNPIN. A search keeps those whose title has every word.
class ProductsDock final : public QWidget {
    Q_OBJECT
  public:
    ProductsDock(commerce::ProductsModel& products, commerce::Pictures& pictures, QWidget* parent = nullptr);

    // There is a show whose products these are.
    void setOpen(bool open);
    QLineEdit* search() const { return search_; }
    // Null when it is not in the line-up.
    ProductCard* card(const QString& product_id) const { return cards_.value(product_id); }

  signals:
    void pinWanted(const QString& product_id);
    void unpinWanted();
    // The line-up is empty: put something on the shelf.
    void addWanted();

  private:
    void rebuild();
    void refresh(const QModelIndex& first, const QModelIndex& last);
    void filter();

    commerce::ProductsModel& products_;
    commerce::Pictures& pictures_;
    QLineEdit* search_;
    QVBoxLayout* column_;
    QLabel* empty_;
    QPushButton* add_;
    QHash<QString, ProductCard*> cards_;
    bool open_ = false;
};

}  // namespace vitrine::app
