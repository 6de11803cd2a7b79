// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/recording_index.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/media/playlist.h"

namespace vitrine::media {
namespace {

// Takes the next word and the blank behind it.
std::string_view word(std::string_view& rest) {
    const size_t blank = rest.find(' ');
    const std::string_view taken = rest.substr(0, blank);
    rest = blank == std::string_view::npos ? std::string_view{} : rest.substr(blank + 1);
    return taken;
}

// A non-negative number, or nothing.
std::optional<int64_t> number(std::string_view& rest) {
    const std::string_view text = word(rest);
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

void take_period(RecordingIndex& index, std::string_view rest) {
    const auto id = number(rest), bytes = number(rest), width = number(rest), height = number(rest);
    const std::string_view codecs = word(rest);
    if (!id || !bytes || !width || !height || *width > 16384 || *height > 16384 || codecs.empty() ||
        !rest.empty())
        return;
    index.periods.push_back(
        {*id, *bytes, static_cast<int>(*width), static_cast<int>(*height), std::string(codecs)});
}

void take_segment(RecordingIndex& index, std::string_view rest) {
    const auto id = number(rest), period = number(rest), broken = number(rest), at = number(rest),
               length = number(rest), bytes = number(rest);
    if (!id || !period || !broken || !at || !length || !bytes || !rest.empty()) return;
    if (!index.period(*period)) return;
    if (!index.segments.empty() && *id <= index.segments.back().number) return;
    index.segments.push_back({*id, *period, *broken != 0, *at, *length, *bytes});
}

void take_marker(RecordingIndex& index, std::string_view rest) {
    const auto at = number(rest);
    const auto json = nlohmann::json::parse(rest, nullptr, false);
    if (!at || !json.is_object()) return;
    const auto text = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    index.markers.push_back({text("id"), text("what"), text("payload"), {*at}});
}

// Whether a discontinuity stands before segment i: said so, another init segment, or numbers missing.
bool broken_before(const RecordingIndex& index, size_t i) {
    if (i == 0) return false;
    const RecordedSegment &now = index.segments[i], &before = index.segments[i - 1];
    return now.discontinuity || now.period != before.period || now.number != before.number + 1;
}

}  // namespace

const RecordedPeriod* RecordingIndex::period(int64_t number) const {
    for (auto it = periods.rbegin(); it != periods.rend(); ++it) {
        if (it->number == number) return &*it;
    }
    return nullptr;
}

int64_t RecordingIndex::discontinuities() const {
    int64_t count = 0;
    for (size_t i = 0; i < segments.size(); ++i) count += broken_before(*this, i) ? 1 : 0;
    return count;
}

RecordingIndex parse_recording_index(std::string_view text) {
    RecordingIndex index;
    index.torn = !text.empty() && text.back() != '\n';
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.ends_with(" ;")) continue;
        line.remove_suffix(2);
        const std::string_view kind = word(line);
        if (kind == "period") {
            take_period(index, line);
        } else if (kind == "segment") {
            take_segment(index, line);
        } else if (kind == "marker") {
            take_marker(index, line);
        } else if (kind == "end") {
            index.ended = true;
        }
    }
    return index;
}

std::string index_line(const RecordedPeriod& p) {
    return "period " + std::to_string(p.number) + ' ' + std::to_string(p.bytes) + ' ' +
           std::to_string(p.width) + ' ' + std::to_string(p.height) + ' ' + p.codecs + " ;\n";
}

std::string index_line(const RecordedSegment& s) {
    return "segment " + std::to_string(s.number) + ' ' + std::to_string(s.period) +
           (s.discontinuity ? " 1 " : " 0 ") + std::to_string(s.programme_us) + ' ' +
           std::to_string(s.duration_us) + ' ' + std::to_string(s.bytes) + " ;\n";
}

std::string index_line(const Marker& m) {
    const nlohmann::json json = {{"id", m.id}, {"what", m.what}, {"payload", m.payload}};
    return "marker " + std::to_string(m.at.us) + ' ' +
           json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + " ;\n";
}

std::string index_end_line() { return "end ;\n"; }

std::string render_replay(const RecordingIndex& index) {
    int64_t longest_us = 1'000'000;
    for (const RecordedSegment& segment : index.segments)
        longest_us = std::max(longest_us, segment.duration_us);
    std::string out = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:" +
                      std::to_string((longest_us + 500'000) / 1'000'000) + "\n";
    out += std::string("#EXT-X-PLAYLIST-TYPE:") + (index.ended ? "VOD" : "EVENT") +
           "\n#EXT-X-MEDIA-SEQUENCE:0\n";
    for (const Marker& marker : index.markers) out += date_range(marker);
    for (size_t i = 0; i < index.segments.size(); ++i) {
        const RecordedSegment& segment = index.segments[i];
        if (broken_before(index, i)) out += "#EXT-X-DISCONTINUITY\n";
        if (i == 0 || index.segments[i - 1].period != segment.period) {
            out += "#EXT-X-MAP:URI=\"" + init_name(segment.period) + "\"\n";
        }
        out += "#EXT-X-PROGRAM-DATE-TIME:" + date_time(segment.programme_us) +
               "\n#EXTINF:" + seconds(segment.duration_us) + ",\n" + segment_name(segment.number) + "\n";
    }
    if (index.ended) out += "#EXT-X-ENDLIST\n";
    return out;
}

std::string render_replay_master(const RecordingIndex& index) {
    MasterPlaylist master;
    int64_t bytes = 0, us = 0;
    for (const RecordedSegment& segment : index.segments) {
        bytes += segment.bytes;
        us += segment.duration_us;
        if (segment.duration_us > 500'000) {
            master.peak_bits_per_s =
                std::max(master.peak_bits_per_s, segment.bytes * 8'000'000 / segment.duration_us);
        }
    }
    master.mean_bits_per_s = us > 0 ? bytes * 8'000'000 / us : 0;
    master.peak_bits_per_s = std::max(master.peak_bits_per_s, master.mean_bits_per_s);
    if (const RecordedPeriod* last =
            index.segments.empty() ? nullptr : index.period(index.segments.back().period)) {
        master.codecs = last->codecs;
        master.width = last->width;
        master.height = last->height;
    }
    return render(master);
}

}  // namespace vitrine::media
