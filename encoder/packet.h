// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace vitrine::encoder {

using Bytes = std::vector<uint8_t>;

// Seconds per tick, as a fraction: exact where microseconds are not (30 pictures a second, 48000 samples).
struct TimeBase {
    int32_t num = 1;
    int32_t den = 1000;
    friend bool operator==(TimeBase, TimeBase) = default;
};

// Ticks of one base in another, to the nearest.
int64_t rescale(int64_t ticks, TimeBase from, TimeBase to);
inline constexpr TimeBase kMicroseconds{1, 1'000'000};
inline constexpr TimeBase kMilliseconds{1, 1'000};

enum class Track { video, audio };

// One encoded picture (H.264, length-prefixed) or AAC frame on the broadcast's timeline, which starts at 0
// with the first picture. Immutable and shared by all sinks.
struct Packet {
    Track track = Track::video;
    int64_t pts = 0;
    int64_t dts = 0;
    TimeBase time_base;
    bool keyframe = false;
    Bytes bytes;

    int64_t dts_us() const { return rescale(dts, time_base, kMicroseconds); }
};
using PacketRef = std::shared_ptr<const Packet>;

// What a muxer must know before the first packet.
struct VideoTrack {
    int width = 0;
    int height = 0;
    TimeBase time_base;
    Bytes avc_configuration;  // AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3.1
    int kbps = 0;
};
struct AudioTrack {
    int rate_hz = 0;
    int channels = 0;
    int frame_samples = 0;
    Bytes asc;  // AudioSpecificConfig, ISO/IEC 14496-3 1.6.2.1
    int kbps = 0;
};
struct Tracks {
    VideoTrack video;
    AudioTrack audio;
};

}  // namespace vitrine::encoder
