// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

#include "app/desk.h"

namespace vitrine::app {

// The shows that can still go live, and a new one.
class ShowsDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit ShowsDialog(Desk& desk, QWidget* parent = nullptr);

  private:
    void fill();
    void offerToMake(bool offered);
    void openChosen();
    void make();
    void tell(const QString& problem);

    Desk& desk_;
    std::vector<v1::Show> shows_;
    QListWidget* list_;
    QLineEdit* title_;
    QPushButton* open_;
    QPushButton* make_;
    QLabel* problem_;
};

}  // namespace vitrine::app
