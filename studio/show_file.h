// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "server/domain/result.h"
#include "studio/show.h"

namespace vitrine::studio {

// The show file: JSON, {"format": "vitrine-show", "version": 1, …}. Pure; any thread.
inline constexpr int kShowFileVersion = 1;
inline constexpr qint64 kLargestShowFileBytes = 16 << 20;

QByteArray write_show(const Show&);
// invalid_argument with what is wrong; precondition when a newer Vitrine wrote it. What comes back is whole:
// every item's source exists, ids are unique, numbers are in range, there is at least one scene.
Result<Show> read_show(const QByteArray&);

struct OpenedShow {
    Show show;
    QString
        note;  // what the creator must be told ("" when all is well): opened from the backup, started anew
};

// <path> holds the show; <path>.backup the last good one before it. Both are replaced by rename after fsync,
// so a crash or a power cut leaves one of them whole.
OpenedShow open_show_file(const QString& path);
Result<Done> save_show_file(const QString& path, const Show&);

}  // namespace vitrine::studio
