// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "server/ingest/rtmp_message.h"
#include "server/ingest/stream_time.h"
#include "server/media/aac_config.h"
#include "server/media/programmes.h"

namespace vitrine::ingest {

// Turns the audio, video and data messages of one publisher into access units of a publication. On the ingest
// loop; owned by the connection. An error is a sentence for the person who publishes; the stream must then be
// closed.
class FlvIntake {
  public:
    explicit FlvIntake(std::unique_ptr<media::Publication> publication)
        : publication_(std::move(publication)) {}

    Result<Done> take(const RtmpMessage&);

    // What onMetaData said of the sending program ("obs-output module …", "Lavf…"); for the log.
    const std::string& encoder() const { return encoder_; }
    int64_t pictures() const { return pictures_; }
    int64_t damaged_pictures() const { return damaged_pictures_; }

  private:
    Result<Done> take_video(std::string_view body, uint32_t timestamp_ms);
    Result<Done> take_audio(std::string_view body, uint32_t timestamp_ms);
    void take_data(std::string_view body, uint32_t timestamp_ms);
    Result<Done> take_aggregate(const RtmpMessage&);

    const std::unique_ptr<media::Publication> publication_;
    StreamTime time_;
    std::optional<media::AacConfig> audio_;
    std::optional<AudioClock> audio_clock_;
    std::string encoder_;
    int64_t pictures_ = 0;
    int64_t damaged_pictures_ = 0;
};

}  // namespace vitrine::ingest
