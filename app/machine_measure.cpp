// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine_measure.h"

#include "encoder/encoder_choice.h"

namespace vitrine::app {

Result<studio::Recommendation> measure_machine(studio::Studio& studio, Preferences& preferences) {
    const auto chosen = encoder::choose_video_encoder();
    if (!chosen.ok()) return chosen.error();
    const auto found = studio::check_machine(studio.engine(), [&](int kbps, int duration_ms) {
        return encoder::trial_encode(chosen->id, kbps, duration_ms);
    });
    if (!found.ok()) return found;
    if (const auto set = studio.engine().set_video(found->video); !set.ok()) return set.error();
    preferences.setCanvas(found->video);
    preferences.setVideoKbps(found->video_kbps);
    return found;
}

}  // namespace vitrine::app
