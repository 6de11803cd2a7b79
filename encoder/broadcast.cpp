// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/broadcast.h"

#include <obs.hpp>

#include <QElapsedTimer>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <map>
#include <mutex>

#include "encoder/av_log_lines.h"
#include "encoder/encode_session.h"
#include "encoder/encoded_output.h"
#include "encoder/encoder_trials.h"
#include "encoder/file_sink.h"
#include "encoder/stream_sink.h"

namespace vitrine::encoder {

namespace {

constexpr int kHealthInterval_ms = 1'000;
constexpr int kClosingInterval_ms = 20;
constexpr qint64 kFinishDeadline_ms = 4'000;
constexpr int kLeastKbps = 100;
constexpr int kMostKbps = 100'000;

QString wrong_with(const SinkTerms& terms) {
    if (terms.id.isEmpty()) return QStringLiteral("A destination needs an id.");
    if (const auto* stream = std::get_if<StreamTarget>(&terms.target)) return StreamSink::wrong_with(*stream);
    return FileSink::wrong_with(std::get<FileTarget>(terms.target));
}

Error invalid(const QString& sentence) { return {Code::invalid_argument, sentence.toStdString()}; }

// Counters of libobs, to be told as differences.
struct EngineCounts {
    int64_t rendered = 0;
    int64_t lagged = 0;
    int64_t encoded = 0;
    int64_t skipped = 0;

    static EngineCounts now() {
        video_t* video = obs_get_video();
        return {obs_get_total_frames(), obs_get_lagged_frames(), video_output_get_total_frames(video),
                video_output_get_skipped_frames(video)};
    }
};

}  // namespace

struct Broadcast::Parts {
    // Shared with the encoder's threads, under the mutex.
    std::mutex mutex;
    std::vector<std::shared_ptr<SinkThread>> sinks;

    std::vector<std::shared_ptr<SinkThread>> leaving;  // removed, still writing their last
    QElapsedTimer leaving_since;
    Quality quality;
    EncoderTrials trials;
    QString encoder_that_works;         // found by a trial; "": not yet
    std::vector<SinkTerms> waiting;     // for an encoder to be found
    int search = 0;                     // an answer to an earlier one is of no interest
    std::map<QString, int> sinks_made;  // under each id
    std::unique_ptr<EncodeSession> session;
    bool closing = false;
    QElapsedTimer since_start;
    EngineCounts counts_at_start;
    std::map<QString, int64_t> sent_a_second_ago;
    int64_t encoded_bytes_a_second_ago = 0;
    std::atomic<int64_t> encoded_bytes{0};
    QElapsedTimer since_health;
    Health last;
    QTimer health_timer;
    QTimer closing_timer;

