// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/domain/clock.h"
#include "server/domain/result.h"

namespace vitrine::media {

// One coded picture or audio frame as the container gave it. Times are the container's own: video in 1/90000
// s, audio in samples.
struct AccessUnit {
    int64_t dts = 0;
    int64_t pts = 0;
    bool key = false;
    std::shared_ptr<const std::string> data;  // video: length-prefixed NAL units; audio: one raw AAC frame
};

// What one publisher sends, in order, on one thread (his ingest connection's). Destroying it ends the
// publication; the programme then waits for him to come back and continues its sequence numbers with a
// discontinuity.
class Publication {
  public:
    virtual ~Publication() = default;
    // ISO 14496-15 AVCDecoderConfigurationRecord / ISO 14496-3 AudioSpecificConfig. May come again with other
    // contents.
    virtual Result<Done> video_config(std::span<const uint8_t> avcc) = 0;
    virtual Result<Done> audio_config(std::span<const uint8_t> asc) = 0;
    virtual Result<Done> video(AccessUnit) = 0;
    virtual Result<Done> audio(AccessUnit) = 0;
    // An in-band cue (AMF onTextData), with the tag's timestamp.
    virtual void cue(int64_t stream_time_ms, std::string_view json) = 0;
};

// Something that belongs to a moment of the programme: written as EXT-X-DATERANGE and kept with the
// recording.
struct Marker {
    std::string id;
    std::string what;     // CLASS, e.g. "com.vitrine.pin"
    std::string payload;  // X-VITRINE-… value, e.g. a product id
    Instant at;           // programme time
};

struct MediaTerms {
    std::string directory;  // recordings: {directory}/{show id}/…
    int64_t part_target_ms = 200;
    int64_t segment_target_ms = 2000;
    int64_t window_segments = 8;  // in the live playlist
    int64_t memory_per_show_bytes = 64 << 20;
    int64_t recording_reserve_bytes = int64_t{500} << 20;  // of the disk, left to the database
};

struct HlsAnswer {
    int status = 200;
    std::string content_type;
    std::string cache_control;
    std::vector<std::shared_ptr<const std::string>> body;  // pieces, shared with every other viewer
    std::string problem;                                   // text for a status of 400 and up
};

using Interrupted = std::function<void(std::string why)>;

// The programmes of all shows. Thread-safe. Owned by main.
class Programmes {
  public:
    virtual ~Programmes() = default;

    // conflict when somebody publishes this show already and was heard within three seconds (else he is cut
    // off), precondition when the show is finished. The publication must not outlive this object.
    // `interrupted` is called at most once, on any thread, with a sentence for the person who publishes, when
    // he is cut off; his publication then takes nothing more.
    virtual Result<std::unique_ptr<Publication>> open(const std::string& show_id,
                                                      Interrupted interrupted) = 0;
    // Cuts the present publisher off, e.g. because his key was revoked. The programme waits for the next one.
    virtual void interrupt(const std::string& show_id, const std::string& why) = 0;
    // The show is over: its publisher is cut off, the recording is finished, the live playlist gets
    // EXT-X-ENDLIST.
    virtual void finish(const std::string& show_id) = 0;

    // Programme time (UTC µs) of a stream timestamp of the present publisher; without one, of the newest
    // frame.
    virtual std::optional<int64_t> programme_time_us(const std::string& show_id,
                                                     std::optional<int64_t> stream_time_ms) const = 0;
    virtual void mark(const std::string& show_id, const Marker&) = 0;

    // GET /live/{show}/{file} and /replay/{show}/{file}; blocking reload answers later. `answer` runs once,
    // on any thread.
    virtual void live(const std::string& show_id, const std::string& file,
                      const std::map<std::string, std::string>& query,
                      std::function<void(HlsAnswer)> answer) = 0;
    virtual void replay(const std::string& show_id, const std::string& file,
                        std::function<void(HlsAnswer)> answer) = 0;

    // How many shows have a publisher right now.
    virtual int64_t publishing() const = 0;
    // What is wrong with recordings (disk full, disk too slow): by show, in words for its host.
    virtual std::map<std::string, std::string> recording_troubles() const = 0;
};

// Called when a publisher's first part can be watched, when he goes, and when a replay becomes watchable. On
// media's threads; hand on, do not block.
using PictureChanged = std::function<void(const std::string& show_id, bool live, bool replay_ready)>;

std::unique_ptr<Programmes> make_programmes(MediaTerms, const Clock&, PictureChanged);

}  // namespace vitrine::media
