// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace vitrine::ingest {

// Message types of Adobe's RTMP 1.0 (2012), §5.4, §6.2 and §7.1.
enum class MessageType : uint8_t {
    set_chunk_size = 1,
    abort = 2,
    acknowledgement = 3,
    user_control = 4,
    window_acknowledgement_size = 5,
    set_peer_bandwidth = 6,
    audio = 8,
    video = 9,
    data_amf3 = 15,
    command_amf3 = 17,
    data_amf0 = 18,
    command_amf0 = 20,
    aggregate = 22,
};

struct RtmpMessage {
    MessageType type = MessageType::command_amf0;
    uint32_t chunk_stream = 3;
    uint32_t stream = 0;
    uint32_t timestamp_ms = 0;  // wraps at 2^32
    std::string payload;
};

}  // namespace vitrine::ingest
