// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QWidget>

#include "app/notices.h"
#include "studio/studio.h"

namespace vitrine::app {

// What stands in the prepared scene, front first: add, remove, rename (F2), order, show and hide, settings,
// place.
class SourcesDock final : public QWidget {
    Q_OBJECT
  public:
    SourcesDock(studio::Studio& studio, Notices& notices, QWidget* parent = nullptr);

    QListWidget* list() const { return list_; }

  private:
    QMenu* makeAddMenu();
    QMenu* makePlaceMenu();
    void rebuild();
    void add(studio::SourceKind kind);
    void editSettings();
    void removeItem();
    void moveBy(int delta);
    void moved();
    void place(studio::PlacementPreset preset);
    void forgetTroubleOfTheRemoved();
    void stateChanged(const QString& source_id, studio::SourceState state, const QString& sentence);
    QString scene() const { return studio_.programme().preview_scene(); }
    QString currentItem() const;
    void tell(const Result<Done>& outcome);

    studio::Studio& studio_;
    Notices& notices_;
    QListWidget* list_;
    QLabel* empty_;
    bool filling_ = false;
};

QString icon_of(studio::SourceKind kind);

}  // namespace vitrine::app
