// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/programme.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "server/media/playlist.h"

namespace vitrine::media {
namespace {

constexpr size_t kMarkers = 256;

Error cut_off_already() { return {Code::precondition, "This publication was ended."}; }

}  // namespace

ProgrammeTerms programme_terms(const MediaTerms& terms) {
    ProgrammeTerms out;
    out.packager.part_us = terms.part_target_ms * 1000;
    // Five per cent more than is aimed at, so that whole frames fit at 23.976, 24, 29.97 and 59.94 a second
    // and at 1024 samples of 44.1 kHz, and every part but a segment's last is over 85 % of PART-TARGET
    // (§4.4.4.9).
    out.packager.longest_part_us = terms.part_target_ms * 1050;
    out.packager.segment_us = terms.segment_target_ms * 1000;
    // Encoders that are left to themselves put key frames up to four seconds apart and further.
    // TARGETDURATION must stand from the first playlist on and never change (§6.2.1).
    out.target_duration_s = std::max<int64_t>(1, (2 * terms.segment_target_ms + 999) / 1000);
    out.packager.longest_segment_us = out.target_duration_s * 1'000'000 + 400'000;
    out.part_hold_back_us = terms.part_target_ms * 6000;
    out.window = {static_cast<size_t>(terms.window_segments),
                  static_cast<size_t>(terms.memory_per_show_bytes)};
    return out;
}

Programme::Programme(std::string show_id, ProgrammeTerms terms, const Clock& clock, Recorder& recorder,
                     Beginning beginning)
    : show_id_(std::move(show_id)),
      terms_(terms),
      clock_(clock),
      recorder_(recorder),
      window_(terms.window, beginning.next_segment, beginning.discontinuities),
      next_period_(beginning.next_period),
      has_past_(beginning.next_segment > 0),
      markers_(std::move(beginning.markers)),
      idle_since_us_(clock.steady_us()) {}

Result<Programme::Ticket> Programme::attach(Interrupted interrupted) {
    Interrupted before;
    Ticket ticket;
    {
        std::lock_guard lock(mutex_);
        if (finished_) {
            return Error{Code::precondition, "This show has ended. Start a new show to go live again."};
        }
        if (published_ && clock_.steady_us() - heard_us_ < kSilent_us) {
            return Error{Code::conflict,
                         "Somebody is live in this show already. Stop the other stream first, or use another "
                         "show's key."};
        }
        if (published_) {
            end_segment();
            before = std::move(interrupted_);
        }
        published_ = true;
        shown_ = false;
        interrupted_ = std::move(interrupted);
        anchor_.reset();
        playlist_.reset();
        period_begins_ = true;
        heard_us_ = clock_.steady_us();
        ticket = ++ticket_;
    }
    if (before) before("This connection fell silent, and a new one with the same key took its place.");
    return ticket;
}

Result<Done> Programme::begin_period(Ticket ticket, const Tracks& tracks, std::optional<int64_t> stream_us) {
    auto period = std::make_shared<Period>();
    period->init = std::make_shared<const std::string>(init_segment(tracks));
    period->codecs = tracks.codecs();
    if (tracks.video) {
        period->width = tracks.video->width;
        period->height = tracks.video->height;
    }
    std::lock_guard lock(mutex_);
    if (!published_ || ticket != ticket_) return cut_off_already();
    end_segment();
    period->number = next_period_++;
    period_ = std::move(period);
    period_begins_ = true;
    if (stream_us || !anchor_) anchor_ = Anchor{stream_us.value_or(0), clock_.now().us};
    return Done{};
}

Result<bool> Programme::add(Ticket ticket, Part part, int64_t frame_us) {
    Answers answers;
    bool first;
    {
        std::lock_guard lock(mutex_);
        if (!published_ || ticket != ticket_) return cut_off_already();
        VITRINE_CHECK(period_ && anchor_);
        frame_us_ = frame_us;
        first = !std::exchange(shown_, true);
        if (part.begins_segment || period_begins_) {
            end_segment();
            window_.begin_segment(period_, period_begins_ && has_past_,
                                  anchor_->programme_us + part.shown_from_us - anchor_->stream_us);
            period_begins_ = false;
            has_past_ = true;
        }
        const bool ends_segment = part.ends_segment;
        window_.add(std::move(part));
        if (window_.overfull()) {
            return Error{Code::too_large,
                         "The stream's bit rate is beyond what this server is set for. Lower it in the "
                         "sending program."};
        }
        if (ends_segment) end_segment();
        playlist_.reset();
        answers = ready();
    }
    give(std::move(answers));
    return first;
}

void Programme::end_segment() {
    if (const Segment* done = window_.end_segment()) recorder_.add(show_id_, *done);
    playlist_.reset();
}

bool Programme::detach(Ticket ticket) {
    Answers answers;
    {
        std::lock_guard lock(mutex_);
        if (!published_ || ticket != ticket_) return false;
        end_segment();
        published_ = false;
        interrupted_ = nullptr;
        idle_since_us_ = clock_.steady_us();
        answers = ready();
    }
    give(std::move(answers));
    return true;
}

bool Programme::cut_off(const std::string& why) {
    Interrupted interrupted;
    Answers answers;
    {
        std::lock_guard lock(mutex_);
        if (!published_) return false;
        end_segment();
        published_ = false;
        idle_since_us_ = clock_.steady_us();
        interrupted = std::move(interrupted_);
        interrupted_ = nullptr;
        answers = ready();
    }
    give(std::move(answers));
    if (interrupted) interrupted(why);
    return true;
}

bool Programme::finish() {
    Answers answers;
    {
        std::lock_guard lock(mutex_);
        if (finished_) return false;
        end_segment();
        finished_ = true;
        playlist_.reset();
        answers = ready();
    }
    give(std::move(answers));
    cut_off("The show has ended.");
    return true;
}

void Programme::cue(Ticket ticket, int64_t stream_us, Marker marker) {
    std::lock_guard lock(mutex_);
    if (!published_ || ticket != ticket_ || !anchor_) return;
    marker.at = {anchor_->programme_us + stream_us - anchor_->stream_us};
    add_marker(std::move(marker));
}

void Programme::mark(const Marker& marker) {
    std::lock_guard lock(mutex_);
    add_marker(marker);
}

// The first word on an id stands: a date range that was seen does not change (§4.4.5.1).
bool Programme::add_marker(Marker marker) {
    const auto same = [&](const Marker& other) { return other.id == marker.id; };
    if (marker.id.empty() || std::any_of(markers_.begin(), markers_.end(), same)) return false;
    recorder_.mark(show_id_, marker);
    if (markers_.size() >= kMarkers) markers_.erase(markers_.begin());
    markers_.push_back(std::move(marker));
    playlist_.reset();
    return true;
}

std::optional<int64_t> Programme::programme_time_us(std::optional<int64_t> stream_us) const {
    std::lock_guard lock(mutex_);
    if (stream_us && published_ && anchor_) return anchor_->programme_us + *stream_us - anchor_->stream_us;
    const Segment* newest = window_.newest();
    if (!newest) return std::nullopt;
    return newest->programme_us + newest->duration_us;
}

bool Programme::published() const {
    std::lock_guard lock(mutex_);
    return published_;
}

bool Programme::finished() const {
    std::lock_guard lock(mutex_);
    return finished_;
}

bool Programme::has_pictures() const {
    std::lock_guard lock(mutex_);
    return has_past_;
}

int64_t Programme::idle_since_us() const {
    std::lock_guard lock(mutex_);
    return published_ ? 0 : idle_since_us_;
}

}  // namespace vitrine::media
