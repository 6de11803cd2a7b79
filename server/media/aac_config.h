// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "server/domain/result.h"

namespace vitrine::media {

// What an AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1) says about the sound.
struct AacConfig {
    std::string record;            // the bytes as they came: they become the esds box
    std::string codec;             // RFC 6381 §3.3, e.g. "mp4a.40.2"
    int64_t sample_rate_hz = 0;    // of the AAC core: the clock of this track
    int64_t frame_samples = 1024;  // samples an access unit stands for, on that clock
    int channels = 0;

    friend bool operator==(const AacConfig& a, const AacConfig& b) { return a.record == b.record; }
};

// invalid_argument, with a sentence for the person who publishes, when it is cut short or not AAC LC /
// HE-AAC.
Result<AacConfig> parse_aac_config(std::span<const uint8_t> record);

}  // namespace vitrine::media
