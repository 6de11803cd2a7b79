// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/source_watch.h"

#include <QDir>
#include <QFileInfo>

namespace vitrine::studio {

namespace {

QString tr_file_missing(const QString& path) {
    return QStringLiteral("The file %1 is not there. Put it back, or choose another file.")
        .arg(QDir::toNativeSeparators(path));
}

bool has_picture(obs_source_t* source) {
    return obs_source_get_width(source) > 0 && obs_source_get_height(source) > 0;
}

SourceLook look_at_file(const QString& path, obs_source_t* source) {
    if (path.isEmpty()) return {SourceState::missing, QStringLiteral("No file is chosen yet.")};
    if (!QFileInfo::exists(path)) return {SourceState::missing, tr_file_missing(path)};
    // A sound file has no picture and plays all the same.
    if (has_picture(source) || obs_source_media_get_state(source) == OBS_MEDIA_STATE_PLAYING)
        return {SourceState::live, {}};
    return {SourceState::waiting,
            QStringLiteral("The file is being opened, or its format is not understood.")};
}

}  // namespace

SourceLook look_at(const Source& model, obs_source_t* source) {
    const SourceKind kind = kind_of(model.settings);
    if (!source)
        return {SourceState::missing,
                QStringLiteral("This computer cannot use this kind of source: a part of the "
                               "picture engine is not installed.")};
    switch (kind) {
        case SourceKind::media_file:
            return look_at_file(std::get<MediaFileSettings>(model.settings).path, source);
        case SourceKind::image:
            return look_at_file(std::get<ImageSettings>(model.settings).path, source);
        case SourceKind::camera:
            if (std::get<CameraSettings>(model.settings).device.isEmpty())
                return {SourceState::missing, QStringLiteral("No camera is chosen yet.")};
            if (!has_picture(source))
                return {SourceState::waiting,
                        QStringLiteral("The camera gives no picture. Is it plugged in, and not "
                                       "used by another program?")};
            break;
        case SourceKind::network_camera:
            if (!has_picture(source))
                return {SourceState::waiting,
                        QStringLiteral("Waiting for the network camera. It is tried again by itself.")};
            break;
        case SourceKind::screen:
            if (!has_picture(source))
                return {SourceState::waiting,
                        QStringLiteral("This screen gives no picture. Choose another one.")};
            break;
        default:
            break;
    }
    return {SourceState::live, {}};
}

}  // namespace vitrine::studio
