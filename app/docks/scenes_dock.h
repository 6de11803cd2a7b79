// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>
#include <QWidget>

#include "app/notices.h"
#include "studio/studio.h"

namespace vitrine::app {

// The scenes: a click prepares one, a double click puts it on air. Renamed in place (F2), ordered by drag
// or by key.
class ScenesDock final : public QWidget {
    Q_OBJECT
  public:
    ScenesDock(studio::Studio& studio, Notices& notices, QWidget* parent = nullptr);

    QListWidget* list() const { return list_; }

  private:
    void rebuild();
    void showCurrent();
    void addScene();
    void removeScene();
    void moveBy(int delta);
    void moved();
    void tell(const Result<Done>& outcome);

    studio::Studio& studio_;
    Notices& notices_;
    QListWidget* list_;
    bool filling_ = false;
};

}  // namespace vitrine::app
