// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/chunk_writer.h"

#include <algorithm>

#include "server/domain/check.h"

namespace vitrine::ingest {
namespace {

void put(std::string& out, uint32_t v, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(v >> (8 * i)));
}

}  // namespace

void ChunkWriter::write(const RtmpMessage& message, std::string& out) const {
    VITRINE_CHECK(message.chunk_stream >= 2 && message.chunk_stream < 64 && message.payload.size() < 1 << 24);
    const bool extended = message.timestamp_ms >= 0xffffff;
    size_t at = 0;
    do {
        if (at == 0) {
            put(out, message.chunk_stream, 1);
            put(out, extended ? 0xffffff : message.timestamp_ms, 3);
            put(out, static_cast<uint32_t>(message.payload.size()), 3);
            put(out, static_cast<uint32_t>(message.type), 1);
            for (int i = 0; i < 4; ++i) put(out, message.stream >> (8 * i) & 0xff, 1);
        } else {
            put(out, 0xc0 | message.chunk_stream, 1);
        }
        if (extended) put(out, message.timestamp_ms, 4);
        const size_t size = std::min<size_t>(chunk_size_, message.payload.size() - at);
        out.append(message.payload, at, size);
        at += size;
    } while (at < message.payload.size());
}

}  // namespace vitrine::ingest
