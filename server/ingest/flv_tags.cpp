// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/flv_tags.h"

#include <string>

namespace vitrine::ingest {
namespace {

uint8_t byte(std::string_view body, size_t at) { return static_cast<uint8_t>(body[at]); }

Error refuse_video(const std::string& what) {
    return {Code::invalid_argument,
            "Your program sends " + what +
                " video. Vitrine takes H.264: choose it in your program's output settings."};
}

Error refuse_audio(const std::string& what) {
    return {Code::invalid_argument,
            "Your program sends " + what +
                " sound. Vitrine takes AAC: choose it in your program's output settings."};
}

// Enhanced RTMP (Veovera, v1): the high bit says that four characters name the codec.
Error refuse_enhanced(std::string_view body) {
    const std::string_view code = body.size() >= 5 ? body.substr(1, 4) : std::string_view();
    if (code == "hvc1") return refuse_video("H.265 (HEVC)");
    if (code == "av01") return refuse_video("AV1");
    if (code == "vp09") return refuse_video("VP9");
    return refuse_video("an unknown kind of");
}

}  // namespace

Result<VideoTag> parse_video_tag(std::string_view body) {
    VideoTag tag;
    if (body.empty()) return tag;
    const uint8_t head = byte(body, 0);
    if (head & 0x80) return refuse_enhanced(body);
    const int frame = head >> 4, codec = head & 15;
    if (codec == 12) return refuse_video("H.265 (HEVC)");
    if (codec != 7)
        return refuse_video(codec == 2                 ? "Sorenson H.263"
                            : codec == 4 || codec == 5 ? "VP6"
                                                       : "an unknown kind of");
    if (frame == 5 || body.size() < 5) return tag;  // 5: video info and command frame
    const uint8_t kind = byte(body, 1);
    const int32_t composition = byte(body, 2) << 16 | byte(body, 3) << 8 | byte(body, 4);
    tag.key = frame == 1;
    tag.composition_ms = composition & 0x800000 ? composition - 0x1000000 : composition;
    tag.data = body.substr(5);
    if (kind == 0) tag.kind = VideoTag::Kind::config;
    if (kind == 1 && !tag.data.empty()) tag.kind = VideoTag::Kind::picture;
    return tag;
}

Result<AudioTag> parse_audio_tag(std::string_view body) {
    AudioTag tag;
    if (body.empty()) return tag;
    const int format = byte(body, 0) >> 4;
    if (format != 10) {
        if (format == 9) return refuse_audio("an unknown kind of");  // Enhanced RTMP
        return refuse_audio(format == 2 || format == 14 ? "MP3"
                            : format == 11              ? "Speex"
                                                        : "an unknown kind of");
    }
    if (body.size() < 3) return tag;
    const uint8_t kind = byte(body, 1);
    tag.data = body.substr(2);
    if (kind == 0) tag.kind = AudioTag::Kind::config;
    if (kind == 1) tag.kind = AudioTag::Kind::frame;
    return tag;
}

bool is_well_formed_picture(std::string_view data) {
    while (!data.empty()) {
        if (data.size() < 5) return false;
        size_t length = 0;
        for (size_t i = 0; i < 4; ++i) length = length << 8 | byte(data, i);
        if (length == 0 || length > data.size() - 4) return false;
        data.remove_prefix(4 + length);
    }
    return true;
}

}  // namespace vitrine::ingest
