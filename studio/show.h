// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>
#include <variant>
#include <vector>

namespace vitrine::studio {

// The show as it is written to disk and shown in lists: plain values, no libobs, any thread.
// Ids are UUIDs in text, made once and kept for ever; names are what the creator typed, in any script.

enum class SourceKind {
    unspecified,
    camera,
    network_camera,
    media_file,
    screen,
    image,
    text,
    microphone,
    desktop_sound,
};

// A camera plugged into this computer. The device is the platform's own id for it (see devices.h).
struct CameraSettings {
    QString device;
    int width = 0;  // 0: what the camera prefers
    int height = 0;
    int fps = 0;
    friend bool operator==(const CameraSettings&, const CameraSettings&) = default;
};

// A phone or camera on the network: an rtmp, rtsp, srt, http or udp address that is pulled, and pulled again
// when lost.
struct NetworkCameraSettings {
    QString address;
    int reconnect_s = 2;
    friend bool operator==(const NetworkCameraSettings&, const NetworkCameraSettings&) = default;
};

struct MediaFileSettings {
    QString path;
    bool loop = true;
    friend bool operator==(const MediaFileSettings&, const MediaFileSettings&) = default;
};

struct ScreenSettings {
    int screen = 0;  // as listed by devices.h
    bool cursor = true;
    friend bool operator==(const ScreenSettings&, const ScreenSettings&) = default;
};

struct ImageSettings {
    QString path;
    friend bool operator==(const ImageSettings&, const ImageSettings&) = default;
};

// Drawn by Qt, so that every script is shaped and missing glyphs come from other fonts
// (docs/decisions/text-is-drawn-by-qt.md).
struct TextSettings {
    QString text;
    QString font_family;  // empty: the system's
    int size_px = 64;     // height of a line on the canvas
    bool bold = false;
    QColor colour = Qt::white;
    QColor background = Qt::transparent;
    friend bool operator==(const TextSettings&, const TextSettings&) = default;
};

// Sound alone; heard in every scene.
struct MicrophoneSettings {
    QString device = "default";
    friend bool operator==(const MicrophoneSettings&, const MicrophoneSettings&) = default;
};
struct DesktopSoundSettings {
    QString device = "default";
    friend bool operator==(const DesktopSoundSettings&, const DesktopSoundSettings&) = default;
};

using SourceSettings = std::variant<CameraSettings, NetworkCameraSettings, MediaFileSettings, ScreenSettings,
                                    ImageSettings, TextSettings, MicrophoneSettings, DesktopSoundSettings>;

SourceKind kind_of(const SourceSettings&);
bool is_sound_only(SourceKind);

// Where an item stands: a rectangle in fractions of the canvas, so that a show fits any canvas.
enum class Fit {
    unspecified,
    contain,  // whole picture, centred, bars where the shapes differ
    cover,    // no bars: the picture may reach over the rectangle's edge
    natural,  // the source's own size in canvas pixels, from the rectangle's top left
};
struct Placement {
    QRectF area{0, 0, 1, 1};
    Fit fit = Fit::contain;
    friend bool operator==(const Placement&, const Placement&) = default;
};

enum class PlacementPreset {
    unspecified,
    fit,              // the whole picture, as large as the canvas takes
    fill,             // no bars: what reaches over the canvas is cut
    corner_top_left,  // picture in picture: a quarter of the width, a small margin
    corner_top_right,
    corner_bottom_left,
    corner_bottom_right,
    left_half,
    right_half,
};
Placement placement_of(PlacementPreset);
// Cell of a grid that shows so many pictures side by side, row by row. Precondition: 0 <= index < count.
Placement grid_cell(int index, int count);

struct Item {
    QString id;
    QString source;  // Source::id
    bool visible = true;
    Placement placement;
    friend bool operator==(const Item&, const Item&) = default;
};

struct Scene {
    QString id;
    QString name;
    std::vector<Item> items;  // front first
    friend bool operator==(const Scene&, const Scene&) = default;
};

// One camera, file or microphone; shown by any number of items.
struct Source {
    QString id;
    QString name;
    SourceSettings settings;
    double volume_db = 0;  // kSilence_db … 0
    bool muted = false;
    friend bool operator==(const Source&, const Source&) = default;
};
inline constexpr double kSilence_db = -96;

enum class TransitionKind { unspecified, cut, fade };
struct Transition {
    TransitionKind kind = TransitionKind::fade;
    int duration_ms = 300;
    friend bool operator==(const Transition&, const Transition&) = default;
};

struct Show {
    std::vector<Scene> scenes;
    std::vector<Source> sources;
    QString preview_scene;
    QString programme_scene;
    Transition transition;
    friend bool operator==(const Show&, const Show&) = default;

    const Scene* scene(const QString& id) const;
    const Source* source(const QString& id) const;
};

// A show with one empty scene: what a first start opens.
Show new_show();

}  // namespace vitrine::studio
