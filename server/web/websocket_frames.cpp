// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/websocket_frames.h"

#include <openssl/evp.h>

#include <array>

#include "server/domain/check.h"
#include "server/web/utf8.h"

namespace vitrine::web {
namespace {

constexpr size_t kMostControlPayload = 125;  // §5.5

bool is_control(Opcode opcode) { return static_cast<uint8_t>(opcode) >= 8; }

bool is_known(uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

uint64_t big_endian(std::string_view bytes) {
    uint64_t value = 0;
    for (const char c : bytes) value = value << 8 | static_cast<uint8_t>(c);
    return value;
}

}  // namespace

std::string websocket_frame(Opcode opcode, std::string_view payload) {
    std::string frame;
    frame.reserve(payload.size() + 10);
    frame.push_back(static_cast<char>(0x80 | static_cast<uint8_t>(opcode)));
    int length_bytes = 0;
    if (payload.size() < 126) {
        frame.push_back(static_cast<char>(payload.size()));
    } else if (payload.size() <= 0xffff) {
        frame.push_back(126);
        length_bytes = 2;
    } else {
        frame.push_back(127);
        length_bytes = 8;
    }
    for (int i = length_bytes - 1; i >= 0; --i) frame.push_back(static_cast<char>(payload.size() >> (8 * i)));
    frame.append(payload);
    return frame;
}

std::string websocket_close(uint16_t code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    payload.append(reason.substr(0, kMostControlPayload - 2));
    return websocket_frame(Opcode::close, payload);
}

std::string websocket_accept(std::string_view key) {
    const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    VITRINE_CHECK(EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr) == 1);
    std::array<unsigned char, 64> encoded;
    const int count = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return {reinterpret_cast<const char*>(encoded.data()), static_cast<size_t>(count)};
}

bool FrameReader::allowed(const Header& header, bool reserved_bits, bool masked) {
    const auto no = [this](uint16_t code, const char* why) {
        violate(code, why);
        return false;
    };
    if (reserved_bits) return no(close_code::protocol_error, "a reserved bit is set");
    if (!masked) return no(close_code::protocol_error, "a client's frame must be masked");
    if (is_control(header.opcode)) {
        if (!header.fin) return no(close_code::protocol_error, "a control frame is in fragments");
        if (header.length > kMostControlPayload)
            return no(close_code::protocol_error, "a control frame is too long");
        return true;
    }
    if (header.opcode == Opcode::continuation && !fragmented_) {
        return no(close_code::protocol_error, "a continuation of nothing");
    }
    if (header.opcode != Opcode::continuation && fragmented_) {
        return no(close_code::protocol_error, "a new message inside another");
    }
    // Judged by the announced length, before a byte of it is kept.
    if (header.length > most_ || fragments_.size() > most_ - header.length) {
        return no(close_code::too_big, "the message is too big");
    }
    return true;
}

std::optional<FrameReader::Header> FrameReader::read_header() {
    if (in_.size() < 2) return std::nullopt;
    const auto first = static_cast<uint8_t>(in_[0]);
    const auto second = static_cast<uint8_t>(in_[1]);
    Header header;
    header.fin = (first & 0x80) != 0;
    if (!is_known(first & 0x0f)) {
        violate(close_code::protocol_error, "an unknown opcode");
        return std::nullopt;
    }
    header.opcode = static_cast<Opcode>(first & 0x0f);
    const size_t length_bytes = (second & 0x7f) == 126 ? 2 : (second & 0x7f) == 127 ? 8 : 0;
    if (in_.size() < 2 + length_bytes) return std::nullopt;
    header.length =
        length_bytes == 0 ? second & 0x7f : big_endian(std::string_view(in_).substr(2, length_bytes));
    const bool minimal = length_bytes == 0 || header.length > (length_bytes == 2 ? 125u : 0xffffu);
    if (!minimal || (header.length >> 63) != 0) {  // §5.2
        violate(close_code::protocol_error, "a length in the wrong form");
        return std::nullopt;
    }
    header.size = 2 + length_bytes + 4;
    if (!allowed(header, (first & 0x70) != 0, (second & 0x80) != 0)) return std::nullopt;
    return header;
}

std::optional<FrameReader::Message> FrameReader::take(const Header& header, std::string payload) {
    if (is_control(header.opcode)) return Message{header.opcode, std::move(payload)};
    if (header.opcode != Opcode::continuation) fragmented_ = header.opcode;
    fragments_ += payload;
    if (!header.fin) return std::nullopt;
    Message message{*fragmented_, std::move(fragments_)};
    fragmented_.reset();
    fragments_.clear();
    return message;
}

std::optional<FrameReader::Message> FrameReader::next() {
    while (!violation_) {
        const auto header = read_header();
        if (!header || in_.size() < header->size + header->length) return std::nullopt;
        const std::string mask = in_.substr(header->size - 4, 4);
        std::string payload = in_.substr(header->size, header->length);
        in_.erase(0, header->size + header->length);
        for (size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
        if (auto message = take(*header, std::move(payload))) {
            if (message->opcode == Opcode::text && !valid_utf8(message->payload)) {
                violate(close_code::bad_payload, "text that is not UTF-8");
                return std::nullopt;
            }
            return message;
        }
    }
    return std::nullopt;
}

uint16_t close_answer(std::string_view payload) {
    if (payload.empty()) return close_code::normal;
    if (payload.size() == 1) return close_code::protocol_error;
    const auto code = static_cast<uint16_t>(big_endian(payload.substr(0, 2)));
    const bool defined = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
                         (code >= 3000 && code <= 4999);
    if (!defined) return close_code::protocol_error;
    return valid_utf8(payload.substr(2)) ? code : close_code::bad_payload;
}

}  // namespace vitrine::web
