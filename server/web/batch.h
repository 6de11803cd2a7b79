// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/bus/bus.h"
#include "server/show/event_log.h"
#include "server/web/outgoing_queue.h"
#include "vitrine/v1/socket.pb.h"

namespace vitrine::web {

// Events as a WebSocket frame (ServerFrame.Events, binary) and as server-sent events (WHATWG HTML §9.2; data:
// ShowEvent in JSON). Where a reader stands is his own: stream_id() makes the id of it.
std::string frame_events(std::span<const bus::EventPtr> events);
std::string frame_message(const v1::ServerFrame& message);
std::string stream_events(std::span<const bus::EventPtr> events);
std::string stream_id(const std::string& epoch, const show::Cursor&);

// The events of one tick for everyone who watches a show: framed at the first need, then shared by all
// sockets. Lives on the loop.
class Batch {
  public:
    Batch(std::vector<bus::EventPtr> events, Worth worth);

    const std::vector<bus::EventPtr>& events() const { return events_; }
    Worth worth() const { return worth_; }
    // Whether a reader who stands here may take the batch as it is.
    bool follows(const show::Cursor& place) const;
    // Where he stands then.
    show::Cursor after(show::Cursor place) const;

    const Bytes& socket_frame() const;
    const Bytes& stream_text() const;

  private:
    std::vector<bus::EventPtr> events_;
    Worth worth_;
    show::Cursor before_;   // the first numbers, less one
    show::Cursor after_;    // the last ones
    bool unbroken_ = true;  // numbers follow each other
    mutable Bytes socket_frame_;
    mutable Bytes stream_text_;
};

}  // namespace vitrine::web
