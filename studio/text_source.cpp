// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/text_source.h"

#include <obs-module.h>

#include <QFont>
#include <QPainter>
#include <QTextCursor>
#include <QTextDocument>
#include <algorithm>
#include <cmath>
#include <mutex>

namespace vitrine::studio {

namespace {

constexpr int kLargestSide_px = 4096;

// One text on screen. The picture crosses from the GUI's thread to libobs's graphics thread under the mutex.
class TextPicture {
  public:
    ~TextPicture() {
        obs_enter_graphics();
        gs_texture_destroy(texture_);
        obs_leave_graphics();
    }

    void show(QImage picture) {
        std::scoped_lock lock(mutex_);
        picture_ = std::move(picture);
        fresh_ = true;
    }

    uint32_t width() {
        std::scoped_lock lock(mutex_);
        return uint32_t(picture_.width());
    }
    uint32_t height() {
        std::scoped_lock lock(mutex_);
        return uint32_t(picture_.height());
    }

    // Graphics thread.
    void render() {
        upload();
        if (!texture_) return;
        gs_blend_state_push();
        gs_blend_function(GS_BLEND_ONE, GS_BLEND_INVSRCALPHA);  // Qt's alpha is premultiplied
        obs_source_draw(texture_, 0, 0, 0, 0, false);
        gs_blend_state_pop();
    }

  private:
    void upload() {
        std::scoped_lock lock(mutex_);
        if (!fresh_) return;
        fresh_ = false;
        gs_texture_destroy(texture_);
        texture_ = nullptr;
        if (picture_.isNull()) return;
        const uint8_t* rows = picture_.constBits();
        texture_ =
            gs_texture_create(uint32_t(picture_.width()), uint32_t(picture_.height()), GS_RGBA, 1, &rows, 0);
    }

    std::mutex mutex_;
    QImage picture_;
    bool fresh_ = false;
    gs_texture_t* texture_ = nullptr;
};

TextPicture* picture_of(void* data) { return static_cast<TextPicture*>(data); }

}  // namespace

void register_text_source() {
    obs_source_info info = {};
    info.id = kTextSourceId;
    info.type = OBS_SOURCE_TYPE_INPUT;
    info.output_flags = OBS_SOURCE_VIDEO;
    info.icon_type = OBS_ICON_TYPE_TEXT;
    info.get_name = [](void*) { return "Text"; };
    info.create = [](obs_data_t*, obs_source_t*) -> void* { return new TextPicture; };
    info.destroy = [](void* data) { delete picture_of(data); };
    info.get_width = [](void* data) { return picture_of(data)->width(); };
    info.get_height = [](void* data) { return picture_of(data)->height(); };
    info.video_render = [](void* data, gs_effect_t*) { picture_of(data)->render(); };
    obs_register_source(&info);
}

void show_text(obs_source* source, const TextSettings& settings) {
    picture_of(obs_obj_get_data(source))->show(draw_text(settings));
}

QImage draw_text(const TextSettings& settings) {
    if (settings.text.isEmpty()) return {};
    QFont font;
    if (!settings.font_family.isEmpty()) font.setFamily(settings.font_family);
    font.setPixelSize(std::clamp(settings.size_px, 4, 1024));
    font.setBold(settings.bold);

    // A document, not one drawText: it breaks lines, lays out right-to-left paragraphs and knows the whole
    // height.
    QTextDocument document;
    document.setDefaultFont(font);
    document.setDocumentMargin(settings.background.alpha() > 0 ? font.pixelSize() / 4.0
                                                               : font.pixelSize() / 16.0);
    document.setPlainText(settings.text);
    const double wide = document.idealWidth();
    document.setTextWidth(std::min<double>(std::ceil(wide), kLargestSide_px));
    const QSizeF size = document.size();
    QImage picture(std::clamp(int(std::ceil(size.width())), 1, kLargestSide_px),
                   std::clamp(int(std::ceil(size.height())), 1, kLargestSide_px),
                   QImage::Format_RGBA8888_Premultiplied);
    picture.fill(settings.background);

    QPainter painter(&picture);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    QTextCursor cursor(&document);
    cursor.select(QTextCursor::Document);
    QTextCharFormat colour;
    colour.setForeground(settings.colour);
    cursor.mergeCharFormat(colour);
    document.drawContents(&painter);
    return picture;
}

}  // namespace vitrine::studio
