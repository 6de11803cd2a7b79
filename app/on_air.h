// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "app/notices.h"
#include "app/preferences.h"
#include "commerce-client/connection.h"
#include "commerce-client/live_show.h"
#include "encoder/broadcast.h"

namespace vitrine::app {

// Going live, staying live, ending, and recording beside it: decides what encoder/ and the server are asked
// to do, and tells the person when something is in the way. A show stays "live" on the server through a lost
// line. GUI thread.
class OnAir final : public QObject {
    Q_OBJECT
  public:
    enum class State { off, connecting, live, reconnecting, ending };
    Q_ENUM(State)

    static inline const QString kVitrineSink = QStringLiteral("vitrine");
    static inline const QString kRecordingSink = QStringLiteral("recording");

    OnAir(Preferences&, encoder::Broadcast&, commerce::Connection&, commerce::LiveShow&, Notices&);

    State state() const { return state_; }
    bool recording() const { return recording_; }
    const QString& recordingPath() const { return recording_path_; }
    // Since the show went live here; 0 when it is not.
    qint64 liveForMs() const;

    // What going live is busy with, for a person; "" unless connecting.
    const QString& progress() const { return progress_; }

    void goLive();
    // Back to off while connecting, until the server was told to begin the show.
    void cancel();
    bool canCancel() const { return state_ == State::connecting && !declaring_; }
    // The picture stops and the show becomes a replay.
    void endShow();
    void record(bool on);

  signals:
    void stateChanged(vitrine::app::OnAir::State state);
    void progressChanged();
    void recordingChanged(bool recording);
    void wentLive();
    void ended();

  private:
    void publish(const v1::StreamTarget& target);
    void declareLive();
    void tellEnded();
    void leaveAir();
    void fail(const QString& why);
    void sinkChanged(const QString& sink, encoder::SinkState sink_state, const QString& sentence);
    void vitrineSinkChanged(encoder::SinkState sink_state, const QString& sentence);
    void recordingSinkChanged(encoder::SinkState sink_state, const QString& sentence);
    // The server came back, maybe at another address.
    void followServer();
    Result<Done> addSink(const encoder::SinkTerms& terms);
    void setState(State state);
    void setProgress(const QString& progress);
    void setRecording(bool on);
    void watchDisk();

    Preferences& preferences_;
    encoder::Broadcast& broadcast_;
    commerce::Connection& connection_;
    commerce::LiveShow& show_;
    Notices& notices_;
    State state_ = State::off;
    QString progress_;
    bool declaring_ = false;  // the server was asked to begin the show
    uint64_t attempt_ = 0;    // answers to an earlier one are of no interest
    encoder::StreamTarget target_;
    QElapsedTimer live_since_;
    QTimer connect_deadline_;
    QTimer disk_watch_;
    bool recording_ = false;
    QString recording_path_;
};

}  // namespace vitrine::app
