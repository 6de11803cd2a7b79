// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/text.h"

#include <cstdint>

namespace vitrine {
namespace {

constexpr char32_t kBroken = 0xffffffff;

bool continues(unsigned char byte) { return (byte & 0xc0) == 0x80; }

// Takes one code point off the front of text; kBroken when it does not begin with one.
char32_t take(std::string_view& text) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const size_t length = lead < 0x80   ? 1
                          : lead < 0xc2 ? 0
                          : lead < 0xe0 ? 2
                          : lead < 0xf0 ? 3
                          : lead < 0xf5 ? 4
                                        : 0;
    if (length == 0 || text.size() < length) return kBroken;
    char32_t point = length == 1 ? lead : lead & (0x7f >> length);
    for (size_t i = 1; i < length; ++i) {
        if (!continues(byte(i))) return kBroken;
        point = point << 6 | (byte(i) & 0x3f);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) return kBroken;
    text.remove_prefix(length);
    return point;
}

bool forbidden(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

// White space and what has no width: nothing that a reader could see by itself.
bool blank(char32_t c) {
    return c == 0x20 || c == 0xa0 || c == 0xad || c == 0x34f || c == 0x115f || c == 0x1160 || c == 0x1680 ||
           c == 0x180e || (c >= 0x2000 && c <= 0x200f) || c == 0x202f || (c >= 0x205f && c <= 0x2065) ||
           c == 0x2800 || c == 0x3000 || c == 0x3164 || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff ||
           c == 0xffa0;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::optional<size_t> code_points(std::string_view text) {
    size_t count = 0;
    while (!text.empty()) {
        if (take(text) == kBroken) return std::nullopt;
        ++count;
    }
    return count;
}

Result<std::string> one_line(std::string_view text, size_t most, std::string_view what) {
    const std::string subject(what);
    text = trimmed(text);
    size_t count = 0;
    bool visible = false;
    for (std::string_view rest = text; !rest.empty(); ++count) {
        const char32_t point = take(rest);
        if (point == kBroken)
            return Error{Code::invalid_argument, subject + " is not valid text. Please type it again."};
        if (forbidden(point)) {
            return Error{
                Code::invalid_argument,
                subject +
                    " holds characters that cannot be shown. Please type it in one line, without them."};
        }
        visible = visible || !blank(point);
        if (count == most) {
            return Error{Code::too_large, subject + " is too long: at most " + std::to_string(most) +
                                              " characters. Please shorten it."};
        }
    }
    if (!visible) return Error{Code::invalid_argument, subject + " is empty. Please type something."};
    return std::string(text);
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out.push_back(c);
        }
    }
    return out;
}

}  // namespace vitrine
