// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "server/domain/result.h"

namespace vitrine::ingest {

// The server's side of RTMP 1.0 §5.2. Clients that offer the digest handshake (ffmpeg, older Flash) are
// answered in the simple way, with a version field of zero in S1, which tells them to leave the digest be. No
// I/O.
class Handshake {
  public:
    static constexpr size_t kBlock = 1536;

    // Takes bytes until the handshake is done; returns how many it took. Answers to send are appended to
    // `out`. An error (in words for the log) is final: this is no RTMP client.
    Result<size_t> take(std::span<const uint8_t> bytes, std::string& out);
    bool done() const { return done_; }

  private:
    std::string received_;
    bool answered_ = false;
    bool done_ = false;
};

}  // namespace vitrine::ingest
