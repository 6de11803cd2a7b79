// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/container_writer.h"

#include <algorithm>
#include <cstring>

extern "C" {
#include <libavformat/avformat.h>
}

namespace vitrine::encoder {

namespace {

const char* libav_name(ContainerWriter::Container container) {
    switch (container) {
        case ContainerWriter::Container::flv:
            return "flv";
        case ContainerWriter::Container::matroska:
            return "matroska";
        case ContainerWriter::Container::fragmented_mp4:
            return "mp4";
    }
    return "";
}

AVRational rational(TimeBase base) { return {base.num, base.den}; }

}  // namespace

ContainerWriter::ContainerWriter(Container container, const Tracks& tracks, AVIOContext* io)
    : container_(container) {
    made_ = avformat_alloc_output_context2(&format_, nullptr, libav_name(container), nullptr);
    if (made_ < 0) return;
    packet_ = av_packet_alloc();
    format_->pb = io;
    // Each packet leaves at once, and a file holds it if we die; packets come interleaved, so nothing waits
    // for a partner.
    format_->flags |= AVFMT_FLAG_FLUSH_PACKETS | AVFMT_FLAG_CUSTOM_IO;
    // Timestamps are ours: a stream that is taken up again does not start from zero.
    format_->avoid_negative_ts = 0;

    video_ = add_stream(AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_H264, tracks.video.time_base,
                        tracks.video.avc_configuration);
    video_->codecpar->width = tracks.video.width;
    video_->codecpar->height = tracks.video.height;
    video_->codecpar->bit_rate = int64_t(tracks.video.kbps) * 1000;
    video_->avg_frame_rate = {tracks.video.time_base.den, tracks.video.time_base.num};

    audio_ = add_stream(AVMEDIA_TYPE_AUDIO, AV_CODEC_ID_AAC, {1, tracks.audio.rate_hz}, tracks.audio.asc);
    audio_->codecpar->sample_rate = tracks.audio.rate_hz;
    av_channel_layout_default(&audio_->codecpar->ch_layout, tracks.audio.channels);
    audio_->codecpar->frame_size = tracks.audio.frame_samples;
    audio_->codecpar->bit_rate = int64_t(tracks.audio.kbps) * 1000;

    if (container == Container::flv)
        cues_ = add_stream(AVMEDIA_TYPE_DATA, AV_CODEC_ID_TEXT, kMilliseconds, {});
}

ContainerWriter::~ContainerWriter() {
    av_packet_free(&packet_);
    avformat_free_context(format_);
}

AVStream* ContainerWriter::add_stream(int codec_type, int codec_id, TimeBase base, const Bytes& extradata) {
    AVStream* stream = avformat_new_stream(format_, nullptr);
    stream->time_base = rational(base);
    stream->codecpar->codec_type = AVMediaType(codec_type);
    stream->codecpar->codec_id = AVCodecID(codec_id);
    if (!extradata.empty()) {
        auto* copy = static_cast<uint8_t*>(av_mallocz(extradata.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        std::memcpy(copy, extradata.data(), extradata.size());
        stream->codecpar->extradata = copy;
        stream->codecpar->extradata_size = int(extradata.size());
    }
    return stream;
}

int ContainerWriter::write_header() {
    if (made_ < 0) return made_;
    AVDictionary* options = nullptr;
    if (container_ == Container::flv) av_dict_set(&options, "flvflags", "no_duration_filesize", 0);
    if (container_ == Container::matroska) av_dict_set(&options, "cluster_time_limit", "1000", 0);
    if (container_ == Container::fragmented_mp4) {
        av_dict_set(&options, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
        av_dict_set(&options, "frag_duration", "1000000", 0);
    }
    const int outcome = avformat_write_header(format_, &options);
    av_dict_free(&options);
    header_written_ = outcome >= 0;
    return std::min(outcome, 0);
}

int ContainerWriter::write(const Packet& packet, int64_t zero_ticks) {
    AVStream* stream = packet.track == Track::video ? video_ : audio_;
    av_packet_unref(packet_);
    // Borrowed: av_write_frame takes no reference of packets without a buffer, and the bytes outlive the
    // call.
    packet_->data = const_cast<uint8_t*>(packet.bytes.data());
    packet_->size = int(packet.bytes.size());
    packet_->stream_index = stream->index;
    packet_->flags = packet.keyframe || packet.track == Track::audio ? AV_PKT_FLAG_KEY : 0;
    const AVRational from = rational(packet.time_base);
    packet_->pts = av_rescale_q(std::max<int64_t>(packet.pts - zero_ticks, 0), from, stream->time_base);
    packet_->dts = av_rescale_q(std::max<int64_t>(packet.dts - zero_ticks, 0), from, stream->time_base);
    if (packet.track == Track::video)
        packet_->duration = av_rescale_q(1, from, stream->time_base);
    else
        packet_->duration = av_rescale_q(audio_->codecpar->frame_size, from, stream->time_base);
    return std::min(av_write_frame(format_, packet_), 0);
}

int ContainerWriter::write_cue(const std::string& json, int64_t time_ms) {
    if (!cues_) return 0;
    av_packet_unref(packet_);
    packet_->data = reinterpret_cast<uint8_t*>(const_cast<char*>(json.data()));
    packet_->size = int(json.size());
    packet_->stream_index = cues_->index;
    packet_->pts = packet_->dts =
        av_rescale_q(std::max<int64_t>(time_ms, 0), rational(kMilliseconds), cues_->time_base);
    packet_->flags = AV_PKT_FLAG_KEY;
    return std::min(av_write_frame(format_, packet_), 0);
}

int ContainerWriter::write_trailer() { return header_written_ ? av_write_trailer(format_) : 0; }

}  // namespace vitrine::encoder
