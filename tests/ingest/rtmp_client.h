// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "server/ingest/amf0.h"
#include "server/ingest/chunk_reader.h"
#include "server/ingest/chunk_writer.h"

namespace vitrine::test {

inline std::span<const uint8_t> octets(const std::string& text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// The client's side of an RTMP conversation, as bytes: enough to publish.
class RtmpClient {
  public:
    static std::string hello() { return "\x03" + std::string(8, '\0') + std::string(1528, 'c'); }
    static std::string reply() { return std::string(1536, 'r'); }

    std::string message(ingest::MessageType type, uint32_t chunk_stream, std::string payload,
                        uint32_t time = 0) {
        std::string out;
        writer_.write({type, chunk_stream, type == ingest::MessageType::command_amf0 ? 0u : 1u, time,
                       std::move(payload)},
                      out);
        return out;
    }
    std::string command(std::initializer_list<ingest::Amf0> values) {
        std::string body;
        for (const ingest::Amf0& value : values) value.write(body);
        return message(ingest::MessageType::command_amf0, 3, std::move(body));
    }
    std::string connect(const std::string& app = "live") {
        return command(
            {"connect", 1.0,
             ingest::Amf0::Object{{{"app", app.c_str()}, {"tcUrl", ("rtmp://localhost/" + app).c_str()}}}});
    }
    std::string create_stream() { return command({"createStream", 2.0, ingest::Amf0()}); }
    std::string publish(const std::string& name) {
        return command({"publish", 3.0, ingest::Amf0(), name, "live"});
    }

    // Reads what the server sent (after the 3073 bytes of its handshake) and adds the messages to `heard`.
    void hear(const std::string& bytes) {
        const size_t skip = std::min(bytes.size(), handshake_left_);
        handshake_left_ -= skip;
        reader_.feed(octets(bytes).subspan(skip));
        for (auto next = reader_.next(); next.ok() && next->has_value(); next = reader_.next())
            heard.push_back(std::move(**next));
    }
    // The code of the last onStatus, and its description.
    std::pair<std::string, std::string> status() const {
        for (auto it = heard.rbegin(); it != heard.rend(); ++it) {
            ingest::Amf0Reader in(octets(it->payload));
            const auto name = in.next();
            if (it->type != ingest::MessageType::command_amf0 || !name || !name->text() ||
                *name->text() != "onStatus")
                continue;
            in.next();
            in.next();
            const auto info = in.next();
            return {info->field_text("code"), info->field_text("description")};
        }
        return {};
    }
    int count(ingest::MessageType type) const {
        int n = 0;
        for (const auto& message : heard) n += message.type == type ? 1 : 0;
        return n;
    }

    std::vector<ingest::RtmpMessage> heard;

  private:
    ingest::ChunkWriter writer_;
    ingest::ChunkReader reader_{{}};
    size_t handshake_left_ = 3073;
};

}  // namespace vitrine::test
