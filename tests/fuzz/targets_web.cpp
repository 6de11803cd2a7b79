// SPDX-License-Identifier: GPL-3.0-or-later
// The front door's own parsers: what a socket's client sends, and addresses.
#include "server/domain/check.h"
#include "server/web/target.h"
#include "server/web/utf8.h"
#include "server/web/websocket_frames.h"
#include "tests/fuzz/targets.h"

namespace vitrine::fuzz {
namespace {

using namespace web;

// --- WebSocket frames: the same bytes in one piece and byte by byte must give the same messages and the same
// end

constexpr size_t kMostMessage = 1 << 12;

struct Heard {
    std::vector<FrameReader::Message> messages;
    uint16_t violated = 0;
};

Heard hear(std::string_view bytes, size_t step) {
    FrameReader reader(kMostMessage);
    Heard heard;
    for (size_t at = 0; at < bytes.size() && !reader.violation(); at += step) {
        reader.feed(bytes.substr(at, step));
        while (auto message = reader.next()) {
            VITRINE_CHECK(message->payload.size() <= kMostMessage);
            VITRINE_CHECK(message->opcode != Opcode::continuation);
            if (message->opcode == Opcode::text) VITRINE_CHECK(valid_utf8(message->payload));
            if (message->opcode == Opcode::close) VITRINE_CHECK(close_answer(message->payload) >= 1000);
            heard.messages.push_back(std::move(*message));
        }
    }
    if (reader.violation()) heard.violated = reader.violation()->code;
    return heard;
}

void run_socket(const uint8_t* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const Heard whole = hear(bytes, size + 1), pieces = hear(bytes, 1);
    VITRINE_CHECK(whole.violated == pieces.violated);
    VITRINE_CHECK(whole.messages.size() == pieces.messages.size());
    for (size_t i = 0; i < whole.messages.size(); ++i) {
        VITRINE_CHECK(whole.messages[i].opcode == pieces.messages[i].opcode &&
                      whole.messages[i].payload == pieces.messages[i].payload);
    }
}

// As a client sends it: masked (RFC 6455 §5.3), here with zeros.
std::string from_client(uint8_t first, std::string_view payload) {
    std::string frame = websocket_frame(Opcode::binary, payload);
    frame[0] = static_cast<char>(first);
    frame[1] = static_cast<char>(frame[1] | 0x80);
    return frame.insert(frame.size() - payload.size(), 4, '\0');
}

std::vector<std::string> socket_seeds() {
    return {from_client(0x82, "hello") + from_client(0x89, "ping") +
                from_client(0x88,
                            "\x03\xe8"
                            "bye"),
            from_client(0x01, "in three ") + from_client(0x00, "frag") + from_client(0x8a, "") +
                from_client(0x80, "ments \xe2\x82\xac"),
            from_client(0x82, std::string(300, 'x'))};
}

// --- addresses

void run_address(const uint8_t* data, size_t size) {
    const auto target = parse_target({reinterpret_cast<const char*>(data), size});
    if (!target) return;
    VITRINE_CHECK(target->path.starts_with('/') && valid_utf8(target->path));
    VITRINE_CHECK((target->path + '/').find("/../") == std::string::npos);
    for (const char c : target->path)
        VITRINE_CHECK(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\');
    for (const auto& [name, value] : target->query) VITRINE_CHECK(valid_utf8(name) && valid_utf8(value));
}

std::vector<std::string> address_seeds() {
    return {"/live/show-1/stream.m3u8?_HLS_msn=12&_HLS_part=3", "/s/Sch%C3%B6n%20hier?q=a+b&empty&=x",
            "/a/%2e%2e/%2fb"};
}

}  // namespace

const Target kSocket{"socket", run_socket, socket_seeds};
const Target kAddress{"address", run_address, address_seeds};

}  // namespace vitrine::fuzz
