// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/on_air.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QStorageInfo>

namespace vitrine::app {
namespace {

const QString kTopic = QStringLiteral("air");
const QString kRecordingTopic = QStringLiteral("recording");
constexpr int kConnectDeadline_ms = 20'000;
constexpr int kDiskWatch_ms = 10'000;
constexpr qint64 kLowDiskBytes = qint64{1} << 30;

// A file name that every file system takes.
QString file_stem(const QString& title) {
    QString stem = title.simplified();
    stem.replace(QRegularExpression(QStringLiteral("[\\x00-\\x1f/\\\\:*?\"<>|]+")), QStringLiteral("-"));
    stem = stem.left(80).trimmed();
    return (stem.isEmpty() ? OnAir::tr("Show") : stem) +
           QDateTime::currentDateTime().toString(QStringLiteral(" yyyy-MM-dd HH-mm-ss"));
}

}  // namespace

OnAir::OnAir(Preferences& preferences, encoder::Broadcast& broadcast, commerce::Connection& connection,
             commerce::LiveShow& show, Notices& notices)
    : preferences_(preferences),
      broadcast_(broadcast),
      connection_(connection),
      show_(show),
      notices_(notices) {
    connect(&broadcast_, &encoder::Broadcast::sink_changed, this, &OnAir::sinkChanged);
    connect(&connection_, &commerce::Connection::reachChanged, this, [this] {
        if (connection_.reach() == commerce::Connection::Reach::online && state_ == State::reconnecting)
            followServer();
    });
    connect(&preferences_, &Preferences::videoKbpsChanged, this, [this](int kbps) {
        if (!broadcast_.on_air()) return;
        if (const auto done = broadcast_.set_video_kbps(kbps); !done.ok()) {
            notices_.post({QStringLiteral("bitrate"),
                           Weight::warning,
                           QString::fromStdString(done.error().message),
                           {},
                           {}});
        }
    });
    connect_deadline_.setSingleShot(true);
    connect(&connect_deadline_, &QTimer::timeout, this, [this] {
        if (state_ == State::connecting)
            fail(
                tr("The server did not take the picture in time. Check the connection and press Go live "
                   "again."));
    });
    connect(&disk_watch_, &QTimer::timeout, this, &OnAir::watchDisk);
}

qint64 OnAir::liveForMs() const { return live_since_.isValid() ? live_since_.elapsed() : 0; }

void OnAir::goLive() {
    if (state_ != State::off) return;
    notices_.clear(kTopic);
    if (connection_.reach() != commerce::Connection::Reach::online) {
        fail(
            tr("Not live: the server cannot be reached. Check that this computer is online and that the "
               "server runs; the "
               "studio keeps trying to connect."));
        return;
    }
    if (!show_.isOpen()) {
        fail(tr("There is no show to go live with yet. Choose or make one first (Ctrl+O)."));
        return;
    }
    setState(State::connecting);
    setProgress(tr("Asking the server …"));
    connect_deadline_.start(kConnectDeadline_ms);
    show_.streamTarget([this, attempt = ++attempt_](commerce::Outcome<v1::StreamTarget> outcome) {
        if (state_ != State::connecting || attempt != attempt_) return;
        if (!outcome.ok()) {
            fail(tr("Not live: %1").arg(outcome.fault().text));
            return;
        }
        publish(outcome.value());
    });
}

void OnAir::publish(const v1::StreamTarget& target) {
    target_ = {QString::fromStdString(target.url()), QString::fromStdString(target.key())};
    const auto done = addSink({kVitrineSink, tr("Vitrine"), target_});
    if (!done.ok()) fail(tr("Not live: %1").arg(QString::fromStdString(done.error().message)));
}

Result<Done> OnAir::addSink(const encoder::SinkTerms& terms) {
    if (broadcast_.on_air()) return broadcast_.add_sink(terms);
    encoder::Quality quality;
    quality.video_kbps = preferences_.videoKbps();
    return broadcast_.go_live(quality, {terms});
}

void OnAir::declareLive() {
    declaring_ = true;
    setProgress(tr("Telling your viewers …"));
    show_.start([this](commerce::Outcome<v1::Show> outcome) {
        declaring_ = false;
        if (state_ != State::connecting) return;
        if (!outcome.ok()) {
            fail(tr("Not live: %1").arg(outcome.fault().text));
            return;
        }
        connect_deadline_.stop();
        if (!live_since_.isValid()) live_since_.start();
        setState(State::live);
        emit wentLive();
    });
}

void OnAir::cancel() {
    if (!canCancel()) return;
    leaveAir();
    setState(State::off);
}

void OnAir::endShow() {
    if (canCancel()) return cancel();  // nothing to end yet
    if (state_ == State::off || state_ == State::ending) return;
    leaveAir();
    notices_.clear(kTopic);
    tellEnded();
}

void OnAir::tellEnded() {
    setState(State::ending);
    show_.end([this](commerce::Outcome<v1::Show> outcome) {
        setState(State::off);
        if (!outcome.ok()) {
            notices_.post(
                {kTopic, Weight::problem,
                 tr("Your picture has stopped, but the server was not told that the show is over: %1")
                     .arg(outcome.fault().text),
                 tr("End it again"), [this] {
                     if (state_ == State::off) tellEnded();
                 }});
            return;
        }
        emit ended();
    });
}

void OnAir::leaveAir() {
    ++attempt_;
    connect_deadline_.stop();
    broadcast_.remove_sink(kVitrineSink);
    live_since_.invalidate();
}

void OnAir::fail(const QString& why) {
    if (state_ != State::off) leaveAir();
    setState(State::off);
    notices_.post({kTopic, Weight::problem, why, tr("Try again"), [this] { goLive(); }});
}

void OnAir::sinkChanged(const QString& sink, encoder::SinkState sink_state, const QString& sentence) {
    if (sink == kVitrineSink) vitrineSinkChanged(sink_state, sentence);
    if (sink == kRecordingSink) recordingSinkChanged(sink_state, sentence);
}

void OnAir::vitrineSinkChanged(encoder::SinkState sink_state, const QString& sentence) {
    if (state_ == State::off || state_ == State::ending) return;
    switch (sink_state) {
        case encoder::SinkState::live:
            if (state_ == State::connecting) declareLive();
            if (state_ == State::reconnecting) {
                setState(State::live);
                notices_.postBriefly(kTopic, tr("Back on air."));
            }
            break;
        case encoder::SinkState::reconnecting:
            if (state_ ==
                State::connecting) {  // the first try did not reach it: say so instead of waiting in silence
                fail(tr("Not live: %1").arg(sentence));
                break;
            }
            setState(State::reconnecting);
            notices_.post({kTopic,
                           Weight::problem,
                           tr("The connection to your viewers is interrupted: %1 They see “one moment”. The "
                              "studio keeps "
                              "composing and recording, and goes back on air by itself.")
                               .arg(sentence),
                           {},
                           {}});
            break;
        case encoder::SinkState::failed:
            fail(state_ == State::connecting ? tr("Not live: %1").arg(sentence)
                                             : tr("You are off air: %1").arg(sentence));
            break;
        case encoder::SinkState::connecting:
            if (state_ != State::connecting) break;
            setProgress(sentence.isEmpty() ? tr("Sending the first pictures …") : sentence);
            connect_deadline_.start(kConnectDeadline_ms);  // finding an encoder has deadlines of its own
            break;
        case encoder::SinkState::stopped:
        case encoder::SinkState::unspecified:
            break;
    }
}

void OnAir::followServer() {
    show_.streamTarget([this](commerce::Outcome<v1::StreamTarget> outcome) {
        if (!outcome.ok() || state_ != State::reconnecting) return;
        const encoder::StreamTarget now{QString::fromStdString(outcome->url()),
                                        QString::fromStdString(outcome->key())};
        if (now == target_) return;  // the sink tries that address by itself
        broadcast_.remove_sink(kVitrineSink);
        publish(outcome.value());
    });
}

void OnAir::record(bool on) {
    if (on == recording_) return;
    if (!on) {
        setRecording(false);
        broadcast_.remove_sink(kRecordingSink);  // saved when it says so
        return;
    }
    const QString dir = preferences_.recordingDir();
    if (!QDir().mkpath(dir)) {
        notices_.post({kRecordingTopic,
                       Weight::problem,
                       tr("The recording folder %1 cannot be made. Choose another one in the settings.")
                           .arg(QDir::toNativeSeparators(dir)),
                       {},
                       {}});
        emit recordingChanged(false);
        return;
    }
    recording_path_ =
        dir + '/' + file_stem(QString::fromStdString(show_.show().title())) + QStringLiteral(".mkv");
    const auto done = addSink({kRecordingSink, tr("Recording"), encoder::FileTarget{recording_path_}});
    if (!done.ok()) {
        notices_.post({kRecordingTopic,
                       Weight::problem,
                       tr("Not recording: %1").arg(QString::fromStdString(done.error().message)),
                       {},
                       {}});
        emit recordingChanged(false);
        return;
    }
    notices_.clear(kRecordingTopic);
    setRecording(true);
    watchDisk();
}

void OnAir::recordingSinkChanged(encoder::SinkState sink_state, const QString& sentence) {
    if (sink_state == encoder::SinkState::stopped) {
        notices_.postBriefly(kRecordingTopic,
                             tr("Recording saved: %1").arg(QDir::toNativeSeparators(recording_path_)));
    }
    if (sink_state != encoder::SinkState::failed) return;
    setRecording(false);
    broadcast_.remove_sink(kRecordingSink);
    notices_.post(
        {kRecordingTopic, Weight::problem, tr("The recording has stopped: %1").arg(sentence), {}, {}});
}

void OnAir::watchDisk() {
    const QStorageInfo disk(QFileInfo(recording_path_).path());
    if (!disk.isValid() || disk.bytesAvailable() > kLowDiskBytes) return;
    notices_.post({QStringLiteral("disk"),
                   Weight::warning,
                   tr("Only %1 left on the disk you record to. Make room, or the recording will stop.")
                       .arg(QLocale().formattedDataSize(disk.bytesAvailable())),
                   {},
                   {}});
}

void OnAir::setRecording(bool on) {
    if (on == recording_) return;
    recording_ = on;
    if (on) {
        disk_watch_.start(kDiskWatch_ms);
    } else {
        disk_watch_.stop();
        notices_.clear(QStringLiteral("disk"));
    }
    emit recordingChanged(on);
}

void OnAir::setState(State state) {
    if (state == state_) return;
    state_ = state;
    if (state != State::connecting) setProgress({});
    emit stateChanged(state);
}

void OnAir::setProgress(const QString& progress) {
    if (progress == progress_) return;
    progress_ = progress;
    emit progressChanged();
}

}  // namespace vitrine::app
