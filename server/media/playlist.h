// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/media/live_window.h"

namespace vitrine::media {

// Playlist text of draft-pantos-hls-rfc8216bis. Pure functions; clause numbers stand at the lines they
// explain.

struct LivePlaylist {
    std::vector<const Segment*> segments;  // at least one; only the last may be incomplete
    std::vector<Marker> markers;
    int64_t discontinuity_sequence = 0;
    int64_t part_target_us = 0;
    int64_t part_hold_back_us = 0;
    int64_t target_duration_s = 0;
    bool hint = false;  // a publisher is there: more parts will come
    bool ended = false;
};
std::string render(const LivePlaylist&);

struct MasterPlaylist {
    std::string codecs;
    int width = 0, height = 0;  // 0: no picture
    int64_t peak_bits_per_s = 0;
    int64_t mean_bits_per_s = 0;
    int64_t frame_us = 0;  // 0: not known
};
std::string render(const MasterPlaylist&);

// The lines of one date range (§4.4.5.1), with a line end.
std::string date_range(const Marker&);
// 1970-01-01T00:00:00.000Z, ISO 8601 with milliseconds (§4.4.4.6).
std::string date_time(int64_t utc_us);
// Seconds with five decimals, rounded down so that a sum never promises more than there is.
std::string seconds(int64_t us);

std::string init_name(int64_t period);
std::string segment_name(int64_t number);
std::string part_name(int64_t number, size_t index);

}  // namespace vitrine::media
