// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/packager.h"

#include <algorithm>

namespace vitrine::media {
namespace {

// The picture stands still for so long before the sound takes over as the clock of the cuts.
constexpr int64_t kPictureStalled_us = 1'000'000;

int64_t video_us(int64_t ticks) { return ticks * 100 / 9; }

}  // namespace

Packager::Packager(PackagerTerms terms, Tracks tracks, int64_t start_us, Sink sink)
    : terms_(terms),
      tracks_(std::move(tracks)),
      start_us_(start_us),
      sink_(std::move(sink)),
      last_video_us_(start_us),
      part_start_us_(start_us),
      segment_start_us_(start_us) {
    if (!tracks_.video) measure(audio_us(tracks_.audio->frame_samples));
}

int64_t Packager::audio_us(int64_t samples) const {
    const int64_t rate = tracks_.audio->sample_rate_hz;
    return samples / rate * 1'000'000 + samples % rate * 1'000'000 / rate;
}

// A slow mean: timestamps in whole milliseconds make single steps of 33 and 34 at 30 frames a second.
void Packager::measure(int64_t step_us) {
    if (step_us > terms_.longest_part_us) return;
    frame_us_ = frame_us_ == 0 ? step_us : (frame_us_ * 15 + step_us) / 16;
}

void Packager::video(const AccessUnit& unit) {
    if (!tracks_.video) return;
    // Equal or falling decode times (encoders above 1000 frames a second of clock, or faulty ones) move up by
    // one tick.
    const int64_t dts = std::max(unit.dts, last_video_dts_ == INT64_MIN ? unit.dts : last_video_dts_ + 1);
    const int64_t at_us = video_us(dts);
    if (at_us < start_us_) return;
    if (!video_.empty()) {
        Sample& before = video_.back().sample;
        before.duration = dts - before.dts;
        measure(at_us - video_.back().at_us);
    }
    last_video_dts_ = dts;
    last_video_us_ = at_us;
    settle(std::max(at_us, part_start_us_), unit.key);
    held_bytes_ += unit.data->size();
    video_.push_back({{dts, unit.pts, 0, unit.key, unit.data}, at_us});
}

void Packager::audio(const AccessUnit& unit) {
    if (!tracks_.audio) return;
    const int64_t at_us = audio_us(unit.dts);
    if (at_us < start_us_ || unit.dts <= last_audio_dts_) return;
    last_audio_dts_ = unit.dts;
    if (!tracks_.video) {
        settle(at_us, true);
    } else if (at_us - last_video_us_ > kPictureStalled_us) {
        settle(at_us, false);
    }
    held_bytes_ += unit.data->size();
    audio_.push_back({{unit.dts, unit.dts, tracks_.audio->frame_samples, true, unit.data}, at_us});
}

// Everything before now_us has arrived; what begins at now_us is a key frame or not. Cuts what can be cut.
void Packager::settle(int64_t now_us, bool key) {
    while (now_us - part_start_us_ > terms_.longest_part_us) {
        cut(last_boundary(part_start_us_ + terms_.longest_part_us), false);
    }
    // Key frames a little early (29.97 frames a second, a scene cut) must not make every other segment twice
    // as long.
    const bool long_enough = now_us - segment_start_us_ >= terms_.segment_us * 7 / 8;
    if (key && (long_enough || !segment_has_key_)) {
        if (now_us > part_start_us_) cut(now_us, true);
        segment_start_us_ = now_us;
        segment_begins_ = true;
    } else if (now_us - part_start_us_ + frame_us_ > terms_.longest_part_us) {
        cut(now_us, false);
    }
}

// The last place up to the limit where a frame begins; the limit itself when one frame lasts longer than a
// part.
int64_t Packager::last_boundary(int64_t limit_us) const {
    int64_t best = 0;
    for (const Pending& pending : tracks_.video ? video_ : audio_) {
        if (pending.at_us > part_start_us_ && pending.at_us <= limit_us) best = std::max(best, pending.at_us);
    }
    return best ? best : limit_us;
}

// A segment without a key frame in reach ends when another part might not fit into TARGETDURATION.
void Packager::cut(int64_t at_us, bool ends_segment) {
    const bool full = at_us + terms_.longest_part_us - segment_start_us_ > terms_.longest_segment_us;
    const auto video = take_video(at_us);
    const auto audio = take_audio(at_us);
    Part part;
    part.independent = tracks_.video ? !video.empty() && video.front().key : !audio.empty();
    part.begins_segment = segment_begins_;
    part.ends_segment = ends_segment || full;
    part.duration_us = at_us - part_start_us_;
    part.shown_from_us = part_start_us_;
    if (!video.empty()) {
        int64_t earliest = video.front().pts;
        for (const Sample& sample : video) earliest = std::min(earliest, sample.pts);
        part.shown_from_us = start_us_ + video_us(earliest);
    }
    part.data = std::make_shared<const std::string>(fragment(++sequence_, video, audio));
    if (segment_begins_) segment_has_key_ = part.independent;
    segment_begins_ = part.ends_segment;
    if (part.ends_segment) segment_start_us_ = at_us;
    part_start_us_ = at_us;
    sink_(std::move(part));
}

std::vector<Sample> Packager::take_video(int64_t before_us) {
    std::vector<Sample> taken;
    const int64_t zero = start_us_ * 9 / 100;
    while (!video_.empty() && video_.front().at_us < before_us) {
        Sample sample = std::move(video_.front().sample);
        if (sample.duration == 0)
            sample.duration = std::max<int64_t>(1, (before_us - video_.front().at_us) * 9 / 100);
        sample.dts -= zero;
        sample.pts -= zero;
        held_bytes_ -= sample.data->size();
        taken.push_back(std::move(sample));
        video_.pop_front();
    }
    return taken;
}

std::vector<Sample> Packager::take_audio(int64_t before_us) {
    std::vector<Sample> taken;
    if (!tracks_.audio) return taken;
    const int64_t rate = tracks_.audio->sample_rate_hz;
    const int64_t zero = start_us_ / 1'000'000 * rate + start_us_ % 1'000'000 * rate / 1'000'000;
    while (!audio_.empty() && audio_.front().at_us < before_us) {
        Sample sample = std::move(audio_.front().sample);
        audio_.pop_front();
        if (!audio_.empty()) sample.duration = audio_.front().sample.dts - sample.dts;
        sample.dts = sample.pts = std::max<int64_t>(0, sample.dts - zero);
        held_bytes_ -= sample.data->size();
        taken.push_back(std::move(sample));
    }
    // Players count a frame's length in whole microseconds. Sound that ends exactly where the picture does
    // (every 16 s at 48 kHz and 2 s) would then end a little before it, and hls.js waits for the rest of a
    // segment that is complete: so the last frame lasts a millisecond longer. The next part says by its tfdt
    // when it begins.
    if (!taken.empty()) taken.back().duration += rate / 1000;
    return taken;
}

void Packager::flush() {
    int64_t end_us = part_start_us_;
    if (!video_.empty()) end_us = std::max(end_us, video_.back().at_us + std::max<int64_t>(frame_us_, 1000));
    if (!tracks_.video && !audio_.empty()) end_us = std::max(end_us, audio_.back().at_us + frame_us_);
    if (end_us <= part_start_us_) return;
    settle(end_us, false);
    if (end_us > part_start_us_) cut(end_us, true);
}

}  // namespace vitrine::media
