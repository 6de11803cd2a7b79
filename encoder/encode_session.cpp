// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/encode_session.h"

#include <obs-avc.h>
#include <util/bmem.h>
#include <obs.hpp>

#include <atomic>
#include <thread>

#include "encoder/encoded_output.h"
#include "encoder/encoder_settings.h"

namespace vitrine::encoder {

namespace {

constexpr int64_t kNoZero = INT64_MIN;
constexpr auto kStopDeadline = std::chrono::seconds(5);

Bytes extra_data(obs_encoder_t* encoder) {
    uint8_t* data = nullptr;
    size_t size = 0;
    if (!obs_encoder_get_extra_data(encoder, &data, &size)) return {};
    return Bytes(data, data + size);
}

// libobs gives SPS and PPS after start codes; containers want the configuration record.
Bytes avc_configuration(obs_encoder_t* encoder) {
    const Bytes annex_b = extra_data(encoder);
    uint8_t* record = nullptr;
    const size_t size = obs_parse_avc_header(&record, annex_b.data(), annex_b.size());
    Bytes bytes(record, record + size);
    bfree(record);
    return bytes;
}

Error no_encoder(const EncodeTerms& terms, const char* libobs_text) {
    QString sentence =
        QStringLiteral("The encoder %1 could not start. Choose another one, or a smaller picture.")
            .arg(terms.video_encoder);
    if (libobs_text && *libobs_text) sentence += QStringLiteral(" (%1)").arg(QString::fromUtf8(libobs_text));
    return {Code::unavailable, sentence.toStdString()};
}

}  // namespace

struct EncodeSession::Parts {
    EncodeTerms terms;
    OnPacket on_packet;
    OnFault on_fault;
    Tracks tracks;
    std::atomic<int64_t> zero_us{kNoZero};  // libobs's clock at the timeline's zero
    OBSEncoderAutoRelease video;
    OBSEncoderAutoRelease audio;
    OBSOutputAutoRelease output;
    OBSSignal stopped;

    // The starter's thread, before any packet.
    void read_tracks() {
        obs_video_info canvas = {};
        obs_get_video_info(&canvas);
        tracks.video = {int(obs_encoder_get_width(video)), int(obs_encoder_get_height(video)),
                        TimeBase{int32_t(canvas.fps_den), int32_t(canvas.fps_num)}, avc_configuration(video),
                        terms.video_kbps};
        tracks.audio = {int(obs_encoder_get_sample_rate(audio)),
                        int(audio_output_get_channels(obs_get_audio())),
                        int(obs_encoder_get_frame_size(audio)), extra_data(audio), terms.audio_kbps};
    }

    // An encoder's thread.
    void take(encoder_packet* from) {
        auto packet = std::make_shared<Packet>();
        packet->track = from->type == OBS_ENCODER_VIDEO ? Track::video : Track::audio;
        packet->pts = from->pts;
        packet->dts = from->dts;
        packet->time_base = {from->timebase_num, from->timebase_den};
        packet->keyframe = from->keyframe;
        if (packet->track == Track::video) {
            // sys_dts is when libobs composed the picture, dts the same moment on our timeline: without
            // B-frames both name the picture itself.
            if (zero_us == kNoZero) zero_us = from->sys_dts_usec - packet->dts_us();
            encoder_packet parsed = {};
            obs_parse_avc_packet(&parsed, from);
            packet->keyframe = parsed.keyframe;
            packet->bytes.assign(parsed.data, parsed.data + parsed.size);
            obs_encoder_packet_release(&parsed);
        } else {
            packet->bytes.assign(from->data, from->data + from->size);
        }
        on_packet(packet);
    }
};

EncodeSession::EncodeSession(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<EncodeSession>> EncodeSession::start(const EncodeTerms& terms, OnPacket on_packet,
                                                            OnFault on_fault) {
    register_encoded_output();
    auto parts = std::make_unique<Parts>();
    Parts* self = parts.get();
    self->terms = terms;
    self->on_packet = std::move(on_packet);
    self->on_fault = std::move(on_fault);

    OBSDataAutoRelease video_settings = video_encoder_settings(terms.video_encoder, terms.video_kbps);
    self->video = obs_video_encoder_create(terms.video_encoder.toUtf8().constData(), "vitrine video",
                                           video_settings, nullptr);
    OBSDataAutoRelease audio_settings = bitrate_settings(terms.audio_kbps);
    self->audio = obs_audio_encoder_create(kSoundEncoder, "vitrine sound", audio_settings, 0, nullptr);
    self->output = obs_output_create(kEncodedOutputId, "vitrine", nullptr, nullptr);
    if (!self->video || !self->audio || !self->output) return no_encoder(terms, nullptr);
    obs_encoder_set_video(self->video, obs_get_video());
    obs_encoder_set_audio(self->audio, obs_get_audio());
    obs_output_set_video_encoder(self->output, self->video);
    obs_output_set_audio_encoder(self->output, self->audio, 0);

    set_calls(self->output,
              {[self] { self->read_tracks(); }, [self](encoder_packet* packet) { self->take(packet); }});
    self->stopped.Connect(
        obs_output_get_signal_handler(self->output), "stop",
        [](void* parts, calldata_t* call) {
            if (calldata_int(call, "code") != OBS_OUTPUT_SUCCESS) static_cast<Parts*>(parts)->on_fault();
        },
        self);
    if (!obs_output_start(self->output)) {
        const char* text = obs_encoder_get_last_error(self->video);
        return no_encoder(terms, text ? text : obs_output_get_last_error(self->output));
    }
    return std::unique_ptr<EncodeSession>(new EncodeSession(std::move(parts)));
}

EncodeSession::~EncodeSession() {
    stop();
    // libobs ends an output on a thread of its own.
    const auto deadline = std::chrono::steady_clock::now() + kStopDeadline;
    while (active() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    parts_->stopped.Disconnect();
    // The output first, and with it the last packet; then the encoders.
    parts_->output = nullptr;
    parts_->video = nullptr;
    parts_->audio = nullptr;
}

void EncodeSession::stop() {
    if (active()) obs_output_stop(parts_->output);
}

bool EncodeSession::active() const { return obs_output_active(parts_->output); }

void EncodeSession::set_video_kbps(int kbps) {
    OBSDataAutoRelease settings = bitrate_settings(kbps);
    obs_encoder_update(parts_->video, settings);
}

const Tracks& EncodeSession::tracks() const { return parts_->tracks; }

std::optional<int64_t> EncodeSession::time_us(uint64_t frame_time_ns) const {
    const int64_t zero_us = parts_->zero_us;
    if (zero_us == kNoZero) return std::nullopt;
    return int64_t(frame_time_ns / 1000) - zero_us;
}

}  // namespace vitrine::encoder
