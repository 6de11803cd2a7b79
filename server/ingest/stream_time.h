// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace vitrine::ingest {

// RTMP timestamps are milliseconds modulo 2^32 (about 49 days), of all message types on one clock. Continues
// them without a wrap: each is taken as the nearest to the one before. A publisher that starts just below the
// wrap, or goes back a little from zero, gives small or negative values rather than 4,294,967 s.
class StreamTime {
  public:
    int64_t unwrap(uint32_t timestamp_ms) {
        if (!last_ms_) {
            last_ms_ = static_cast<int64_t>(timestamp_ms);
        } else {
            *last_ms_ += static_cast<int32_t>(timestamp_ms - static_cast<uint32_t>(*last_ms_));
        }
        return *last_ms_;
    }

  private:
    std::optional<int64_t> last_ms_;
};

// Gives each AAC frame its time as an exact count of samples. Container timestamps are whole milliseconds, so
// taking them as they are makes gaps and overlaps of up to a millisecond at every frame, heard as clicks.
// Frames follow each other exactly, until the container is further away than kDrift_ms: then the clock is set
// anew, which is a gap in the sound (forward) or frames left out (back).
class AudioClock {
  public:
    static constexpr int64_t kDrift_ms = 60;

    AudioClock(int64_t sample_rate_hz, int64_t frame_samples)
        : rate_(sample_rate_hz), frame_(frame_samples) {}

    // Time of the frame in samples.
    int64_t next(int64_t timestamp_ms) {
        const int64_t by_container = floor_div(timestamp_ms * rate_, 1000);
        const int64_t drift = next_ ? by_container - *next_ : 0;
        if (!next_ || drift > kDrift_ms * rate_ / 1000 || -drift > kDrift_ms * rate_ / 1000) {
            if (next_) ++resets_;
            next_ = by_container;
        }
        const int64_t now = *next_;
        *next_ += frame_;
        return now;
    }
    int64_t resets() const { return resets_; }

  private:
    static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

    const int64_t rate_, frame_;
    std::optional<int64_t> next_;
    int64_t resets_ = 0;
};

}  // namespace vitrine::ingest
