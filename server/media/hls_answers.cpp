// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/media/hls_answers.h"

#include <charconv>

namespace vitrine::media {
namespace {

// A number without sign or leading zeros, taken from the front of rest.
std::optional<int64_t> take_number(std::string_view& rest) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{} || value < 0 || rest.front() == '-') return std::nullopt;
    if (rest.front() == '0' && end != rest.data() + 1) return std::nullopt;
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    return value;
}

bool take(std::string_view& rest, std::string_view prefix) {
    if (!rest.starts_with(prefix)) return false;
    rest.remove_prefix(prefix.size());
    return true;
}

}  // namespace

std::optional<HlsName> parse_hls_name(const std::string& file) {
    using Kind = HlsName::Kind;
    if (file == "index.m3u8") return HlsName{Kind::master};
    if (file == "stream.m3u8") return HlsName{Kind::media};
    std::string_view rest = file;
    HlsName name;
    if (take(rest, "init-")) {
        name.kind = Kind::init;
    } else if (take(rest, "seg-")) {
        name.kind = Kind::segment;
    } else if (take(rest, "part-")) {
        name.kind = Kind::part;
    } else {
        return std::nullopt;
    }
    const auto number = take_number(rest);
    if (!number) return std::nullopt;
    name.number = *number;
    if (name.kind == Kind::part) {
        if (!take(rest, "-")) return std::nullopt;
        const auto part = take_number(rest);
        if (!part) return std::nullopt;
        name.part = *part;
    }
    if (rest != (name.kind == Kind::init ? ".mp4" : ".m4s")) return std::nullopt;
    return name;
}

HlsAnswer playlist_answer(std::shared_ptr<const std::string> text, std::string cache_control) {
    return {200, "application/vnd.apple.mpegurl", std::move(cache_control), {std::move(text)}, {}};
}

HlsAnswer media_answer(std::vector<std::shared_ptr<const std::string>> body, std::string cache_control) {
    return {200, "video/mp4", std::move(cache_control), std::move(body), {}};
}

HlsAnswer refusal(int status, std::string problem) {
    return {status,
            "text/plain; charset=utf-8",
            status == 404 ? "max-age=1" : "no-store",
            {},
            std::move(problem)};
}

}  // namespace vitrine::media