    void fan_out(const PacketRef& packet) {
        encoded_bytes += int64_t(packet->bytes.size());
        std::scoped_lock lock(mutex);
        for (const auto& sink : sinks) sink->push(packet);
    }
    std::shared_ptr<SinkThread> find(const QString& sink_id) {
        std::scoped_lock lock(mutex);
        auto found = std::find_if(sinks.begin(), sinks.end(),
                                  [&](const auto& sink) { return sink->terms().id == sink_id; });
        return found == sinks.end() ? nullptr : *found;
    }
    bool all_ended() {
        std::scoped_lock lock(mutex);
        auto ended = [](const auto& sink) { return sink->ended(); };
        return std::all_of(sinks.begin(), sinks.end(), ended) &&
               std::all_of(leaving.begin(), leaving.end(), ended);
    }
};

Broadcast::Broadcast() : parts_(std::make_unique<Parts>()) {
    qRegisterMetaType<Health>();
    qRegisterMetaType<SinkState>();
    connect(&parts_->health_timer, &QTimer::timeout, this, &Broadcast::take_health);
    connect(&parts_->closing_timer, &QTimer::timeout, this, &Broadcast::close_what_ended);
    parts_->health_timer.setInterval(kHealthInterval_ms);
    parts_->closing_timer.setInterval(kClosingInterval_ms);
}

Broadcast::~Broadcast() {
    parts_->session.reset();
    std::vector<std::shared_ptr<SinkThread>> all;
    {
        std::scoped_lock lock(parts_->mutex);
        all = std::exchange(parts_->sinks, {});
    }
    all.insert(all.end(), parts_->leaving.begin(), parts_->leaving.end());
    for (const auto& sink : all) sink->finish();
    QElapsedTimer waited;
    waited.start();
    auto running = [&] {
        return std::any_of(all.begin(), all.end(), [](const auto& sink) { return !sink->ended(); });
    };
    while (running() && waited.elapsed() < kFinishDeadline_ms) QThread::msleep(5);
}

Result<Done> Broadcast::go_live(const Quality& quality, const std::vector<SinkTerms>& sinks) {
    if (on_air()) return Error{Code::precondition, "The show is on air or being recorded already."};
    if (sinks.empty())
        return invalid(QStringLiteral("There is nowhere to send the show: add a stream or a recording."));
    for (const SinkTerms& terms : sinks)
        if (const QString wrong = wrong_with(terms); !wrong.isEmpty()) return invalid(wrong);
    if (quality.video_kbps < kLeastKbps || quality.video_kbps > kMostKbps)
        return invalid(
            QStringLiteral("The bit rate must be between %1 and %2 kb/s.").arg(kLeastKbps).arg(kMostKbps));

    parts_->quality = quality;
    const QString encoder =
        quality.video_encoder.isEmpty() ? parts_->encoder_that_works : quality.video_encoder;
    if (!encoder.isEmpty()) return start_encode(encoder, sinks);
    for (const SinkTerms& terms : sinks) begin_when_encoding(terms);
    find_encoder();
    return Done{};
}

void Broadcast::begin_when_encoding(const SinkTerms& terms) {
    parts_->waiting.push_back(terms);
    emit sink_changed(terms.id, SinkState::connecting,
                      QStringLiteral("Finding the encoder that works on this computer …"));
}

void Broadcast::find_encoder() {
    register_encoded_output();  // here, for libobs's list of outputs knows no lock
    parts_->trials.choose([this, search = ++parts_->search](const Result<VideoEncoder>& found) {
        if (search == parts_->search && !parts_->waiting.empty()) encoder_found(found);
    });
}

void Broadcast::encoder_found(const Result<VideoEncoder>& found) {
    const auto sinks = std::exchange(parts_->waiting, {});
    Result<Done> begun = Done{};
    if (found.ok()) {
        parts_->encoder_that_works = found->id;
        begun = start_encode(found->id, sinks);
    } else {
        begun = found.error();
    }
    if (begun.ok()) return;
    for (const SinkTerms& terms : sinks)
        emit sink_changed(terms.id, SinkState::failed, QString::fromStdString(begun.error().message));
    emit stopped();
}

void Broadcast::stop_waiting() {
    parts_->waiting.clear();
    parts_->trials.give_up();
    emit stopped();
}

Result<Done> Broadcast::start_encode(const QString& video_encoder, const std::vector<SinkTerms>& sinks) {
    take_av_log();
    forget_sinks();
    // Before the encode: each gets the first keyframe.
    for (const SinkTerms& terms : sinks) make_sink(terms);
    parts_->counts_at_start = EngineCounts::now();
    parts_->encoded_bytes = 0;
    auto session = EncodeSession::start(
        {video_encoder, parts_->quality.video_kbps, parts_->quality.audio_kbps},
        [parts = parts_.get()](const PacketRef& packet) { parts->fan_out(packet); },
        [this] { QMetaObject::invokeMethod(this, &Broadcast::lose_encoder, Qt::QueuedConnection); });
    if (!session) {
        forget_sinks();
        parts_->encoder_that_works.clear();
        return session.error();
    }
    parts_->session = std::move(*session);
    parts_->closing = false;
    parts_->since_start.start();
    parts_->since_health.start();
    parts_->last = {};
    parts_->sent_a_second_ago.clear();
    parts_->encoded_bytes_a_second_ago = 0;
    parts_->health_timer.start();
    parts_->closing_timer.start();
    for (const auto& sink : std::vector(parts_->sinks)) begin(*sink);
    emit started();
    return Done{};
}

Result<Done> Broadcast::add_sink(const SinkTerms& terms) {
    if (const QString wrong = wrong_with(terms); !wrong.isEmpty()) return invalid(wrong);
    if (parts_->closing) return Error{Code::precondition, "The show is just ending. Try again in a moment."};
    if (auto known = parts_->find(terms.id)) {
        if (!known->ended()) return Error{Code::conflict, "This destination is running already."};
        remove_sink(terms.id);
    }
    if (!on_air()) return go_live(parts_->quality, {terms});
    if (!parts_->session) {
        begin_when_encoding(terms);
        return Done{};
    }
    begin(*make_sink(terms));
    return Done{};
}

std::shared_ptr<SinkThread> Broadcast::make_sink(const SinkTerms& terms) {
    std::shared_ptr<SinkThread> sink;
    // The last words of a sink are heard when it was removed, but not in the name of one that took its place.
    auto tell = [this, number = ++parts_->sinks_made[terms.id]](const QString& id, SinkState state,
                                                                const QString& sentence) {
        auto heard = [=, this] {
            if (parts_->sinks_made[id] == number) emit sink_changed(id, state, sentence);
        };
        QMetaObject::invokeMethod(this, heard, Qt::QueuedConnection);
    };
    if (std::holds_alternative<StreamTarget>(terms.target))
        sink = std::make_shared<StreamSink>(terms, tell);
    else
        sink = std::make_shared<FileSink>(terms, tell);
    parts_->sent_a_second_ago.erase(terms.id);  // it counts from 0, whoever had this id before
    std::scoped_lock lock(parts_->mutex);
    parts_->sinks.push_back(sink);
    return sink;
}

void Broadcast::begin(SinkThread& sink) {
    emit sink_changed(sink.terms().id, SinkState::connecting, {});
    sink.begin(parts_->session->tracks());
}

void Broadcast::remove_sink(const QString& sink_id) {
    if (std::erase_if(parts_->waiting, [&](const SinkTerms& terms) { return terms.id == sink_id; }) > 0) {
        if (parts_->waiting.empty()) stop_waiting();
        return;
    }
    auto sink = parts_->find(sink_id);
    if (!sink) return;
    {
        std::scoped_lock lock(parts_->mutex);
        std::erase(parts_->sinks, sink);
    }
    sink->finish();
    parts_->leaving.push_back(std::move(sink));
    parts_->leaving_since.start();
}

void Broadcast::stop() {
    if (!parts_->waiting.empty()) stop_waiting();
    if (!parts_->session || parts_->closing) return;
    parts_->closing = true;
    parts_->session->stop();
    parts_->leaving_since.start();
}

bool Broadcast::on_air() const { return parts_->session || !parts_->waiting.empty(); }

bool Broadcast::holds_canvas() const { return on_air() || parts_->trials.running(); }

Result<Done> Broadcast::set_video_kbps(int kbps) {
    if (kbps < kLeastKbps || kbps > kMostKbps)
        return invalid(
            QStringLiteral("The bit rate must be between %1 and %2 kb/s.").arg(kLeastKbps).arg(kMostKbps));
    parts_->quality.video_kbps = kbps;
    if (parts_->session) parts_->session->set_video_kbps(kbps);
    return Done{};
}

std::optional<int64_t> Broadcast::stream_time_ms(const QString& sink_id, uint64_t frame_time_ns) const {
    auto sink = parts_->find(sink_id);
    if (!sink || !parts_->session) return std::nullopt;
    const auto zero_us = sink->zero_us();
    const auto time_us = parts_->session->time_us(frame_time_ns);
    if (!zero_us || !time_us) return std::nullopt;
    return std::max<int64_t>((*time_us - *zero_us + 500) / 1000, 0);
}

bool Broadcast::cue(const QByteArray& json, uint64_t frame_time_ns) {
    if (!parts_->session) return false;
    const auto time_us = parts_->session->time_us(frame_time_ns);
    if (!time_us) return false;
    bool taken = false;
    std::scoped_lock lock(parts_->mutex);
    for (const auto& sink : parts_->sinks) taken |= sink->push_cue({*time_us, json.toStdString()});
    return taken;
}

Health Broadcast::health() const {
    Health health = parts_->last;
    health.on_air = parts_->session != nullptr;
    health.on_air_ms = parts_->session ? parts_->since_start.elapsed() : 0;
    std::map<QString, int> rates;
    for (const SinkHealth& sink : parts_->last.sinks) rates[sink.id] = sink.sent_kbps;
    health.sinks.clear();
    std::scoped_lock lock(parts_->mutex);
    for (const auto& sink : parts_->sinks) {
        health.sinks.push_back(sink->health());
        health.sinks.back().sent_kbps = rates[sink->terms().id];
    }
    return health;
}

void Broadcast::take_health() {
    const double seconds = std::max(parts_->since_health.restart() / 1000.0, 0.001);
    auto kbps = [&](int64_t bytes) { return int(double(bytes) * 8 / 1000 / seconds); };
    Health health = this->health();
    const EngineCounts now = EngineCounts::now();
    const EngineCounts& start = parts_->counts_at_start;
    health.fps = double(now.rendered - start.rendered - parts_->last.rendered_frames) / seconds;
    health.rendered_frames = now.rendered - start.rendered;
    health.lagged_frames = now.lagged - start.lagged;
    health.encoded_frames = now.encoded - start.encoded;
    health.skipped_frames = now.skipped - start.skipped;
    const int64_t encoded = parts_->encoded_bytes;
    health.encoded_kbps = kbps(encoded - std::exchange(parts_->encoded_bytes_a_second_ago, encoded));
    for (SinkHealth& sink : health.sinks)
        sink.sent_kbps =
            kbps(sink.sent_bytes - std::exchange(parts_->sent_a_second_ago[sink.id], sink.sent_bytes));
    parts_->last = health;
    emit health_changed(health);
}

void Broadcast::close_what_ended() {
    const bool late = parts_->leaving_since.isValid() && parts_->leaving_since.elapsed() > kFinishDeadline_ms;
    for (const auto& sink : parts_->leaving)
        if (late) sink->abandon();
    std::erase_if(parts_->leaving, [](const auto& sink) { return sink->ended(); });
    {
        std::scoped_lock lock(parts_->mutex);
        for (const auto& sink : parts_->sinks) {
            // The last packets come before the encode is inactive.
            if (parts_->closing && !parts_->session->active()) sink->finish();
            if (parts_->closing && late) sink->abandon();
        }
    }
    if (!parts_->all_ended()) return;
    parts_->session.reset();
    parts_->closing = false;
    parts_->health_timer.stop();
    parts_->closing_timer.stop();
    emit health_changed(health());
    emit stopped();
}

void Broadcast::lose_encoder() {
    if (!parts_->session || parts_->closing) return;
    parts_->encoder_that_works.clear();
    {
        std::scoped_lock lock(parts_->mutex);
        for (const auto& sink : parts_->sinks)
            sink->end_as(QStringLiteral(
                "The encoder stopped working. Choose the software encoder and go live again."));
    }
    stop();
}

void Broadcast::forget_sinks() {
    std::scoped_lock lock(parts_->mutex);
    parts_->sinks.clear();
}

}  // namespace vitrine::encoder
