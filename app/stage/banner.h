// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVBoxLayout>
#include <QWidget>

#include "app/notices.h"

namespace vitrine::app {

// What the person should know now, above the stage: each notice with what can be done about it.
class Banner final : public QWidget {
    Q_OBJECT
  public:
    explicit Banner(Notices& notices, QWidget* parent = nullptr);

  private:
    void rebuild();
    QWidget* makeRow(const Notice& notice);

    Notices& notices_;
    QVBoxLayout* rows_;
};

}  // namespace vitrine::app
