// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QModelIndex>
#include <QPushButton>

namespace vitrine::app {

// One product: picture, title, price, what is left, and the button that pins it.
class ProductCard final : public QFrame {
    Q_OBJECT
  public:
    explicit ProductCard(QWidget* parent = nullptr);

    void show(const QModelIndex& product);
    void showPicture(const QByteArray& bytes);
    const QString& productId() const { return id_; }
    const QString& picturePath() const { return picture_path_; }
    bool pinned() const { return pinned_; }

  signals:
    void pinWanted(const QString& product_id);
    void unpinWanted();

  private:
    QString id_;
    QString picture_path_;
    bool pinned_ = false;
    QLabel* picture_;
    QLabel* title_;
    QLabel* price_;
    QLabel* stock_;
    QPushButton* pin_;
};

}  // namespace vitrine::app
