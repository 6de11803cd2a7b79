// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <stop_token>
#include <vector>

#include "server/domain/result.h"

namespace vitrine::encoder {

struct VideoEncoder {
    QString id;    // libobs's
    QString name;  // for people: "NVIDIA NVENC", "Software (x264)"
    bool hardware = false;
};

// The H.264 encoders that libobs has here, hardware first, x264 last. Not yet tried. Needs a running engine.
std::vector<VideoEncoder> known_video_encoders();

// The first of them that encodes a real programme picture within the deadline. Blocks up to deadline_ms for
// each that fails, so on a thread that may wait; off air. unavailable: not even x264 works, or it was
// stopped.
Result<VideoEncoder> choose_video_encoder(std::stop_token = {}, int deadline_ms = 3000);

// Encodes the programme as a broadcast would, to nowhere, for so long. Answers the pictures that the encoder
// was too slow for, or -1 when it gave none or was stopped. Blocks; off air.
int trial_encode(const QString& encoder_id, int kbps, int duration_ms, std::stop_token = {});

}  // namespace vitrine::encoder
