// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "server/domain/result.h"
#include "server/ingest/rtmp_message.h"

namespace vitrine::ingest {

// Puts messages together from chunks (RTMP 1.0 §5.3). Bytes go in as they come, messages come out whole, in
// the order in which their last chunk came. Applies set_chunk_size and abort itself. Not thread-safe; no I/O.
class ChunkReader {
  public:
    struct Limits {
        size_t message_bytes = 8 << 20;
        size_t assembling_bytes = 16 << 20;  // all unfinished messages together
        size_t chunk_streams = 64;
    };
    explicit ChunkReader(Limits limits) : limits_(limits) {}

    void feed(std::span<const uint8_t> bytes);
    // The next whole message; nothing when more bytes are needed. An error, in words for the log, is final.
    Result<std::optional<RtmpMessage>> next();
    // Bytes that were fed and not yet used.
    size_t buffered() const { return buffer_.size() - at_; }

  private:
    struct State {
        uint32_t timestamp = 0;  // of the present message
        uint32_t delta = 0;      // what a type 3 chunk adds that begins a message
        uint32_t extended = 0;   // the value of the extended timestamp field
        bool has_extended = false;
        uint32_t length = 0;
        uint8_t type = 0;
        uint32_t stream = 0;
        bool assembling = false;
    };
    struct ChunkStream {
        State state;
        std::string payload;
    };
    struct Header {
        int format = 0;
        uint32_t chunk_stream = 0;
        size_t bytes = 0;  // basic and message header together, with the extended timestamp
        size_t have = 0;   // bytes of the message that came in earlier chunks
        State state;
    };

    enum class Step { need_more, went_on, message };
    Result<Step> step(RtmpMessage& out);
    Result<std::optional<Header>> header() const;
    Result<bool> message_header(Header&, size_t at) const;
    Result<Done> control(const RtmpMessage&);
    uint32_t number(size_t at, int bytes) const;

    const Limits limits_;
    std::string buffer_;
    size_t at_ = 0;
    uint32_t chunk_size_ = 128;  // §5.4.1: until the peer says otherwise
    size_t assembling_bytes_ = 0;
    std::map<uint32_t, ChunkStream> streams_;
};

}  // namespace vitrine::ingest
