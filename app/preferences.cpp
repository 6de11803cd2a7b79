// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences.h"

#include <QStandardPaths>
#include <algorithm>

namespace vitrine::app {
namespace {

constexpr int kLeastKbps = 300;
constexpr int kMostKbps = 20'000;

QString show_key(const QString& place) {
    return QStringLiteral("shows/") + QString::fromLatin1(place.toUtf8().toHex());
}

}  // namespace

Preferences::Preferences(const QString& data_dir, QObject* parent)
    : QObject(parent), data_dir_(data_dir), file_(data_dir + "/studio.ini", QSettings::IniFormat) {}

QString Preferences::server() const { return file_.value("server/address").toString(); }

void Preferences::setServer(const QString& server) {
    if (server == this->server()) return;
    file_.setValue("server/address", server);
    emit serverChanged();
}

QString Preferences::lastShow(const QString& place) const { return file_.value(show_key(place)).toString(); }

void Preferences::setLastShow(const QString& place, const QString& show_id) {
    file_.setValue(show_key(place), show_id);
}

QString Preferences::recordingDir() const {
    const QString chosen = file_.value("recording/folder").toString();
    if (!chosen.isEmpty()) return chosen;
    const QString videos = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    return (videos.isEmpty() ? data_dir_ : videos) + "/Vitrine";
}

void Preferences::setRecordingDir(const QString& dir) { file_.setValue("recording/folder", dir); }

int Preferences::videoKbps() const {
    return std::clamp(file_.value("video/kbps", 2500).toInt(), kLeastKbps, kMostKbps);
}

void Preferences::setVideoKbps(int kbps) {
    if (kbps == videoKbps()) return;
    file_.setValue("video/kbps", kbps);
    emit videoKbpsChanged(videoKbps());
}

bool Preferences::hasCanvas() const { return file_.contains("video/width"); }

studio::VideoFormat Preferences::canvas() const {
    studio::VideoFormat canvas;
    if (!hasCanvas()) return {640, 360, 30};  // until measured: what any machine manages
    canvas.width = std::clamp(file_.value("video/width").toInt(), 160, 3840) & ~3;
    canvas.height = std::clamp(file_.value("video/height").toInt(), 90, 2160) & ~1;
    canvas.fps = std::clamp(file_.value("video/fps").toInt(), 10, 60);
    return canvas;
}

void Preferences::setCanvas(studio::VideoFormat canvas) {
    file_.setValue("video/width", canvas.width);
    file_.setValue("video/height", canvas.height);
    file_.setValue("video/fps", canvas.fps);
}

ThemeChoice Preferences::themeChoice() const {
    return file_.value("window/theme").toString() == "light" ? ThemeChoice::light : ThemeChoice::dark;
}

void Preferences::setThemeChoice(ThemeChoice choice) {
    file_.setValue("window/theme", choice == ThemeChoice::light ? "light" : "dark");
}

QByteArray Preferences::windowGeometry() const { return file_.value("window/geometry").toByteArray(); }
QByteArray Preferences::windowLayout() const { return file_.value("window/layout").toByteArray(); }

void Preferences::setWindow(const QByteArray& geometry, const QByteArray& layout) {
    file_.setValue("window/geometry", geometry);
    file_.setValue("window/layout", layout);
}

}  // namespace vitrine::app
