// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "server/ingest/rtmp_message.h"

namespace vitrine::ingest {

// Cuts messages into chunks (RTMP 1.0 §5.3): a full header, then type 3 chunks, the extended timestamp
// repeated on each.
class ChunkWriter {
  public:
    // Appends the chunks of one message. Precondition: 2 <= chunk_stream < 64, payload below 16 MiB.
    void write(const RtmpMessage&, std::string& out) const;
    // For what is written from now on; the peer must have been told by a set_chunk_size message before.
    void set_chunk_size(uint32_t bytes) { chunk_size_ = bytes; }

  private:
    uint32_t chunk_size_ = 128;
};

}  // namespace vitrine::ingest
