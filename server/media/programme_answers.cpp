// SPDX-License-Identifier: GPL-3.0-or-later
// How a programme answers its viewers: plain and blocking requests (draft-pantos-hls-rfc8216bis §6.2.5.2,
// §6.2.6).
#include <algorithm>
#include <charconv>

#include "server/media/playlist.h"
#include "server/media/programme.h"

namespace vitrine::media {
namespace {

std::optional<int64_t> directive(const std::string& text) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::string max_age(int64_t s) { return "max-age=" + std::to_string(s); }

}  // namespace

void Programme::get(const std::string& file, const std::map<std::string, std::string>& query,
                    std::function<void(HlsAnswer)> answer) {
    const auto name = parse_hls_name(file);
    if (!name) return answer(refusal(404, "There is no such file in this show."));
    std::optional<HlsAnswer> now;
    {
        std::lock_guard lock(mutex_);
        using Kind = HlsName::Kind;
        Waiting waiting;
        waiting.name = *name;
        const int64_t keep_s =
            6 * terms_.target_duration_s;  // Appendix B.1: media may be kept for six target durations
        if (!window_.newest()) {
            now = refusal(404, "This show has no picture yet.");
        } else if (name->kind == Kind::master) {
            now = master();
        } else if (name->kind == Kind::media) {
            now = answer_media_playlist(query, waiting);
        } else if (name->kind == Kind::part) {
            now = answer_part(*name);
        } else if (name->kind == Kind::init) {
            const auto init = window_.init(name->number);
            now =
                init ? media_answer({init}, max_age(keep_s)) : refusal(404, "This part of the show is gone.");
        } else {
            const Segment* segment = window_.find(name->number);
            const bool there = segment && segment->complete;
            now = there ? media_answer(segment->body(), max_age(keep_s))
                        : refusal(404, "This part of the show is gone, or not there yet.");
        }
        if (!now && waiting_.size() >= terms_.most_waiting)
            now = refusal(503, "Too many viewers wait at this server.");
        if (!now) {
            waiting.deadline_us = clock_.steady_us() + 3 * terms_.target_duration_s * 1'000'000;
            waiting.answer = std::move(answer);
            waiting_.push_back(std::move(waiting));
            return;
        }
    }
    answer(std::move(*now));
}

// Nothing: wait.
std::optional<HlsAnswer> Programme::answer_media_playlist(const std::map<std::string, std::string>& query,
                                                          Waiting& waiting) {
    const auto segment = query.find("_HLS_msn");
    const auto part = query.find("_HLS_part");
    if (segment == query.end()) {
        if (part != query.end()) return refusal(400, "_HLS_part needs _HLS_msn.");
        return playlist_answer(playlist(), max_age(std::max<int64_t>(1, terms_.target_duration_s / 4)));
    }
    const auto number = directive(segment->second);
    if (part != query.end()) waiting.part = directive(part->second);
    if (!number || (part != query.end() && !waiting.part))
        return refusal(400, "_HLS_msn and _HLS_part are whole numbers.");
    waiting.segment = *number;
    if (finished_ || reached(*number, waiting.part)) return blocked_playlist_answer();
    if (too_far(*number, waiting.part))
        return refusal(400, "That part of the show is too far in the future.");
    return std::nullopt;
}

HlsAnswer Programme::blocked_playlist_answer() {
    return playlist_answer(playlist(), max_age(6 * terms_.target_duration_s));
}

// Whether the playlist holds the segment or part that was asked for, or a later one. A part beyond the last
// of its segment stands for the first part of the next segment.
bool Programme::reached(int64_t number, std::optional<int64_t> part) const {
    const Segment& newest = *window_.newest();
    if (!part) return newest.number > number || (newest.number == number && newest.complete);
    return newest.number > number ||
           (newest.number == number && static_cast<int64_t>(newest.parts.size()) > *part);
}

bool Programme::too_far(int64_t number, std::optional<int64_t> part) const {
    const Segment& newest = *window_.newest();
    const int64_t last_complete = newest.complete ? newest.number : newest.number - 1;
    if (number > last_complete + 2) return true;
    if (!part) return false;
    // The Advance Part Limit: three seconds' worth of parts, or three.
    const int64_t target_us = terms_.packager.longest_part_us;
    const int64_t limit = target_us < 1'000'000 ? (3'000'000 + target_us - 1) / target_us : 3;
    const int64_t last_part = number > newest.number ? -1 : static_cast<int64_t>(newest.parts.size()) - 1;
    return *part > last_part + limit && !(newest.complete && number <= newest.number);
}

// A part that is there; one that was hinted is waited for (§6.2.6); all others are not found.
std::optional<HlsAnswer> Programme::answer_part(const HlsName& name) const {
    const Segment* segment = window_.find(name.number);
    if (segment && name.part < static_cast<int64_t>(segment->parts.size())) {
        return media_answer({segment->parts[static_cast<size_t>(name.part)].data},
                            max_age(6 * terms_.target_duration_s));
    }
    const Segment& newest = *window_.newest();
    const bool next_here = !newest.complete && name.number == newest.number &&
                           name.part == static_cast<int64_t>(newest.parts.size());
    const bool next_segment = newest.complete && name.number == newest.number + 1 && name.part == 0;
    if (published_ && !finished_ && (next_here || next_segment)) return std::nullopt;
    return refusal(404, "This part of the show is gone, or will not come.");
}

std::shared_ptr<const std::string> Programme::playlist() {
    if (playlist_) return playlist_;
    LivePlaylist list;
    list.segments = window_.listed();
    list.discontinuity_sequence = window_.discontinuity_sequence();
    list.part_target_us = terms_.packager.longest_part_us;
    list.part_hold_back_us = terms_.part_hold_back_us;
    list.target_duration_s = terms_.target_duration_s;
    list.hint = published_ && !period_begins_;
    list.ended = finished_;
    // Markers of the window, and before them the last of each kind: it still stands when the window begins.
    const int64_t from_us = list.segments.front()->programme_us;
    for (size_t i = 0; i < markers_.size(); ++i) {
        const Marker& marker = markers_[i];
        const auto supersedes = [&](const Marker& other) {
            return other.what == marker.what && other.at > marker.at && other.at.us <= from_us;
        };
        if (marker.at.us >= from_us || std::none_of(markers_.begin(), markers_.end(), supersedes))
            list.markers.push_back(marker);
    }
    playlist_ = std::make_shared<const std::string>(render(list));
    return playlist_;
}

HlsAnswer Programme::master() const {
    MasterPlaylist master;
    int64_t bytes = 0, us = 0;
    for (const Segment* segment : window_.listed()) {
        const auto size = static_cast<int64_t>(segment->bytes());
        bytes += size;
        us += segment->duration_us;
        if (segment->complete && segment->duration_us > 500'000) {
            master.peak_bits_per_s =
                std::max(master.peak_bits_per_s, size * 8'000'000 / segment->duration_us);
        }
    }
    master.mean_bits_per_s = us > 0 ? bytes * 8'000'000 / us : 0;
    master.peak_bits_per_s = std::max(master.peak_bits_per_s, master.mean_bits_per_s);
    const Period& period = *window_.newest()->period;
    master.codecs = period.codecs;
    master.width = period.width;
    master.height = period.height;
    master.frame_us = period.width > 0 ? frame_us_ : 0;
    return playlist_answer(std::make_shared<const std::string>(render(master)), "max-age=1");
}

// Takes the requests out of the queue that can be answered now.
Programme::Answers Programme::ready() {
    Answers answers;
    if (!window_.newest()) return answers;
    std::erase_if(waiting_, [&](Waiting& waiting) {
        std::optional<HlsAnswer> now;
        if (waiting.name.kind == HlsName::Kind::part) {
            now = answer_part(waiting.name);
        } else if (finished_ || reached(waiting.segment, waiting.part)) {
            now = blocked_playlist_answer();
        }
        if (now) answers.emplace_back(std::move(waiting.answer), std::move(*now));
        return now.has_value();
    });
    return answers;
}

void Programme::expire(bool all) {
    Answers answers;
    {
        std::lock_guard lock(mutex_);
        const int64_t now_us = clock_.steady_us();
        std::erase_if(waiting_, [&](Waiting& waiting) {
            if (!all && waiting.deadline_us > now_us) return false;
            answers.emplace_back(std::move(waiting.answer),
                                 refusal(503, "The picture has stopped for a moment. Try again."));
            return true;
        });
    }
    give(std::move(answers));
}

void Programme::give(Answers answers) {
    for (auto& [answer, what] : answers) answer(std::move(what));
}

}  // namespace vitrine::media
