// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

#include "studio/mixer.h"

namespace vitrine::app {

class MixerStrip;

// A fader for every source that has sound.
class MixerDock final : public QWidget {
    Q_OBJECT
  public:
    explicit MixerDock(studio::Mixer& mixer, QWidget* parent = nullptr);

  private:
    void rebuild();

    studio::Mixer& mixer_;
    QVBoxLayout* strips_;
    QLabel* empty_;
    QHash<QString, MixerStrip*> by_source_;
};

}  // namespace vitrine::app
