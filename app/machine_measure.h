// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "app/preferences.h"
#include "encoder/encoder_trials.h"
#include "studio/machine_check.h"
#include "studio/studio.h"

namespace vitrine::app {

// Measures this machine with the encoder that works on it, sets the canvas and keeps canvas and bit rate in
// the preferences. A few seconds; GUI thread, which goes on with its events. Off air; owned by a dialog.
class MachineMeasure final : public QObject {
    Q_OBJECT
  public:
    MachineMeasure(studio::Studio& studio, Preferences& preferences);

    void begin();  // once
    // finished() follows at once, as a failure.
    void stop();

  signals:
    void trying(vitrine::studio::VideoFormat canvas);
    void finished(const vitrine::Result<vitrine::studio::Recommendation>& found);

  private:
    void keep(const Result<studio::Recommendation>& found);

    studio::Studio& studio_;
    Preferences& preferences_;
    QString encoder_;
    studio::MachineCheck check_;
    encoder::EncoderTrials trials_;  // gone before the check, which they answer
};

}  // namespace vitrine::app
