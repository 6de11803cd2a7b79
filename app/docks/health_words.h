// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "encoder/health.h"

namespace vitrine::app {

enum class Verdict { good, watch, bad };

struct HealthSentence {
    Verdict verdict = Verdict::good;
    QString text;
};

// What the figures of the last seconds mean for a creator, worst first. Pure. `before` is a look some seconds
// older, so that a trouble that is over is no longer told. round_trip_ms < 0: not measured.
// recording_trouble: the server's own words of its recording, told off air too (the show may be streamed from
// elsewhere); empty: none.
std::vector<HealthSentence> explain(const encoder::Health& before, const encoder::Health& now,
                                    double round_trip_ms, const QString& recording_trouble = {});

}  // namespace vitrine::app
