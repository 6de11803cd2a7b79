// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/media/aac_config.h"
#include "server/media/h264_config.h"

namespace vitrine::media {

// Fragmented MP4 (ISO/IEC 14496-12): one init segment per period and one moof+mdat per part. Pure functions.
// Track 1 is the picture (1/90000 s), track 2 the sound (1/sample rate).

// One access unit with all its times known, in its track's clock. 0 <= dts; duration > 0; pts may lie before
// dts.
struct Sample {
    int64_t dts = 0;
    int64_t pts = 0;
    int64_t duration = 0;
    bool key = false;
    std::shared_ptr<const std::string> data;
};

struct Tracks {
    std::optional<H264Config> video;
    std::optional<AacConfig> audio;
    friend bool operator==(const Tracks&, const Tracks&) = default;

    // For CODECS (RFC 8216bis §4.4.6.2): "avc1.64001f,mp4a.40.2".
    std::string codecs() const;
};

// ftyp and moov. Precondition: at least one track.
std::string init_segment(const Tracks&);

// moof and mdat with default-base-is-moof; sequence counts from 1 within a period. A track without samples
// gets no traf; with no samples at all the fragment is an empty moof, which stands for a pause.
std::string fragment(uint32_t sequence, const std::vector<Sample>& video, const std::vector<Sample>& audio);

}  // namespace vitrine::media
