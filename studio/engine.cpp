// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/engine.h"

#include <obs-nix-platform.h>
#include <obs.h>
#include <util/bmem.h>

#include <GL/gl.h>
#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>
#include <cstdio>

#include "studio/obs_display_server.h"
#include "studio/platform_sources.h"
#include "studio/text_source.h"

namespace vitrine::studio {

Q_LOGGING_CATEGORY(obs_log, "vitrine.obs", QtWarningMsg)

namespace {

constexpr const char* kGraphicsModule =
#ifdef _WIN32
    "libobs-d3d11";
#else
    "libobs-opengl";
#endif
constexpr int kSoundRate_hz = 48000;

void to_qt_log(int level, const char* format, va_list arguments, void*) {
    char line[4096];
    std::vsnprintf(line, sizeof line, format, arguments);
    if (level <= LOG_ERROR)
        qCWarning(obs_log, "%s", line);
    else if (level <= LOG_WARNING)
        qCInfo(obs_log, "%s", line);
    else
        qCDebug(obs_log, "%s", line);
}

int reset_video(const VideoFormat& format) {
    obs_video_info info = {};
    info.graphics_module = kGraphicsModule;
    info.fps_num = uint32_t(format.fps);
    info.fps_den = 1;
    info.base_width = info.output_width = uint32_t(format.width);
    info.base_height = info.output_height = uint32_t(format.height);
    info.output_format = VIDEO_FORMAT_NV12;
    info.gpu_conversion = true;
    info.colorspace = VIDEO_CS_709;
    info.range = VIDEO_RANGE_PARTIAL;
    info.scale_type = OBS_SCALE_BICUBIC;
    return obs_reset_video(&info);
}

bool reset_audio() {
    obs_audio_info info = {};
    info.samples_per_sec = kSoundRate_hz;
    info.speakers = SPEAKERS_STEREO;
    return obs_reset_audio(&info);
}

bool is_usable(const VideoFormat& format) {
    return format.width >= 64 && format.width <= 7680 && format.width % 4 == 0 && format.height >= 64 &&
           format.height <= 4320 && format.height % 2 == 0 && format.fps >= 1 && format.fps <= 120;
}

Error no_video(int outcome) {
    switch (outcome) {
        case OBS_VIDEO_CURRENTLY_ACTIVE:
            return {Code::precondition,
                    "The canvas cannot change while the show is on air or recorded. Stop first."};
        case OBS_VIDEO_NOT_SUPPORTED:
            return {Code::unavailable,
                    "This machine's graphics driver cannot draw the show: OpenGL 3.3 is needed. Update the "
                    "driver."};
        case OBS_VIDEO_INVALID_PARAM:
            return {Code::invalid_argument, "This canvas size or frame rate cannot be used."};
        default:
            return {Code::unavailable,
                    "The picture engine could not start its graphics. Install the package libgl1-mesa-dri, "
                    "or update "
                    "the graphics driver."};
    }
}

QString load_module(const char* name) {
    const QString file = QStringLiteral(VITRINE_OBS_PLUGINS "/%1.so").arg(QLatin1String(name));
    const QString data = QStringLiteral(VITRINE_OBS_PLUGIN_DATA "/%1").arg(QLatin1String(name));
    obs_module_t* module = nullptr;
    const int outcome = obs_open_module(&module, file.toUtf8().constData(), data.toUtf8().constData());
    // A module that opens may still decline: linux-pulseaudio does without a sound server's library.
    if (outcome != MODULE_SUCCESS || !obs_init_module(module)) return QLatin1String(name);
    return {};
}

QString read_renderer() {
#ifdef _WIN32
    return QStringLiteral("Direct3D 11");
#else
    obs_enter_graphics();
    const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    obs_leave_graphics();
    return QString::fromUtf8(name ? name : "");
#endif
}

}  // namespace

struct Engine::Parts {
    // Before libobs and after it: libobs drains this connection's events, so it is not Qt's.
    DisplayServer display;
    bool started = false;
    VideoFormat video;
    QString renderer;
    QStringList missing_modules;

    ~Parts() {
        if (started) {
            obs_wait_for_destroy_queue();
            obs_shutdown();
        }
        base_set_log_handler(nullptr, nullptr);
    }
};

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::start(const EngineTerms& terms) {
    if (!is_usable(terms.video)) return no_video(OBS_VIDEO_INVALID_PARAM);
    if (obs_initialized()) return Error{Code::precondition, "The picture engine runs already."};
    auto parts = std::make_unique<Parts>();
    if (!parts->display.open())
        return Error{
            Code::unavailable,
            "There is no screen to draw on (DISPLAY is not set, or the X server cannot be reached). Start "
            "Vitrine Studio from a desktop, or under Xvfb."};
    base_set_log_handler(&to_qt_log, nullptr);
    // A null path makes modules write into the working directory.
    const QString config = QDir(terms.data_dir).filePath(QStringLiteral("obs"));
    if (!QDir().mkpath(config))
        return Error{Code::unavailable,
                     QStringLiteral("The folder %1 cannot be written. Check its permissions.")
                         .arg(QDir::toNativeSeparators(config))
                         .toStdString()};
    parts->started = obs_startup(terms.locale.toUtf8().constData(), config.toUtf8().constData(), nullptr);
    if (!parts->started) return Error{Code::unavailable, "The picture engine (libobs) could not start."};
    if (int outcome = reset_video(terms.video); outcome != OBS_VIDEO_SUCCESS) return no_video(outcome);
    if (!reset_audio())
        return Error{Code::unavailable, "The picture engine could not start its sound mixer."};
    parts->video = terms.video;
    parts->renderer = read_renderer();
    for (const char* name : allowed_modules())
        if (QString missing = load_module(name); !missing.isEmpty()) parts->missing_modules << missing;
    register_text_source();
    obs_post_load_modules();
    return std::unique_ptr<Engine>(new Engine(std::move(parts)));
}

VideoFormat Engine::video() const { return parts_->video; }

Result<Done> Engine::set_video(VideoFormat format) {
    if (!is_usable(format)) return no_video(OBS_VIDEO_INVALID_PARAM);
    if (format == parts_->video) return Done{};
    if (int outcome = reset_video(format); outcome != OBS_VIDEO_SUCCESS) {
        if (outcome != OBS_VIDEO_CURRENTLY_ACTIVE) reset_video(parts_->video);
        return no_video(outcome);
    }
    parts_->video = format;
    emit video_changed(format);
    return Done{};
}

QString Engine::renderer() const { return parts_->renderer; }
bool Engine::has_gpu() const { return !is_software_renderer(parts_->renderer); }
QStringList Engine::missing_modules() const { return parts_->missing_modules; }
long Engine::leaked_allocations() { return bnum_allocs(); }

bool is_software_renderer(const QString& renderer) {
    for (const char* name : {"llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader"})
        if (renderer.contains(QLatin1String(name), Qt::CaseInsensitive)) return true;
    return false;
}

}  // namespace vitrine::studio
