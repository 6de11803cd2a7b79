// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "encoder/encoder_choice.h"
#include "encoder/health.h"
#include "encoder/sink.h"
#include "server/domain/result.h"

namespace vitrine::encoder {

class SinkThread;

struct Quality {
    QString video_encoder;  // VideoEncoder::id; empty: the first that works here, tried once per Broadcast
    int video_kbps = 2500;  // constant
    int audio_kbps = 160;   // AAC
};

// The programme on its way out: one encode, any number of sinks. Starts with the first sink, ends with the
// last; sinks come and go in between. All on the GUI's thread, which it never blocks for the network; owned
// by whoever owns the Studio, and destroyed before it (waits up to a few seconds for recordings to be
// closed).
class Broadcast : public QObject {
    Q_OBJECT
  public:
    Broadcast();
    ~Broadcast() override;

    // Starts the encode and every sink. invalid_argument: no sink, a bad address or path; unavailable: the
    // encoder that was asked for does not start. Whether a sink reaches its receiver comes later, as
    // sink_changed; so does it when no encoder works, for finding one takes a moment: until then each sink is
    // connecting, with a sentence that says so.
    Result<Done> go_live(const Quality&, const std::vector<SinkTerms>&);
    // Starts the encode with the quality of the last go_live when nothing is running yet.
    Result<Done> add_sink(const SinkTerms&);
    void remove_sink(const QString& sink_id);
    void stop();  // all sinks; stopped() follows when everything is written
    bool on_air() const;
    // On air, or trying an encoder: the canvas must not change now.
    bool holds_canvas() const;

    // Takes effect within the next keyframe distance; kept for the next go_live.
    Result<Done> set_video_kbps(int kbps);

    // A frame of the programme (studio::Programme::frame_time_ns) on a sink's own timeline in ms: what the
    // receiver sees as the timestamp of that picture. Nothing when that sink has not sent its first picture
    // yet. A sink's timeline begins at 0 and goes on through reconnections.
    std::optional<int64_t> stream_time_ms(const QString& sink_id, uint64_t frame_time_ns) const;

    // Writes JSON as an onTextData script tag at that frame into every RTMP sink; false when none is there to
    // take it.
    bool cue(const QByteArray& json, uint64_t frame_time_ns);

    Health health() const;

  signals:
    void sink_changed(const QString& sink_id, vitrine::encoder::SinkState, const QString& sentence);
    void health_changed(const vitrine::encoder::Health&);  // once a second while on air
    void started();
    void stopped();

  private:
    void find_encoder();
    void encoder_found(const Result<VideoEncoder>&);
    Result<Done> start_encode(const QString& video_encoder, const std::vector<SinkTerms>&);
    void begin_when_encoding(const SinkTerms&);
    void stop_waiting();
    std::shared_ptr<SinkThread> make_sink(const SinkTerms&);
    void begin(SinkThread&);
    void take_health();
    void close_what_ended();
    void lose_encoder();
    void forget_sinks();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::encoder
