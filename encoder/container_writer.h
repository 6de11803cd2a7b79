// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>

#include "encoder/packet.h"

struct AVFormatContext;
struct AVIOContext;
struct AVPacket;
struct AVStream;

namespace vitrine::encoder {

// One libavformat muxer writing H.264 and AAC, and cues where the container takes them. Lives on one sink's
// thread. Every call answers 0 or libav's error.
class ContainerWriter {
  public:
    enum class Container { flv, matroska, fragmented_mp4 };

    // The bytes go to io, which the caller owns and closes after this object is gone.
    ContainerWriter(Container, const Tracks&, AVIOContext* io);
    ~ContainerWriter();
    ContainerWriter(const ContainerWriter&) = delete;
    ContainerWriter& operator=(const ContainerWriter&) = delete;

    int write_header();
    // Ticks of the packet's own base that are this container's zero.
    int write(const Packet&, int64_t zero_ticks);
    // An onTextData script tag: {type: "Text", text: <json>}. FLV only.
    int write_cue(const std::string& json, int64_t time_ms);
    int write_trailer();

  private:
    AVStream* add_stream(int codec_type, int codec_id, TimeBase, const Bytes& extradata);

    Container container_;
    AVFormatContext* format_ = nullptr;
    AVPacket* packet_ = nullptr;
    AVStream* video_ = nullptr;
    AVStream* audio_ = nullptr;
    AVStream* cues_ = nullptr;
    bool header_written_ = false;
    int made_ = 0;
};

}  // namespace vitrine::encoder
