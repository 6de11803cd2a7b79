// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/view_display.h"

#include <obs-nix-platform.h>

#include <mutex>
#include <obs.hpp>

namespace vitrine::studio {

namespace {

QSize canvas_size() {
    obs_video_info info = {};
    obs_get_video_info(&info);
    return {int(info.base_width), int(info.base_height)};
}

uint32_t libobs_colour(const QColor& colour) {
    return 0xFF000000u | uint32_t(colour.blue()) << 16 | uint32_t(colour.green()) << 8 |
           uint32_t(colour.red());
}

gs_init_data display_terms(WId window, QSize pixels) {
    gs_init_data terms = {};
    terms.cx = uint32_t(pixels.width());
    terms.cy = uint32_t(pixels.height());
    terms.format = GS_BGRA;
    terms.zsformat = GS_ZS_NONE;
#if defined(_WIN32)
    terms.window.hwnd = reinterpret_cast<void*>(window);
#elif defined(__APPLE__)
    terms.window.view = reinterpret_cast<id>(window);
#else
    terms.window.id = uint32_t(window);
    terms.window.display = obs_get_nix_platform_display();
#endif
    return terms;
}

// Graphics thread, in the canvas's coordinates.
void draw_black(QSize canvas) {
    gs_effect_t* solid = obs_get_base_effect(OBS_EFFECT_SOLID);
    vec4 black;
    vec4_set(&black, 0, 0, 0, 1);
    gs_effect_set_vec4(gs_effect_get_param_by_name(solid, "color"), &black);
    while (gs_effect_loop(solid, "Solid"))
        gs_draw_sprite(nullptr, 0, uint32_t(canvas.width()), uint32_t(canvas.height()));
}

}  // namespace

struct ViewDisplay::Parts {
    View view;
    QSize window;
    OBSDisplay display;
    std::mutex mutex;
    OBSWeakSource
        prepared;  // the preview's scene, under the mutex: the GUI changes it, the graphics thread draws it
    QMetaObject::Connection follow;

    // Graphics thread.
    void draw(QSize pixels) {
        const QSize canvas = canvas_size();
        const QRect picture = letterbox(canvas, pixels);
        if (picture.isEmpty()) return;
        gs_viewport_push();
        gs_projection_push();
        gs_ortho(0, float(canvas.width()), 0, float(canvas.height()), -100, 100);
        gs_set_viewport(picture.x(), picture.y(), picture.width(), picture.height());
        if (view == View::programme) {
            obs_render_main_texture_src_color_only();
        } else {
            draw_black(canvas);  // where a scene shows nothing, viewers will see black
            draw_preview();
        }
        gs_projection_pop();
        gs_viewport_pop();
    }

    void draw_preview() {
        OBSSource scene;
        {
            std::scoped_lock lock(mutex);
            scene = OBSGetStrongRef(prepared);
        }
        if (scene) obs_source_video_render(scene);
    }

    void prepare(obs_source_t* scene) {
        std::scoped_lock lock(mutex);
        prepared = scene ? OBSGetWeakRef(scene) : OBSWeakSource();
    }
};

ViewDisplay::ViewDisplay(WId window, QSize pixels, View view, Programme& programme, QColor surround)
    : parts_(std::make_unique<Parts>()) {
    parts_->view = view;
    parts_->window = pixels.expandedTo({1, 1});
    if (view == View::preview) {
        parts_->prepare(programme.preview_handle());
        parts_->follow = QObject::connect(
            &programme, &Programme::preview_changed,
            [parts = parts_.get(), &programme] { parts->prepare(programme.preview_handle()); });
    }
    const gs_init_data terms = display_terms(window, parts_->window);
    parts_->display = obs_display_create(&terms, libobs_colour(surround));
    obs_display_add_draw_callback(
        parts_->display,
        [](void* parts, uint32_t width, uint32_t height) {
            static_cast<Parts*>(parts)->draw({int(width), int(height)});
        },
        parts_.get());
}

ViewDisplay::~ViewDisplay() {
    QObject::disconnect(parts_->follow);
    parts_->display = nullptr;  // before what its callback draws
}

void ViewDisplay::resize(QSize pixels) {
    parts_->window = pixels.expandedTo({1, 1});
    obs_display_resize(parts_->display, uint32_t(parts_->window.width()), uint32_t(parts_->window.height()));
}

void ViewDisplay::set_surround(QColor surround) {
    obs_display_set_background_color(parts_->display, libobs_colour(surround));
}

void ViewDisplay::set_enabled(bool enabled) { obs_display_set_enabled(parts_->display, enabled); }

QRect ViewDisplay::picture_rect() const { return letterbox(canvas_size(), parts_->window); }

QRect letterbox(QSize canvas, QSize window) {
    if (canvas.isEmpty() || window.isEmpty()) return {};
    const QSize size = canvas.scaled(window, Qt::KeepAspectRatio);
    return {QPoint((window.width() - size.width()) / 2, (window.height() - size.height()) / 2), size};
}

}  // namespace vitrine::studio
