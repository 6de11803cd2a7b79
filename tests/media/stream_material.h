// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <memory>
#include <span>
#include <string>

#include "server/media/programmes.h"

namespace vitrine::test {

inline std::string from_hex(const char* hex) { return QByteArray::fromHex(hex).toStdString(); }
inline std::span<const uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// Configurations that x264 and ffmpeg's AAC encoder wrote.
inline const std::string kAvcc =
    from_hex("0142c00dffe100176742c00dda05067e7c0440000003004000000f03c50aa801000468ce0fc8");  // 320x180
inline const std::string kAvccLarger = from_hex(
    "0164001effe1001a6764001eacd940a02ff970110000030001000003003c0f162d9601000668ebe3cb22c0fdf8f8"
    "00");                                               // 640x360
inline const std::string kAsc = from_hex("120856e500");  // 44.1 kHz, mono
inline const std::string kAsc48 = from_hex("1190");      // 48 kHz, stereo

// A picture or a frame of sound that nobody will decode.
inline media::AccessUnit picture(int64_t dts_ms, bool key, int64_t offset_ms = 0, size_t bytes = 200) {
    std::string data("\0\0\0\0", 4);
    data += std::string(bytes, key ? '\x65' : '\x41');
    for (int i = 0; i < 4; ++i) data[static_cast<size_t>(i)] = static_cast<char>(bytes >> (24 - 8 * i));
    return {dts_ms * 90, (dts_ms + offset_ms) * 90, key,
            std::make_shared<const std::string>(std::move(data))};
}
inline media::AccessUnit sound(int64_t at_samples) {
    return {at_samples, at_samples, true, std::make_shared<const std::string>(std::string(100, 's'))};
}

// Sends `ms` of a stream with pictures at `fps` (their times rounded to milliseconds, as containers have
// them), a key frame every `gop_ms`, and sound at 48 kHz between them, from from_ms on. Returns the first
// refusal.
struct Feed {
    int64_t fps = 30;
    int64_t gop_ms = 2000;
    bool with_sound = true;
    size_t picture_bytes = 200;

    Result<Done> send(media::Publication& to, int64_t from_ms, int64_t ms) const {
        int64_t samples = (from_ms * 48 + 1023) / 1024 * 1024;
        int64_t last_key_ms = -gop_ms;
        for (int64_t i = 0;; ++i) {
            const int64_t at_ms = (i * 1000 + fps / 2) / fps;
            if (at_ms >= ms) return Done{};
            while (with_sound && samples <= (from_ms + at_ms) * 48) {
                if (auto sent = to.audio(sound(samples)); !sent) return sent;
                samples += 1024;
            }
            const bool key = at_ms - last_key_ms >= gop_ms;
            if (key) last_key_ms = at_ms;
            if (auto sent = to.video(picture(from_ms + at_ms, key, 0, picture_bytes)); !sent) return sent;
        }
    }
};

}  // namespace vitrine::test
