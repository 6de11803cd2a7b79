// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine_measure.h"

namespace vitrine::app {

MachineMeasure::MachineMeasure(studio::Studio& studio, Preferences& preferences)
    : studio_(studio),
      preferences_(preferences),
      check_(studio.engine(), [this](int kbps, int duration_ms, std::function<void(int)> told) {
          trials_.encode(encoder_, kbps, duration_ms, std::move(told));
      }) {
    connect(&check_, &studio::MachineCheck::trying, this, &MachineMeasure::trying);
    connect(&check_, &studio::MachineCheck::finished, this, &MachineMeasure::keep);
}

void MachineMeasure::begin() {
    trials_.choose([this](const Result<encoder::VideoEncoder>& chosen) {
        if (!chosen.ok()) {
            emit finished(chosen.error());
            return;
        }
        encoder_ = chosen->id;
        check_.begin();
    });
}

void MachineMeasure::stop() {
    check_.stop();
    trials_.give_up();
}

void MachineMeasure::keep(const Result<studio::Recommendation>& found) {
    if (!found.ok()) {
        emit finished(found);
        return;
    }
    if (const auto set = studio_.engine().set_video(found->video); !set.ok()) {
        emit finished(set.error());
        return;
    }
    preferences_.setCanvas(found->video);
    preferences_.setVideoKbps(found->video_kbps);
    emit finished(found);
}

}  // namespace vitrine::app
