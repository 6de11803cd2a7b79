// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/gzip.h"

#include <zlib.h>

#include "server/domain/check.h"

namespace vitrine::web {
namespace {

constexpr size_t kLeastBytes = 900;  // below one packet nothing is won
constexpr int kQuick = 4;

}  // namespace

std::string gzip(std::string_view plain, int level) {
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;  // zlib.h: 16 more writes a gzip header
    VITRINE_CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string packed(deflateBound(&stream, plain.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    VITRINE_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

bool accepts_gzip(const Request& request) {
    std::string_view rest = request.header("accept-encoding");
    while (!rest.empty()) {
        const size_t comma = rest.find(',');
        std::string item;
        for (const char c : rest.substr(0, comma)) {
            if (c != ' ' && c != '\t') item.push_back(c);
        }
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        if (!item.starts_with("gzip")) continue;
        if (item.size() == 4) return true;
        if (!item.starts_with("gzip;q=")) continue;
        return item.find_first_of("123456789", 7) != std::string::npos;  // any weight but 0, 0.0, 0.00
    }
    return false;
}

void gzip_if_accepted(const Request& request, Response& response) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (response.body_bytes() < kLeastBytes || !accepts_gzip(request)) return;
    std::string plain;
    plain.reserve(response.body_bytes());
    for (const auto& piece : response.body) plain += *piece;
    response.body = {std::make_shared<const std::string>(gzip(plain, kQuick))};
    response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace vitrine::web
