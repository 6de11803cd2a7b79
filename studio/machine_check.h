// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "server/domain/result.h"
#include "studio/engine.h"

namespace vitrine::studio {

// What a trial of a few seconds showed.
struct Trial {
    VideoFormat video;
    int frames = 0;   // composed
    int lagged = 0;   // composed too late
    int skipped = 0;  // came faster than the encoder could take
};

struct Recommendation {
    VideoFormat video;
    int video_kbps = 2500;
    QString reason;  // one sentence for the creator
};

// Pure: the largest candidate that was composed and encoded without loss; the smallest one if none was.
Recommendation recommend(const QString& renderer, const std::vector<Trial>&);

// Encodes the programme for so many ms and answers what was skipped; -1 when the encoder failed
// (encoder/trial_encode.h).
using TrialEncode = std::function<int(int kbps, int duration_ms)>;

// Measures this machine: composes and encodes each candidate that may suit it for about a second. Blocks its
// caller (the engine's thread) for a few seconds, running no event loop; the canvas is as before when it
// returns. Precondition: off air.
Result<Recommendation> check_machine(Engine&, const TrialEncode&);

}  // namespace vitrine::studio
