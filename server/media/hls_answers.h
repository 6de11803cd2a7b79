// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/media/programmes.h"

namespace vitrine::media {

// The kinds of file that a show's addresses end in.
struct HlsName {
    enum class Kind { master, media, init, segment, part };
    Kind kind = Kind::master;
    int64_t number = 0;  // of the period or the segment
    int64_t part = 0;
};
// Nothing for every other name: what does not parse cannot reach a disk.
std::optional<HlsName> parse_hls_name(const std::string& file);

HlsAnswer playlist_answer(std::shared_ptr<const std::string> text, std::string cache_control);
HlsAnswer media_answer(std::vector<std::shared_ptr<const std::string>> body, std::string cache_control);
HlsAnswer refusal(int status, std::string problem);

}  // namespace vitrine::media
