// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "server/media/packager.h"

namespace vitrine::media {

// A stretch of the programme with one set of parameter sets and one unbroken clock: one init segment
// (EXT-X-MAP). Another one begins with every publish, change of parameter sets, or broken clock, after an
// EXT-X-DISCONTINUITY.
struct Period {
    int64_t number = 0;  // in the show, from 0
    std::shared_ptr<const std::string> init;
    std::string codecs;
    int width = 0;  // 0: no picture
    int height = 0;
};

struct Segment {
    int64_t number = 0;  // Media Sequence Number
    std::shared_ptr<const Period> period;
    bool discontinuity = false;
    int64_t programme_us = 0;  // UTC of its earliest frame
    int64_t duration_us = 0;
    bool complete = false;
    std::vector<Part> parts;

    size_t bytes() const;
    std::vector<std::shared_ptr<const std::string>> body() const;
};

// The newest segments of one programme, in memory: what is in the live playlist, and a while longer what has
// left it (RFC 8216bis §6.2.2: a removed segment stays for its own duration and that of the longest playlist
// it was in). Only the newest segment may be incomplete. Not thread-safe; owned by its programme.
class LiveWindow {
  public:
    struct Limits {
        size_t playlist_segments = 8;
        size_t memory_bytes = 64 << 20;
    };
    explicit LiveWindow(Limits limits, int64_t next_number = 0, int64_t discontinuities = 0)
        : limits_(limits), next_number_(next_number), discontinuities_(discontinuities) {}

    // Opens a segment; the one before must be complete.
    void begin_segment(std::shared_ptr<const Period>, bool discontinuity, int64_t programme_us);
    void add(Part);
    // Completes the open segment, if there is one, and lets old ones go. Returns it, or null.
    const Segment* end_segment();

    // Segments of the playlist, oldest first; the last may be incomplete.
    std::vector<const Segment*> listed() const;
    const Segment* find(int64_t number) const;
    const Segment* newest() const { return segments_.empty() ? nullptr : &segments_.back(); }
    std::shared_ptr<const std::string> init(int64_t period) const;
    // The number the next new segment gets.
    int64_t next_number() const { return next_number_; }
    // EXT-X-DISCONTINUITY-SEQUENCE: discontinuities that have left the playlist.
    int64_t discontinuity_sequence() const { return discontinuities_; }
    size_t bytes() const { return bytes_; }
    // One segment alone would not fit: the stream's bit rate is beyond what the memory was set for.
    bool overfull() const { return bytes_ > limits_.memory_bytes; }

  private:
    void trim();

    const Limits limits_;
    std::deque<Segment> segments_;
    size_t unlisted_ = 0;  // this many at the front have left the playlist
    int64_t next_number_;
    int64_t discontinuities_;
    size_t bytes_ = 0;
};

}  // namespace vitrine::media
