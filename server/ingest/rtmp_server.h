// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "server/domain/result.h"
#include "server/media/programmes.h"

namespace vitrine::ingest {

struct RtmpTerms {
    std::string address = "127.0.0.1";
    uint16_t port = 1935;  // 0: the system picks
    size_t most_connections = 1000;
    size_t most_message_bytes = 8 << 20;
    int64_t handshake_s = 10;  // from the connection's first moment to the end of its handshake
    int64_t publish_s = 30;    // …and to its publish command
    int64_t silence_s = 30;    // a publisher that sends no whole picture or sound for so long is closed
};

// Which show a stream key opens; may answer on any thread, later. permission_denied: wrong or revoked.
using Authorise = std::function<void(const std::string& stream_key, Reply<std::string> show_id)>;

// RTMP ingest (Adobe RTMP 1.0): one loop on a thread of its own owns all its connections. Owned by main, and
// destroyed before the programmes it feeds; `authorise` may still answer afterwards, to no one. Address for
// creators: rtmp://host:1935/live with the stream key as the stream's name (or rtmp://host:1935/live/<key>).
class RtmpServer {
  public:
    virtual ~RtmpServer() = default;
    virtual uint16_t port() const = 0;
};

// Throws std::runtime_error with a sentence for the operator when the port is taken.
std::unique_ptr<RtmpServer> start_rtmp_server(RtmpTerms, media::Programmes&, Authorise);

}  // namespace vitrine::ingest
