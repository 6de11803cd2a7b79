// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QModelIndex>
#include <QPushButton>
#include <QToolButton>

#include "vitrine/v1/drop.pb.h"

namespace vitrine::app {

// What else a host does with a product than pin it.
enum class ProductDeed { flash_price, drop, stock, edit };

// One product: picture, title, price, what is left, what runs on it right now with its countdown, the button
// that pins it, and a menu.
class ProductCard final : public QFrame {
    Q_OBJECT
  public:
    explicit ProductCard(QWidget* parent = nullptr);

    void show(const QModelIndex& product);
    void showPicture(const QByteArray& bytes);
    // What runs on it, by the server's clock; drop: null while there is none.
    void showOffer(const v1::Drop* drop, int64_t now_us);
    // Something counts down.
    bool hasOffer() const { return flash_ends_us_ > 0 || !drop_id_.isEmpty(); }
    const QString& dropId() const { return drop_id_; }
    const QString& productId() const { return id_; }
    const QString& picturePath() const { return picture_path_; }
    bool pinned() const { return pinned_; }

  signals:
    void pinWanted(const QString& product_id);
    void unpinWanted();
    void deedWanted(vitrine::app::ProductDeed deed, const QString& product_id);

  private:
    QToolButton* makeMenu();

    QString id_;
    QString picture_path_;
    QString flash_;
    qint64 flash_ends_us_ = 0;
    QString drop_id_;
    bool pinned_ = false;
    QLabel* picture_;
    QLabel* title_;
    QLabel* price_;
    QLabel* stock_;
    QLabel* offer_;
    QPushButton* pin_;
    QToolButton* more_;
};

}  // namespace vitrine::app
