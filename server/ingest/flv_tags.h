// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "server/domain/result.h"

namespace vitrine::ingest {

// The bodies of RTMP audio and video messages: FLV tag bodies (Adobe, "Video File Format Specification 10.1",
// annex E). An error is a sentence for the person who publishes: his program sends what cannot be taken.

struct VideoTag {
    enum class Kind { config, picture, nothing };  // nothing: end of sequence, command frames, empty tags
    Kind kind = Kind::nothing;
    bool key = false;
    int32_t composition_ms = 0;  // PTS minus DTS, signed 24 bit (E.4.3.2)
    std::string_view data;       // config: AVCDecoderConfigurationRecord; picture: length-prefixed NAL units
};
Result<VideoTag> parse_video_tag(std::string_view body);

struct AudioTag {
    enum class Kind { config, frame, nothing };
    Kind kind = Kind::nothing;
    std::string_view data;  // config: AudioSpecificConfig; frame: one raw AAC frame
};
Result<AudioTag> parse_audio_tag(std::string_view body);

// Whether NAL units with 4-byte lengths fill the data exactly; other data would break a player's parser.
bool is_well_formed_picture(std::string_view data);

}  // namespace vitrine::ingest
