// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>

#include "app/look/theme.h"
#include "studio/engine.h"

namespace vitrine::app {

// What the creator chose, kept in <data dir>/studio.ini. No secrets. GUI thread.
class Preferences final : public QObject {
    Q_OBJECT
  public:
    explicit Preferences(const QString& data_dir, QObject* parent = nullptr);

    const QString& dataDir() const { return data_dir_; }

    // Empty: the server on this computer.
    QString server() const;
    void setServer(const QString& server);

    // The show that was open last on that server.
    QString lastShow(const QString& place) const;
    void setLastShow(const QString& place, const QString& show_id);

    QString recordingDir() const;
    void setRecordingDir(const QString& dir);

    int videoKbps() const;
    void setVideoKbps(int kbps);

    // False until the machine was measured, or a canvas was chosen by hand.
    bool hasCanvas() const;
    studio::VideoFormat canvas() const;
    void setCanvas(studio::VideoFormat canvas);

    ThemeChoice themeChoice() const;
    void setThemeChoice(ThemeChoice choice);

    QByteArray windowGeometry() const;
    QByteArray windowLayout() const;
    void setWindow(const QByteArray& geometry, const QByteArray& layout);

  signals:
    void serverChanged();
    void videoKbpsChanged(int kbps);

  private:
    QString data_dir_;
    mutable QSettings file_;
};

}  // namespace vitrine::app
