// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "server/media/packager.h"
#include "server/media/programme.h"

namespace vitrine::media {

// What one publisher sends, sorted into periods: begins one at the first key frame (or at sound alone, when
// no picture is announced for a while), another when parameter sets change or the publisher's clock jumps. On
// the publisher's thread.
class LivePublication final : public Publication {
  public:
    // `picture` is called with true when the first part is there, with false at the end when the programme
    // still had this publisher.
    LivePublication(std::shared_ptr<Programme>, Programme::Ticket, std::function<void(bool)> picture);
    ~LivePublication() override;

    Result<Done> video_config(std::span<const uint8_t> avcc) override;
    Result<Done> audio_config(std::span<const uint8_t> asc) override;
    Result<Done> video(AccessUnit) override;
    Result<Done> audio(AccessUnit) override;
    void cue(int64_t stream_time_ms, std::string_view json) override;

  private:
    enum class Clock { steady, straggler, broken };
    Clock watch_clock(std::optional<int64_t>& last_us, std::optional<int64_t>& other_us, int64_t now_us);
    // Whether a unit of this time belongs to the programme. A broken clock ends the period.
    bool in_time(std::optional<int64_t>& last_us, std::optional<int64_t>& other_us, int64_t now_us);
    Result<Done> begin_period(int64_t start_us);
    void end_period();
    Result<Done> outcome() const;
    int64_t audio_us(int64_t samples) const;

    const std::shared_ptr<Programme> programme_;
    const Programme::Ticket ticket_;
    const std::function<void(bool)> picture_;

    Tracks tracks_;
    std::unique_ptr<Packager> packager_;  // null between periods
    std::deque<AccessUnit>
        early_audio_;       // sound that waits for a period to begin; at most kEarlyAudio, the newest
    bool fix_time_ = true;  // the next period fixes programme time anew
    std::optional<int64_t> last_video_us_, last_audio_us_;
    std::optional<int64_t> before_break_us_;
    int stragglers_left_ = 0;
    std::optional<Error> refused_;
};

}  // namespace vitrine::media
