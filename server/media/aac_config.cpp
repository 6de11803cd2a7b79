// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/aac_config.h"

#include <array>

#include "server/media/bit_reader.h"

namespace vitrine::media {
namespace {

constexpr std::array<int64_t, 13> kRates = {96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                            22050, 16000, 12000, 11025, 8000,  7350};
constexpr std::array<int, 8> kChannels = {0, 1, 2, 3, 4, 5, 6, 8};

// samplingFrequencyIndex, or 15 and 24 bits of it (ISO/IEC 14496-3 §1.6.3.3); 0: reserved.
int64_t sample_rate(BitReader& in) {
    const uint32_t index = in.bits(4);
    if (index == 15) return in.bits(24);
    return index < kRates.size() ? kRates[index] : 0;
}

uint32_t object_type(BitReader& in) {
    const uint32_t type = in.bits(5);
    return type == 31 ? 32 + in.bits(6) : type;
}

}  // namespace

Result<AacConfig> parse_aac_config(std::span<const uint8_t> record) {
    constexpr uint32_t kLowComplexity = 2, kSpectralBandReplication = 5, kParametricStereo = 29;
    BitReader in(record);
    AacConfig config;
    config.record.assign(record.begin(), record.end());
    const uint32_t type = object_type(in);
    config.sample_rate_hz = sample_rate(in);
    const uint32_t layout = in.bits(4);
    uint32_t core = type;
    if (type == kSpectralBandReplication || type == kParametricStereo) {
        sample_rate(in);  // of the extension; the core's clock stays ours
        core = object_type(in);
    }
    config.frame_samples = in.flag() ? 960 : 1024;  // GASpecificConfig, frameLengthFlag
    config.channels = layout < kChannels.size() ? kChannels[layout] : 0;
    if (!in.ok() || record.size() > 64 || config.sample_rate_hz < 7350 || config.sample_rate_hz > 96000) {
        return Error{
            Code::invalid_argument,
            "The AAC configuration of this stream is damaged. Restart the stream in the sending program."};
    }
    if (core != kLowComplexity || config.channels == 0) {
        return Error{Code::invalid_argument,
                     "This stream's sound is a kind of AAC that browsers do not play. Choose AAC (LC), mono "
                     "or stereo, in the sending program."};
    }
    config.codec = "mp4a.40." + std::to_string(type);
    return config;
}

}  // namespace vitrine::media
