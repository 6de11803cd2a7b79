// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>
#include <QVector>
#include <cstdint>

#include "encoder/sink.h"

namespace vitrine::encoder {

struct SinkHealth {
    QString id;
    QString name;
    SinkState state = SinkState::unspecified;
    QString sentence;  // why it is in this state, for the creator
    int queue_ms = 0;  // encoded but not yet sent
    int64_t queue_bytes = 0;
    int64_t dropped_frames = 0;  // pictures that were thrown away because the way out was too slow
    int sent_kbps = 0;           // over the last second
    int64_t sent_bytes = 0;
    int reconnects = 0;
};

// One look at the broadcast; counts are since go_live.
struct Health {
    bool on_air = false;
    double fps = 0;  // composed, over the last second
    int64_t rendered_frames = 0;
    int64_t lagged_frames = 0;  // composed too late: the picture is too heavy for this machine
    int64_t encoded_frames = 0;
    int64_t skipped_frames = 0;  // the encoder was too slow for
    int encoded_kbps = 0;        // over the last second
    int64_t on_air_ms = 0;
    QVector<SinkHealth> sinks;
};

}  // namespace vitrine::encoder

Q_DECLARE_METATYPE(vitrine::encoder::Health)
