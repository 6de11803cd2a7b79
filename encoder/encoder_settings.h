// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <obs.hpp>

#include "encoder/encoder_choice.h"

namespace vitrine::encoder {

// The one place that knows libobs's encoders and their settings by name.

// H.264 encoders that Vitrine can use, in order of preference, whether they are on this machine or not.
std::vector<VideoEncoder> video_encoder_table();

// A keyframe every 2 s, no B-frames, constant bit rate, no look-ahead: for a viewer who is a second behind.
OBSDataAutoRelease video_encoder_settings(const QString& encoder_id, int kbps);
OBSDataAutoRelease bitrate_settings(int kbps);

inline constexpr const char* kSoundEncoder = "ffmpeg_aac";

}  // namespace vitrine::encoder
