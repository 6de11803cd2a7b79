// SPDX-License-Identifier: GPL-3.0-or-later
// OBS's own rtmp_output as a publisher, without OBS's window: a colour and a tone through libobs, x264 and
// AAC, sent by the obs-outputs module to `rtmp://host:port/live` with a stream key. A peer for the ingest's
// tests, and OBS's side of benchmarks. Needs an X display (Xvfb will do). Prints one JSON line when it
// starts, and one with the totals at the end.
//
//   obs-publisher URL KEY SECONDS
#include <X11/Xlib.h>
#include <obs-nix-platform.h>
#include <util/base.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <obs.hpp>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;

// A custom server, as rtmp-services would give it; that module calls home when it is loaded.
struct CustomServer {
    std::string url;
    std::string key;
};

void read_settings(CustomServer& server, obs_data_t* settings) {
    server.url = obs_data_get_string(settings, "server");
    server.key = obs_data_get_string(settings, "key");
}

void register_custom_server() {
    obs_service_info info{};
    info.id = "peer_custom_server";
    info.get_name = [](void*) { return "Custom server"; };
    info.create = [](obs_data_t* settings, obs_service_t*) -> void* {
        auto server = std::make_unique<CustomServer>();
        read_settings(*server, settings);
        return server.release();
    };
    info.destroy = [](void* data) { delete static_cast<CustomServer*>(data); };
    info.get_url = [](void* data) { return static_cast<CustomServer*>(data)->url.c_str(); };
    info.get_key = [](void* data) { return static_cast<CustomServer*>(data)->key.c_str(); };
    info.get_output_type = [](void*) { return "rtmp_output"; };
    obs_register_service(&info);
}

// Standard output carries our JSON lines only.
void log_to_stderr(int, const char* format, va_list arguments, void*) {
    std::vfprintf(stderr, format, arguments);
    std::fputc('\n', stderr);
}

bool start_engine(Display* display, const char* config_directory) {
    base_set_log_handler(log_to_stderr, nullptr);
    obs_set_nix_platform(OBS_NIX_PLATFORM_X11_EGL);
    obs_set_nix_platform_display(display);
    if (!obs_startup("en-US", config_directory, nullptr)) return false;
    obs_video_info video{};
    video.graphics_module = "libobs-opengl";
    video.fps_num = 30;
    video.fps_den = 1;
    video.base_width = video.output_width = 640;
    video.base_height = video.output_height = 360;
    video.output_format = VIDEO_FORMAT_NV12;
    video.colorspace = VIDEO_CS_709;
    video.range = VIDEO_RANGE_PARTIAL;
    video.gpu_conversion = true;
    video.scale_type = OBS_SCALE_BICUBIC;
    if (obs_reset_video(&video) != OBS_VIDEO_SUCCESS) return false;
    obs_audio_info audio{48000, SPEAKERS_STEREO};
    if (!obs_reset_audio(&audio)) return false;
    for (const char* name : {"image-source", "obs-ffmpeg", "obs-x264", "obs-outputs"}) {
        const std::string binary = std::string(OBS_MODULE_DIRECTORY "/") + name + ".so";
        const std::string data = std::string(OBS_DATA_DIRECTORY "/obs-plugins/") + name;
        obs_module_t* module = nullptr;
        if (obs_open_module(&module, binary.c_str(), data.c_str()) != MODULE_SUCCESS) return false;
        obs_init_module(module);
    }
    obs_post_load_modules();
    register_custom_server();
    return true;
}

struct Totals {
    std::atomic<bool> stopped{false};
    std::atomic<int> code{0};
};

int publish(const std::string& url, const std::string& key, int seconds) {
    OBSDataAutoRelease colour = obs_data_create();
    obs_data_set_int(colour, "color", 0xff3060c0);
    obs_data_set_int(colour, "width", 640);
    obs_data_set_int(colour, "height", 360);
    OBSSourceAutoRelease source = obs_source_create("color_source", "colour", colour, nullptr);
    obs_set_output_source(0, source);

    OBSDataAutoRelease x264 = obs_data_create();
    obs_data_set_string(x264, "rate_control", "CBR");
    obs_data_set_int(x264, "bitrate", 800);
    obs_data_set_int(x264, "keyint_sec", 2);
    obs_data_set_string(x264, "preset", "ultrafast");
    OBSEncoderAutoRelease video = obs_video_encoder_create("obs_x264", "video", x264, nullptr);
    OBSEncoderAutoRelease audio = obs_audio_encoder_create("ffmpeg_aac", "audio", nullptr, 0, nullptr);
    obs_encoder_set_video(video, obs_get_video());
    obs_encoder_set_audio(audio, obs_get_audio());

    OBSDataAutoRelease target = obs_data_create();
    obs_data_set_string(target, "server", url.c_str());
    obs_data_set_string(target, "key", key.c_str());
    OBSServiceAutoRelease service = obs_service_create("peer_custom_server", "server", target, nullptr);
    OBSOutputAutoRelease output = obs_output_create("rtmp_output", "output", nullptr, nullptr);
    obs_output_set_video_encoder(output, video);
    obs_output_set_audio_encoder(output, audio, 0);
    obs_output_set_service(output, service);
    obs_output_set_reconnect_settings(output, 0, 0);

    Totals totals;
    OBSSignal on_stop(
        obs_output_get_signal_handler(output), "stop",
        [](void* data, calldata_t* call) {
            auto* totals = static_cast<Totals*>(data);
            totals->code = static_cast<int>(calldata_int(call, "code"));
            totals->stopped = true;
        },
        &totals);

    std::printf("{\"event\":\"starting\"}\n");
    std::fflush(stdout);
    if (!obs_output_start(output)) {
        std::printf("{\"event\":\"refused\",\"why\":\"%s\"}\n", obs_output_get_last_error(output));
        return 1;
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (std::chrono::steady_clock::now() < end && !totals.stopped) std::this_thread::sleep_for(20ms);
    const int frames = obs_output_get_total_frames(output);
    const auto bytes = static_cast<unsigned long long>(obs_output_get_total_bytes(output));
    const bool cut_off = totals.stopped;
    obs_output_stop(output);
    for (int i = 0; i < 500 && obs_output_active(output); ++i) std::this_thread::sleep_for(20ms);
    std::printf(
        "{\"event\":\"ended\",\"frames\":%d,\"bytes\":%llu,\"dropped\":%d,\"cut_off\":%s,\"code\":%d}\n",
        frames, bytes, obs_output_get_frames_dropped(output), cut_off ? "true" : "false", totals.code.load());
    obs_set_output_source(0, nullptr);
    return cut_off ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: %s rtmp://HOST:PORT/live KEY SECONDS\n", argv[0]);
        return 2;
    }
    Display* display = XOpenDisplay(nullptr);
    if (!display) {
        std::fprintf(stderr, "No X display. Start Xvfb and set DISPLAY.\n");
        return 2;
    }
    std::array<char, 64> directory{"/tmp/obs-publisher-XXXXXX"};
    if (!mkdtemp(directory.data())) return 2;
    int code = 2;
    if (start_engine(display, directory.data())) code = publish(argv[1], argv[2], std::atoi(argv[3]));
    obs_shutdown();
    XCloseDisplay(display);
    std::filesystem::remove_all(directory.data());
    return code;
}
