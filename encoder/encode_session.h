// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <optional>

#include "encoder/packet.h"
#include "server/domain/result.h"

namespace vitrine::encoder {

struct EncodeTerms {
    QString video_encoder;  // libobs's id
    int video_kbps = 0;
    int audio_kbps = 0;
};

// One H.264 and one AAC encoder of libobs, running on the programme: a keyframe every 2 s, no B-frames,
// constant bit rate. Their packets come through a libobs output of our own. One at a time; made, used and
// destroyed on one thread, which need not be the engine's. The canvas must not change meanwhile.
class EncodeSession {
  public:
    // On libobs's encoder threads, one at a time, interleaved by decoding time, pictures first.
    using OnPacket = std::function<void(const PacketRef&)>;
    // The encoder failed in mid-show; on one of libobs's threads.
    using OnFault = std::function<void()>;

    static Result<std::unique_ptr<EncodeSession>> start(const EncodeTerms&, OnPacket, OnFault);
    // Ends it; waits until no callback runs any more.
    ~EncodeSession();

    // Asks it to end; packets may come until active() is false.
    void stop();
    bool active() const;

    void set_video_kbps(int kbps);
    const Tracks& tracks() const;

    // The place of a programme frame (libobs's clock) on the packets' timeline; nothing before the first
    // picture came.
    std::optional<int64_t> time_us(uint64_t frame_time_ns) const;

  private:
    struct Parts;
    explicit EncodeSession(std::unique_ptr<Parts>);
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::encoder
