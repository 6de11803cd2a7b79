// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio/show_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace vitrine::studio {

namespace {

Error cannot_write(const QString& path, const QString& reason) {
    return {Code::unavailable,
            QStringLiteral("The show could not be saved to %1 (%2). Free some space or check the "
                           "folder's permissions; it is tried again at the next change.")
                .arg(QDir::toNativeSeparators(path), reason)
                .toStdString()};
}

QString backup_of(const QString& path) { return path + QStringLiteral(".backup"); }

Result<Show> read_file(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return Error{Code::unavailable, file.errorString().toStdString()};
    if (file.size() > kLargestShowFileBytes) return Error{Code::too_large, "it is far too large"};
    return read_show(file.readAll());
}

// QSaveFile: written aside, fsynced, renamed.
Result<Done> replace_file(const QString& path, const QByteArray& contents) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return cannot_write(path, file.errorString());
    file.write(contents);
    if (!file.commit()) return cannot_write(path, file.errorString());
    return Done{};
}

}  // namespace

OpenedShow open_show_file(const QString& path) {
    const QString name = QDir::toNativeSeparators(path);
    const bool exists = QFileInfo::exists(path);
    auto show = exists ? read_file(path) : Result<Show>(Error{});
    if (show) return {*show, {}};
    if (exists) {
        // Kept for whoever wants to look into it; the next save must not destroy the only copy.
        QFile::remove(path + QStringLiteral(".damaged"));
        QFile::copy(path, path + QStringLiteral(".damaged"));
    }
    if (auto backup = read_file(backup_of(path))) {
        return {*backup,
                exists ? QStringLiteral("The show file could not be read (%1). The last good version was "
                                        "opened; the damaged file is kept as %2.damaged.")
                             .arg(QString::fromStdString(show.error().message), name)
                       : QStringLiteral("The show file was gone. The last good version was opened.")};
    }
    if (!exists) return {new_show(), {}};
    return {new_show(),
            QStringLiteral("The show file could not be read (%1), and there is no good backup. A new show "
                           "was started; the damaged file is kept as %2.damaged.")
                .arg(QString::fromStdString(show.error().message), name)};
}

Result<Done> save_show_file(const QString& path, const Show& show) {
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return cannot_write(path, QStringLiteral("no such folder"));
    QFile before(path);
    if (before.open(QIODevice::ReadOnly) && before.size() <= kLargestShowFileBytes) {
        const QByteArray contents = before.readAll();
        before.close();
        // Only a good version becomes the backup.
        if (read_show(contents).ok())
            if (auto kept = replace_file(backup_of(path), contents); !kept) return kept;
    }
    return replace_file(path, write_show(show));
}

}  // namespace vitrine::studio
