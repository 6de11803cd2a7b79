// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/h264_config.h"

#include <array>
#include <cstdio>
#include <vector>

#include "server/media/bit_reader.h"

namespace vitrine::media {
namespace {

// Every period keeps its own; encoders send some dozen bytes, rarely a hundred.
constexpr size_t kRecordBytes = 16 << 10;

Error broken() {
    return {Code::invalid_argument,
            "The H.264 configuration of this stream is damaged. Restart the stream in the sending program."};
}

// Removes emulation_prevention_three_byte (H.264 §7.4.1).
std::vector<uint8_t> raw_payload(std::span<const uint8_t> nal) {
    std::vector<uint8_t> raw;
    int zeros = 0;
    for (const uint8_t byte : nal) {
        if (zeros >= 2 && byte == 3) {
            zeros = 0;
            continue;
        }
        zeros = byte == 0 ? zeros + 1 : 0;
        raw.push_back(byte);
    }
    return raw;
}

void skip_scaling_lists(BitReader& in, int count) {
    for (int list = 0; list < count && in.ok(); ++list) {
        if (!in.flag()) continue;
        int64_t last = 8, next = 8;
        for (int i = 0, size = list < 6 ? 16 : 64; i < size && in.ok(); ++i) {
            if (next != 0) next = (last + in.signed_golomb() + 256) % 256;
            if (next != 0) last = next;
        }
    }
}

struct Size {
    int64_t width = 0, height = 0;
};

bool has_chroma_fields(uint32_t profile) {
    constexpr std::array<uint32_t, 13> kHigh = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135};
    for (const uint32_t high : kHigh) {
        if (profile == high) return true;
    }
    return false;
}

// seq_parameter_set_data, H.264 §7.3.2.1.1, as far as the cropped size.
Size picture_size(std::span<const uint8_t> nal) {
    const auto raw = raw_payload(nal);
    BitReader in(raw);
    in.bits(8);  // NAL unit header
    const uint32_t profile = in.bits(8);
    in.bits(16);  // constraint flags, level
    in.unsigned_golomb();
    uint32_t chroma = 1;
    if (has_chroma_fields(profile)) {
        chroma = in.unsigned_golomb();
        if (chroma == 3) in.flag();
        in.unsigned_golomb();
        in.unsigned_golomb();
        in.flag();
        if (in.flag()) skip_scaling_lists(in, chroma == 3 ? 12 : 8);
    }
    in.unsigned_golomb();
    if (const uint32_t order = in.unsigned_golomb(); order == 0) {
        in.unsigned_golomb();
    } else if (order == 1) {
        in.flag();
        in.signed_golomb();
        in.signed_golomb();
        const uint32_t cycle = in.unsigned_golomb();
        for (uint32_t i = 0; i < cycle && in.ok(); ++i) in.signed_golomb();
    }
    in.unsigned_golomb();
    in.flag();
    const int64_t wide = int64_t{in.unsigned_golomb()} + 1, high = int64_t{in.unsigned_golomb()} + 1;
    const int64_t frames_only = in.flag() ? 1 : 0;
    if (!frames_only) in.flag();
    in.flag();
    int64_t crop[4] = {};
    if (in.flag()) {
        for (int64_t& side : crop) side = in.unsigned_golomb();
    }
    const int64_t unit_x = chroma == 1 || chroma == 2 ? 2 : 1;
    const int64_t unit_y = (chroma == 1 ? 2 : 1) * (2 - frames_only);
    if (!in.ok()) return {};
    return {wide * 16 - unit_x * (crop[0] + crop[1]),
            high * 16 * (2 - frames_only) - unit_y * (crop[2] + crop[3])};
}

}  // namespace

Result<H264Config> parse_h264_config(std::span<const uint8_t> record) {
    if (record.size() < 9 || record.size() > kRecordBytes || record[0] != 1) return broken();
    if ((record[4] & 3) != 3) {
        return Error{Code::invalid_argument,
                     "This stream's H.264 uses length fields that are not four bytes long; no common program "
                     "sends that."};
    }
    if ((record[5] & 31) == 0) return broken();
    const size_t length = size_t{record[6]} << 8 | record[7];
    if (length < 4 || record.size() < 8 + length) return broken();
    // Every parameter set must lie inside the record: players refuse an avcC that is cut short.
    size_t at = 6;
    for (int sets = record[5] & 31, kind = 0; kind < 2; ++kind) {
        for (int i = 0; i < sets; ++i) {
            if (at + 2 > record.size()) return broken();
            at += 2 + (size_t{record[at]} << 8 | record[at + 1]);
            if (at > record.size()) return broken();
        }
        if (kind == 0) {
            if (at >= record.size()) return broken();
            sets = record[at++];
        }
    }
    const Size size = picture_size(record.subspan(8, length));
    if (size.width < 16 || size.height < 16 || size.width > 8192 || size.height > 8192) return broken();
    H264Config config;
    config.record.assign(record.begin(), record.end());
    char codec[16];
    std::snprintf(codec, sizeof codec, "avc1.%02x%02x%02x", record[1], record[2], record[3]);
    config.codec = codec;
    config.width = static_cast<int>(size.width);
    config.height = static_cast<int>(size.height);
    return config;
}

}  // namespace vitrine::media
