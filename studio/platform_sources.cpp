// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/platform_sources.h"

#include "studio/text_source.h"

namespace vitrine::studio {

namespace {

struct PlatformSource {
    const char* id;
    const char* device_property;
};

#if defined(_WIN32)
constexpr PlatformSource kCamera{"dshow_input", "video_device_id"};
constexpr PlatformSource kScreen{"monitor_capture", "monitor"};
constexpr PlatformSource kMicrophone{"wasapi_input_capture", "device_id"};
constexpr PlatformSource kDesktopSound{"wasapi_output_capture", "device_id"};
constexpr const char* kPlatformModules[] = {"win-dshow", "win-capture", "win-wasapi"};
constexpr const char* kScreenCursor = "capture_cursor";
#elif defined(__APPLE__)
constexpr PlatformSource kCamera{"av_capture_input", "device"};
constexpr PlatformSource kScreen{"screen_capture", "display"};
constexpr PlatformSource kMicrophone{"coreaudio_input_capture", "device_id"};
constexpr PlatformSource kDesktopSound{"coreaudio_output_capture", "device_id"};
constexpr const char* kPlatformModules[] = {"mac-avcapture", "mac-capture", "mac-videotoolbox"};
constexpr const char* kScreenCursor = "show_cursor";
#else
constexpr PlatformSource kCamera{"v4l2_input", "device_id"};
constexpr PlatformSource kScreen{"xshm_input", "screen"};
constexpr PlatformSource kMicrophone{"pulse_input_capture", "device_id"};
constexpr PlatformSource kDesktopSound{"pulse_output_capture", "device_id"};
constexpr const char* kPlatformModules[] = {"linux-v4l2", "linux-capture", "linux-pulseaudio"};
constexpr const char* kScreenCursor = "show_cursor";
#endif

constexpr const char* kCommonModules[] = {"image-source", "obs-ffmpeg", "obs-x264", "obs-transitions"};

void put(obs_data_t* data, const char* name, const QString& value) {
    obs_data_set_string(data, name, value.toUtf8().constData());
}

void describe(obs_data_t* data, const CameraSettings& camera) {
    put(data, kCamera.device_property, camera.device);
#if defined(_WIN32)
    if (camera.width > 0 && camera.height > 0) {
        obs_data_set_int(data, "res_type", 1);  // custom
        put(data, "resolution", QStringLiteral("%1x%2").arg(camera.width).arg(camera.height));
    }
#elif !defined(__APPLE__)
    // linux-v4l2 packs both into one number; -1 leaves the choice to the driver. 0 would be refused.
    auto packed = [](int high, int low) { return (int64_t(high) << 16) | low; };
    obs_data_set_int(data, "resolution",
                     camera.width > 0 && camera.height > 0 ? packed(camera.width, camera.height) : -1);
    obs_data_set_int(data, "framerate", camera.fps > 0 ? packed(1, camera.fps) : -1);
    obs_data_set_int(data, "input", -1);
    obs_data_set_int(data, "pixelformat", -1);
    obs_data_set_int(data, "standard", -1);
    obs_data_set_int(data, "dv_timing", -1);
    obs_data_set_bool(data, "auto_reset", true);  // a camera that stalls is opened again
#endif
}

void describe(obs_data_t* data, const NetworkCameraSettings& camera) {
    obs_data_set_bool(data, "is_local_file", false);
    put(data, "input", camera.address);
    obs_data_set_int(data, "reconnect_delay_sec", camera.reconnect_s);
    obs_data_set_bool(data, "restart_on_activate", false);
    obs_data_set_bool(data, "close_when_inactive", false);
    obs_data_set_bool(data, "clear_on_media_end", true);
}

void describe(obs_data_t* data, const MediaFileSettings& file) {
    obs_data_set_bool(data, "is_local_file", true);
    put(data, "local_file", file.path);
    obs_data_set_bool(data, "looping", file.loop);
    // A file that stands in for a camera runs on while it is off air.
    obs_data_set_bool(data, "restart_on_activate", false);
    obs_data_set_bool(data, "close_when_inactive", false);
}

void describe(obs_data_t* data, const ScreenSettings& screen) {
    obs_data_set_int(data, kScreen.device_property, screen.screen);
    obs_data_set_bool(data, kScreenCursor, screen.cursor);
}

void describe(obs_data_t* data, const ImageSettings& image) {
    put(data, "file", image.path);
    obs_data_set_bool(data, "unload", false);
}

void describe(obs_data_t*, const TextSettings&) {}

void describe(obs_data_t* data, const MicrophoneSettings& sound) {
    put(data, kMicrophone.device_property, sound.device);
}

void describe(obs_data_t* data, const DesktopSoundSettings& sound) {
    put(data, kDesktopSound.device_property, sound.device);
}

}  // namespace

std::vector<const char*> allowed_modules() {
    std::vector<const char*> modules(std::begin(kCommonModules), std::end(kCommonModules));
    modules.insert(modules.end(), std::begin(kPlatformModules), std::end(kPlatformModules));
    return modules;
}

const char* obs_source_id(SourceKind kind) {
    switch (kind) {
        case SourceKind::camera:
            return kCamera.id;
        case SourceKind::network_camera:
        case SourceKind::media_file:
            return "ffmpeg_source";
        case SourceKind::screen:
            return kScreen.id;
        case SourceKind::image:
            return "image_source";
        case SourceKind::text:
            return kTextSourceId;
        case SourceKind::microphone:
            return kMicrophone.id;
        case SourceKind::desktop_sound:
            return kDesktopSound.id;
        case SourceKind::unspecified:
            break;
    }
    return "";
}

OBSDataAutoRelease obs_settings(const SourceSettings& settings) {
    OBSDataAutoRelease data = obs_data_create();
    std::visit([&](const auto& typed) { describe(data, typed); }, settings);
    return data;
}

const char* device_property(SourceKind kind) {
    switch (kind) {
        case SourceKind::camera:
            return kCamera.device_property;
        case SourceKind::screen:
            return kScreen.device_property;
        case SourceKind::microphone:
            return kMicrophone.device_property;
        case SourceKind::desktop_sound:
            return kDesktopSound.device_property;
        default:
            return nullptr;
    }
}

}  // namespace vitrine::studio
