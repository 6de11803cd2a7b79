// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/live_window.h"

namespace vitrine::media {

size_t Segment::bytes() const {
    size_t total = 0;
    for (const Part& part : parts) total += part.data->size();
    return total;
}

std::vector<std::shared_ptr<const std::string>> Segment::body() const {
    std::vector<std::shared_ptr<const std::string>> pieces;
    pieces.reserve(parts.size());
    for (const Part& part : parts) pieces.push_back(part.data);
    return pieces;
}

void LiveWindow::begin_segment(std::shared_ptr<const Period> period, bool discontinuity,
                               int64_t programme_us) {
    VITRINE_CHECK(segments_.empty() || segments_.back().complete);
    Segment segment;
    segment.number = next_number_++;
    segment.period = std::move(period);
    segment.discontinuity = discontinuity;
    segment.programme_us = programme_us;
    segments_.push_back(std::move(segment));
}

void LiveWindow::add(Part part) {
    VITRINE_CHECK(!segments_.empty() && !segments_.back().complete);
    bytes_ += part.data->size();
    segments_.back().duration_us += part.duration_us;
    segments_.back().parts.push_back(std::move(part));
    trim();
}

const Segment* LiveWindow::end_segment() {
    if (segments_.empty() || segments_.back().complete) return nullptr;
    segments_.back().complete = true;
    trim();
    return &segments_.back();
}

// Over the memory's limit the segments that left the playlist go first, then the playlist gets shorter.
void LiveWindow::trim() {
    const size_t complete = segments_.size() - (segments_.empty() || segments_.back().complete ? 0 : 1);
    while (complete > unlisted_ + limits_.playlist_segments) {
        if (segments_[unlisted_].discontinuity) ++discontinuities_;
        ++unlisted_;
    }
    while (!segments_.empty() && (unlisted_ > limits_.playlist_segments ||
                                  (bytes_ > limits_.memory_bytes && segments_.size() > 1))) {
        if (unlisted_ > 0) {
            --unlisted_;
        } else if (segments_.front().discontinuity) {
            ++discontinuities_;
        }
        bytes_ -= segments_.front().bytes();
        segments_.pop_front();
    }
}

std::vector<const Segment*> LiveWindow::listed() const {
    std::vector<const Segment*> out;
    for (size_t i = unlisted_; i < segments_.size(); ++i) out.push_back(&segments_[i]);
    return out;
}

const Segment* LiveWindow::find(int64_t number) const {
    if (segments_.empty() || number < segments_.front().number) return nullptr;
    const auto index = static_cast<size_t>(number - segments_.front().number);
    return index < segments_.size() ? &segments_[index] : nullptr;
}

std::shared_ptr<const std::string> LiveWindow::init(int64_t period) const {
    for (auto it = segments_.rbegin(); it != segments_.rend(); ++it) {
        if (it->period->number == period) return it->period->init;
    }
    return nullptr;
}

}  // namespace vitrine::media
