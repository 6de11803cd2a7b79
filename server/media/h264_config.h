// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "server/domain/result.h"

namespace vitrine::media {

// What an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1) says about the pictures.
struct H264Config {
    std::string record;  // the bytes as they came: they become the avcC box
    std::string codec;   // RFC 6381 §3.3, e.g. "avc1.64001f"
    int width = 0;       // pixels after cropping (ITU-T H.264 §7.4.2.1.1)
    int height = 0;

    friend bool operator==(const H264Config& a, const H264Config& b) { return a.record == b.record; }
};

// invalid_argument, with a sentence for the person who publishes, when the record is cut short or makes no
// sense.
Result<H264Config> parse_h264_config(std::span<const uint8_t> record);

}  // namespace vitrine::media
