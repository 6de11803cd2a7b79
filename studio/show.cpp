// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/show.h"

#include <QUuid>
#include <algorithm>

#include "server/domain/check.h"

namespace vitrine::studio {

namespace {

constexpr double kCornerSize = 0.28;
constexpr double kCornerMargin = 0.03;

template <class Things>
auto find_by_id(const Things& things, const QString& id) -> const typename Things::value_type* {
    auto found =
        std::find_if(things.begin(), things.end(), [&](const auto& thing) { return thing.id == id; });
    return found == things.end() ? nullptr : &*found;
}

}  // namespace

SourceKind kind_of(const SourceSettings& settings) {
    constexpr SourceKind kKinds[] = {
        SourceKind::camera, SourceKind::network_camera, SourceKind::media_file, SourceKind::screen,
        SourceKind::image,  SourceKind::text,           SourceKind::microphone, SourceKind::desktop_sound};
    static_assert(std::size(kKinds) == std::variant_size_v<SourceSettings>);
    return kKinds[settings.index()];
}

bool is_sound_only(SourceKind kind) {
    return kind == SourceKind::microphone || kind == SourceKind::desktop_sound;
}

Placement placement_of(PlacementPreset preset) {
    constexpr double near = kCornerMargin;
    constexpr double far = 1 - kCornerMargin - kCornerSize;
    auto corner = [](double x, double y) {
        return Placement{QRectF(x, y, kCornerSize, kCornerSize), Fit::contain};
    };
    switch (preset) {
        case PlacementPreset::corner_top_left:
            return corner(near, near);
        case PlacementPreset::corner_top_right:
            return corner(far, near);
        case PlacementPreset::corner_bottom_left:
            return corner(near, far);
        case PlacementPreset::corner_bottom_right:
            return corner(far, far);
        case PlacementPreset::left_half:
            return {QRectF(0, 0, 0.5, 1), Fit::contain};
        case PlacementPreset::right_half:
            return {QRectF(0.5, 0, 0.5, 1), Fit::contain};
        case PlacementPreset::fill:
            return {QRectF(0, 0, 1, 1), Fit::cover};
        case PlacementPreset::fit:
        case PlacementPreset::unspecified:
            break;
    }
    return {QRectF(0, 0, 1, 1), Fit::contain};
}

Placement grid_cell(int index, int count) {
    VITRINE_CHECK(index >= 0 && index < count);
    int columns = 1;
    while (columns * columns < count) ++columns;
    const int rows = (count + columns - 1) / columns;
    const int row = index / columns;
    // A last row that is not full stands in the middle.
    const int in_row = row == rows - 1 ? count - row * columns : columns;
    const double left = (columns - in_row) / (2.0 * columns);
    const QRectF area(left + double(index % columns) / columns, double(row) / rows, 1.0 / columns,
                      1.0 / rows);
    return {area, Fit::contain};
}

const Scene* Show::scene(const QString& id) const { return find_by_id(scenes, id); }
const Source* Show::source(const QString& id) const { return find_by_id(sources, id); }

Show new_show() {
    Show show;
    show.scenes.push_back(
        {QUuid::createUuid().toString(QUuid::WithoutBraces), QStringLiteral("Scene 1"), {}});
    show.preview_scene = show.programme_scene = show.scenes.front().id;
    return show;
}

}  // namespace vitrine::studio
