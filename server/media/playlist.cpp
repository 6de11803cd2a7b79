// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/playlist.h"

#include <cstdio>
#include <ctime>

namespace vitrine::media {
namespace {

// A quoted-string holds neither quotes nor control characters (§4.2).
std::string quotable(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != 0x7f) out.push_back(c);
    }
    return out;
}

void render_segment(std::string& out, const Segment& segment, const Segment* before, bool with_parts) {
    if (segment.discontinuity) out += "#EXT-X-DISCONTINUITY\n";
    if (!before || before->period != segment.period || segment.discontinuity) {
        out += "#EXT-X-MAP:URI=\"" + init_name(segment.period->number) + "\"\n";
    }
    out += "#EXT-X-PROGRAM-DATE-TIME:" + date_time(segment.programme_us) + "\n";
    for (size_t i = 0; with_parts && i < segment.parts.size(); ++i) {
        const Part& part = segment.parts[i];
        out += "#EXT-X-PART:DURATION=" + seconds(part.duration_us) + ",URI=\"" +
               part_name(segment.number, i) + "\"";
        out += part.independent ? ",INDEPENDENT=YES\n" : "\n";
    }
    if (segment.complete)
        out += "#EXTINF:" + seconds(segment.duration_us) + ",\n" + segment_name(segment.number) + "\n";
}

}  // namespace

std::string render(const LivePlaylist& list) {
    VITRINE_CHECK(!list.segments.empty());
    std::string out;
    out.reserve(8192);
    out += "#EXTM3U\n#EXT-X-VERSION:9\n";
    out += "#EXT-X-TARGETDURATION:" + std::to_string(list.target_duration_s) + "\n";
    out +=
        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=" + seconds(list.part_hold_back_us) + "\n";
    out += "#EXT-X-PART-INF:PART-TARGET=" + seconds(list.part_target_us) + "\n";
    out += "#EXT-X-MEDIA-SEQUENCE:" + std::to_string(list.segments.front()->number) + "\n";
    out += "#EXT-X-DISCONTINUITY-SEQUENCE:" + std::to_string(list.discontinuity_sequence) + "\n";
    for (const Marker& marker : list.markers) out += date_range(marker);

    // §4.4.4.9: parts further than three target durations from the end should go.
    int64_t behind_us = 0;
    size_t first_with_parts = list.segments.size();
    while (first_with_parts > 0 && behind_us < 3 * list.target_duration_s * 1'000'000) {
        behind_us += list.segments[--first_with_parts]->duration_us;
    }
    const Segment* before = nullptr;
    for (size_t i = 0; i < list.segments.size(); ++i) {
        render_segment(out, *list.segments[i], before, i >= first_with_parts && !list.ended);
        before = list.segments[i];
    }
    if (list.ended) {
        out += "#EXT-X-ENDLIST\n";
    } else if (list.hint) {
        const std::string next = before->complete ? part_name(before->number + 1, 0)
                                                  : part_name(before->number, before->parts.size());
        out += "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + next + "\"\n";
    }
    return out;
}

std::string render(const MasterPlaylist& master) {
    std::string out =
        "#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-STREAM-INF:BANDWIDTH=" + std::to_string(master.peak_bits_per_s);
    out +=
        ",AVERAGE-BANDWIDTH=" + std::to_string(master.mean_bits_per_s) + ",CODECS=\"" + master.codecs + "\"";
    if (master.width > 0) {
        out += ",RESOLUTION=" + std::to_string(master.width) + "x" + std::to_string(master.height);
        if (master.frame_us > 0) {
            const int64_t thousandths = (1'000'000'000 + master.frame_us / 2) / master.frame_us;
            char rate[32];
            std::snprintf(rate, sizeof rate, "%lld.%03lld", static_cast<long long>(thousandths / 1000),
                          static_cast<long long>(thousandths % 1000));
            out += std::string(",FRAME-RATE=") + rate;
        }
    }
    return out + "\nstream.m3u8\n";
}

std::string date_range(const Marker& marker) {
    return "#EXT-X-DATERANGE:ID=\"" + quotable(marker.id) + "\",CLASS=\"" + quotable(marker.what) +
           "\",START-DATE=\"" + date_time(marker.at.us) + "\",X-VITRINE-PAYLOAD=\"" +
           quotable(marker.payload) + "\"\n";
}

std::string date_time(int64_t utc_us) {
    const time_t whole = utc_us / 1'000'000;
    tm parts{};
    gmtime_r(&whole, &parts);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                  static_cast<int>(utc_us / 1000 % 1000));
    return text;
}

std::string seconds(int64_t us) {
    char text[32];
    std::snprintf(text, sizeof text, "%lld.%05lld", static_cast<long long>(us / 1'000'000),
                  static_cast<long long>(us % 1'000'000 / 10));
    return text;
}

std::string init_name(int64_t period) { return "init-" + std::to_string(period) + ".mp4"; }
std::string segment_name(int64_t number) { return "seg-" + std::to_string(number) + ".m4s"; }
std::string part_name(int64_t number, size_t index) {
    return "part-" + std::to_string(number) + "-" + std::to_string(index) + ".m4s";
}

}  // namespace vitrine::media
