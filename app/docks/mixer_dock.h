// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

#include "app/notices.h"
#include "studio/studio.h"

namespace vitrine::app {

class MixerStrip;

// A fader for every source that has sound.
class MixerDock final : public QWidget {
    Q_OBJECT
  public:
    MixerDock(studio::Studio& studio, Notices& notices, QWidget* parent = nullptr);

  private:
    void rebuild();
    MixerStrip* makeStrip(const QString& source_id);
    void tell(const Result<Done>& outcome);

    studio::Studio& studio_;
    studio::Mixer& mixer_;
    Notices& notices_;
    QVBoxLayout* strips_;
    QLabel* empty_;
    QHash<QString, MixerStrip*> by_source_;
};

}  // namespace vitrine::app
