// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "server/media/fmp4.h"
#include "server/media/programmes.h"

namespace vitrine::media {

struct PackagerTerms {
    int64_t part_us = 200'000;          // aimed at
    int64_t longest_part_us = 210'000;  // never exceeded: PART-TARGET
    int64_t segment_us = 2'000'000;     // a segment ends at the first key frame from 7/8 of this on
    int64_t longest_segment_us =
        4'400'000;  // …or without one here, so that TARGETDURATION can stand from the start
};

// A finished partial segment: one moof and mdat.
struct Part {
    std::shared_ptr<const std::string> data;
    int64_t duration_us = 0;
    bool independent = false;  // begins with a key frame (or there is no picture at all)
    bool begins_segment = false;
    bool ends_segment = false;
    int64_t shown_from_us = 0;  // stream time of the earliest frame shown from this part on
};

// Cuts the access units of one period into parts and segments: the one place where those rules live. The
// picture is the clock of the cuts, the sound where there is none. The newest picture is held back until its
// follower tells its duration, so every duration written is the true one. Not thread-safe; owned by its
// publication, on its thread.
class Packager {
  public:
    using Sink = std::function<void(Part)>;

    // start_us: stream time that becomes media time zero; access units before it are left out.
    Packager(PackagerTerms, Tracks, int64_t start_us, Sink);

    void video(const AccessUnit&);
    void audio(const AccessUnit&);
    // Sends what is held back as the last part. Nothing may follow.
    void flush();

    // The mean time from picture to picture, or the duration of an audio frame; 0 while unknown.
    int64_t frame_us() const { return frame_us_; }
    // What waits for its part to be cut. A stream whose clock stands still makes this grow: its owner sets a
    // limit.
    size_t held_bytes() const { return held_bytes_; }

  private:
    struct Pending {
        Sample sample;
        int64_t at_us = 0;  // dts in stream time
    };

    void settle(int64_t now_us, bool key);
    void cut(int64_t at_us, bool ends_segment);
    int64_t last_boundary(int64_t limit_us) const;
    std::vector<Sample> take_video(int64_t before_us);
    std::vector<Sample> take_audio(int64_t before_us);
    int64_t audio_us(int64_t samples) const;
    void measure(int64_t step_us);

    const PackagerTerms terms_;
    const Tracks tracks_;
    const int64_t start_us_;
    const Sink sink_;

    std::deque<Pending> video_;  // a part's length of time; see held_bytes()
    std::deque<Pending> audio_;
    int64_t last_video_dts_ = INT64_MIN;
    int64_t last_video_us_;
    int64_t last_audio_dts_ = INT64_MIN;
    int64_t part_start_us_;
    int64_t segment_start_us_;
    bool segment_begins_ = true;   // the next part is the first of its segment
    bool segment_has_key_ = true;  // the open segment began with a key frame
    int64_t frame_us_ = 0;
    uint32_t sequence_ = 0;
    size_t held_bytes_ = 0;
};

}  // namespace vitrine::media
