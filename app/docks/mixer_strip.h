// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QWidget>

#include "studio/mixer.h"

namespace vitrine::app {

// A level meter, −60 … 0 dBFS: magnitude as a bar, peak as a line; green, amber from −18, red from −6.
class LevelMeter final : public QWidget {
  public:
    explicit LevelMeter(QWidget* parent = nullptr);
    void setLevel(double peak_db, double magnitude_db);
    QSize sizeHint() const override { return {120, 8}; }

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    double peak_db_ = studio::kSilence_db;
    double magnitude_db_ = studio::kSilence_db;
};

// A volume: a line, filled up to a round knob.
class Fader final : public QSlider {
  public:
    explicit Fader(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {120, 18}; }

  protected:
    void paintEvent(QPaintEvent*) override;
};

// One source's sound: name, fader, meter, mute. What is sound and nothing else stands in no scene's list:
// here are its settings, and here it is removed.
class MixerStrip final : public QWidget {
    Q_OBJECT
  public:
    explicit MixerStrip(QWidget* parent = nullptr);

    void show(const studio::MixerChannel& channel);
    void showLevel(double peak_db, double magnitude_db);

  signals:
    void volumeChosen(double volume_db);
    void muteChosen(bool muted);
    void settingsWanted();
    void removeWanted();

  private:
    QLabel* name_;
    QLabel* volume_;
    Fader* fader_;
    QToolButton* mute_;
    QToolButton* settings_;
    QToolButton* remove_;
    LevelMeter* meter_;
};

// The fader's travel, 0 … 1000, against dB, cubic as on mixing desks: the upper half is the top 18 dB; 0 is
// silence.
double fader_to_db(int travel);
int db_to_fader(double volume_db);

}  // namespace vitrine::app
