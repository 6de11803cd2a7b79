// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "encoder/back_off.h"
#include "encoder/delivery_fault.h"
#include "encoder/sink_thread.h"

namespace vitrine::encoder {

class AvLogLines;
class ContainerWriter;

// The programme to one RTMP or RTMPS receiver, by libavformat: FLV (Adobe FLV 10.1) in RTMP 1.0. Every call
// on the network has a deadline. A connection that is lost is made again; timestamps go on.
class StreamSink final : public SinkThread {
  public:
    StreamSink(SinkTerms, OnChange);
    ~StreamSink() override;

    // Nothing, or why this address cannot be used.
    static QString wrong_with(const StreamTarget&);

  private:
    struct Connection;

    End work() override;
    bool takes_cues() const override { return true; }
    int connect(std::unique_ptr<Connection>&);
    // Until the line is lost (libav's error) or the work is over (0).
    int send(Connection&);
    int write(Connection&, const Sendable&);

    const StreamTarget target_;
    const QString host_;
    BackOff back_off_;
};

}  // namespace vitrine::encoder
