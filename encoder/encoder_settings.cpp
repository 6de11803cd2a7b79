// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/encoder_settings.h"

namespace vitrine::encoder {

namespace {
constexpr int kKeyframeDistance_s = 2;
constexpr auto kSoftware = "obs_x264";
}  // namespace

std::vector<VideoEncoder> video_encoder_table() {
    return {
        {"jim_nvenc", "NVIDIA NVENC", true},
        {"ffmpeg_nvenc", "NVIDIA NVENC", true},
        {"com.apple.videotoolbox.videoencoder.ave.avc", "Apple VideoToolbox", true},
        {"h264_texture_amf", "AMD AMF", true},
        {"obs_qsv11_v2", "Intel Quick Sync", true},
        {"obs_qsv11", "Intel Quick Sync", true},
        {"ffmpeg_vaapi", "VAAPI", true},
        {kSoftware, "Software (x264)", false},
    };
}

OBSDataAutoRelease video_encoder_settings(const QString& encoder_id, int kbps) {
    OBSDataAutoRelease settings = bitrate_settings(kbps);
    obs_data_set_string(settings, "rate_control", "CBR");
    obs_data_set_int(settings, "keyint_sec", kKeyframeDistance_s);
    obs_data_set_int(settings, "bf", 0);
    obs_data_set_string(settings, "profile", "high");
    if (encoder_id == kSoftware) {
        obs_data_set_string(settings, "preset", "veryfast");
        obs_data_set_string(settings, "tune", "zerolatency");
        // Keyframes at even distances: players and packagers count on them.
        obs_data_set_string(settings, "x264opts", "scenecut=0");
    } else if (encoder_id.contains("nvenc")) {
        obs_data_set_string(settings, "tune", "ll");
        obs_data_set_bool(settings, "lookahead", false);
    } else if (encoder_id.contains("videotoolbox")) {
        obs_data_set_bool(settings, "bframes", false);
    } else if (encoder_id.contains("qsv")) {
        obs_data_set_string(settings, "latency", "ultra-low");
        obs_data_set_int(settings, "bframes", 0);
    }
    return settings;
}

OBSDataAutoRelease bitrate_settings(int kbps) {
    OBSDataAutoRelease settings = obs_data_create();
    obs_data_set_int(settings, "bitrate", kbps);
    return settings;
}

}  // namespace vitrine::encoder
