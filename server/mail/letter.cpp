// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/mail/letter.h"

#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace vitrine::mail {
namespace {

constexpr size_t kEncodedWord =
    39;  // octets of text: with the name of its header the line stays within 76 (RFC 2047 §2)
constexpr size_t kLineOfBytes = 57;  // octets that make a line of 76 (RFC 2045 §6.8)

std::string base64(const std::string& bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
    return text;
}

bool visible_ascii(char c) { return c > 0x20 && c < 0x7f; }

// What may stand in an unstructured header as it is: nothing that another program could take for an encoding.
bool plain_words(const std::string& text) {
    return text.size() <= 60 && text.find("=?") == std::string::npos &&
           std::all_of(text.begin(), text.end(), [](char c) { return visible_ascii(c) || c == ' '; });
}

// Cut between code points, never inside one (RFC 2047 §5).
std::string encoded_words(const std::string& text) {
    std::string words;
    for (size_t at = 0; at < text.size();) {
        size_t end = std::min(at + kEncodedWord, text.size());
        while (end < text.size() && end > at + 1 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
            --end;
        words += (words.empty() ? "" : "\r\n ") + std::string("=?UTF-8?B?") +
                 base64(text.substr(at, end - at)) + "?=";
        at = end;
    }
    return words;
}

std::string phrase(const std::string& text) {
    const bool atoms =
        plain_words(text) && std::all_of(text.begin(), text.end(), [](char c) {
            return c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        });
    return atoms ? text : encoded_words(text);
}

// RFC 5322 §3.3, in UTC.
std::string date_text(Instant date) {
    const std::time_t seconds = static_cast<std::time_t>(date.us / 1'000'000);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d +0000", kDays[parts.tm_wday],
                  parts.tm_mday, kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return text;
}

std::string part(const std::string& boundary, const char* type, const std::string& content) {
    std::string out = "--" + boundary + "\r\nContent-Type: " + type +
                      "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    for (size_t at = 0; at < content.size(); at += kLineOfBytes)
        out += base64(content.substr(at, kLineOfBytes)) + "\r\n";
    return out;
}

}  // namespace

bool plain_address(const std::string& address) {
    const size_t at = address.find('@');
    return address.size() <= 254 && at != std::string::npos && at > 0 && at + 1 < address.size() &&
           address.find('@', at + 1) == std::string::npos &&
           std::all_of(address.begin(), address.end(), visible_ascii) &&
           address.find_first_of("<>()[]\\,;:\"") == std::string::npos;
}

Result<Sender> parse_sender(const std::string& text) {
    Sender sender{"", text};
    if (const size_t open = text.find('<'); open != std::string::npos && text.ends_with('>')) {
        sender.address = text.substr(open + 1, text.size() - open - 2);
        sender.name = text.substr(0, open);
        while (!sender.name.empty() && sender.name.back() == ' ') sender.name.pop_back();
    }
    const bool one_line = std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < 0x20; });
    if (one_line && plain_address(sender.address)) return sender;
    return Error{Code::invalid_argument,
                 "The sender of mail must look like shop@example.org or My Shop <shop@example.org>."};
}

Result<std::string> in_transit(const Letter& letter, const Sender& sender, Instant date,
                               const std::string& id) {
    if (!plain_address(letter.to))
        return Error{Code::invalid_argument, "This is no address one can write to."};
    const std::string from =
        sender.name.empty() ? sender.address : phrase(sender.name) + " <" + sender.address + ">";
    const std::string boundary = "=_" + id;
    return "From: " + from + "\r\nTo: <" + letter.to +
           ">\r\nSubject: " + (plain_words(letter.subject) ? letter.subject : encoded_words(letter.subject)) +
           "\r\nDate: " + date_text(date) + "\r\nMessage-ID: <" + id +
           sender.address.substr(sender.address.find('@')) +
           ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: "
           "multipart/alternative;\r\n "
           "boundary=\"" +
           boundary + "\"\r\n\r\n" + part(boundary, "text/plain", letter.text) +
           part(boundary, "text/html", letter.html) + "--" + boundary + "--\r\n";
}

}  // namespace vitrine::mail
