// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::web {

// RFC 6455 §11.8.
enum class Opcode : uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

// RFC 6455 §7.4; 4000 and up are ours, for the page's eyes.
namespace close_code {
inline constexpr uint16_t normal = 1000;
inline constexpr uint16_t going_away = 1001;
inline constexpr uint16_t protocol_error = 1002;
inline constexpr uint16_t unsupported = 1003;  // text where binary is spoken
inline constexpr uint16_t bad_payload = 1007;  // not a message of the contract
inline constexpr uint16_t policy = 1008;       // no Hello, or too much
inline constexpr uint16_t too_big = 1009;
inline constexpr uint16_t service_restart = 1012;
inline constexpr uint16_t try_again = 1013;  // too slow, or the server is busy: connect again and resume
inline constexpr uint16_t unauthenticated = 4401;  // take a new token first
inline constexpr uint16_t not_found = 4404;        // no such show
}  // namespace close_code

// One unmasked frame, as a server sends it (§5.1).
std::string websocket_frame(Opcode opcode, std::string_view payload);
std::string websocket_close(uint16_t code, std::string_view reason);  // reason: at most 123 bytes

// The value of Sec-WebSocket-Accept for a key (§4.2.2).
std::string websocket_accept(std::string_view key);

// Takes a client's bytes apart into messages. Pure. After a violation it takes nothing more.
class FrameReader {
  public:
    struct Message {
        Opcode opcode = Opcode::binary;  // text, binary, close, ping or pong
        std::string payload;
    };
    struct Violation {
        uint16_t code;
        std::string why;
    };

    explicit FrameReader(size_t most_message_bytes) : most_(most_message_bytes) {}

    void feed(std::string_view bytes) { in_.append(bytes); }
    // The next whole message; control frames may come between the fragments of another.
    std::optional<Message> next();
    const std::optional<Violation>& violation() const { return violation_; }

  private:
    struct Header {
        bool fin = false;
        Opcode opcode = Opcode::continuation;
        uint64_t length = 0;
        size_t size = 0;  // with the mask
    };
    std::optional<Header> read_header();
    bool allowed(const Header&, bool reserved_bits, bool masked);
    std::optional<Message> take(const Header&, std::string payload);
    void violate(uint16_t code, std::string why) { violation_ = Violation{code, std::move(why)}; }

    size_t most_;
    std::string in_;
    std::string fragments_;
    std::optional<Opcode> fragmented_;  // the opcode of the message under way
    std::optional<Violation> violation_;
};

// What a close frame's payload says (§5.5.1, §7.4): the code to answer with. 1002 or 1007 for a malformed
// one.
uint16_t close_answer(std::string_view payload);

}  // namespace vitrine::web
