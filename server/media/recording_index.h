// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/media/programmes.h"

namespace vitrine::media {

// The index of one show's recording: {directory}/{show}/recording.txt, lines that are only ever appended:
//   period <number> <bytes> <width> <height> <codecs> ;
//   segment <number> <period> <discontinuity 0|1> <programme time, UTC µs> <duration µs> <bytes> ;
//   marker <programme time, UTC µs> <JSON {"id","what","payload"}> ;
//   end ;
// A line counts when it ends with " ;". What a kill or a power cut tore is skipped, and the
// files that a line names were complete on disk before the line was written.
struct RecordedPeriod {
    int64_t number = 0;
    int64_t bytes = 0;
    int width = 0, height = 0;
    std::string codecs;
};
struct RecordedSegment {
    int64_t number = 0;
    int64_t period = 0;
    bool discontinuity = false;
    int64_t programme_us = 0;
    int64_t duration_us = 0;
    int64_t bytes = 0;
};
struct RecordingIndex {
    std::vector<RecordedPeriod> periods;
    std::vector<RecordedSegment> segments;  // by number, rising
    std::vector<Marker> markers;
    bool ended = false;
    bool torn = false;  // the text does not end with a line end

    const RecordedPeriod* period(int64_t number) const;
    // Segments that must be preceded by EXT-X-DISCONTINUITY, the gaps left by a slow disk among them.
    int64_t discontinuities() const;
};

inline constexpr const char* kRecordingIndexName = "recording.txt";

RecordingIndex parse_recording_index(std::string_view text);
std::string index_line(const RecordedPeriod&);
std::string index_line(const RecordedSegment&);
std::string index_line(const Marker&);
std::string index_end_line();

// Media playlist of what was recorded: EXT-X-PLAYLIST-TYPE VOD with EXT-X-ENDLIST once the show has ended,
// EVENT before.
std::string render_replay(const RecordingIndex&);
std::string render_replay_master(const RecordingIndex&);

}  // namespace vitrine::media
