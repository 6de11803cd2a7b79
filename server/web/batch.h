// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "server/bus/bus.h"
#include "server/show/event_log.h"
#include "server/web/outgoing_queue.h"
#include "vitrine/v1/socket.pb.h"

namespace vitrine::web {

// Events as a WebSocket frame (ServerFrame.Events, binary).
std::string frame_events(std::span<const bus::EventPtr> events);
std::string frame_message(const v1::ServerFrame& message);

// Events as server-sent events (WHATWG HTML §9.2; data: ShowEvent in JSON) for a reader who stood at
// `before`. Each block carries the id of where he stands behind it: data and id arrive together or not at
// all, so a line cut anywhere never brings back what its reader was given.
std::string stream_events(std::span<const bus::EventPtr> events, const std::string& epoch,
                          const show::Cursor& before);
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
    // For a reader who stood at `before`: nearly all stand at the same place, and share it.
    const Bytes& stream_text(const std::string& epoch, const show::Cursor& before) const;

  private:
    std::vector<bus::EventPtr> events_;
    Worth worth_;
    show::Cursor before_;   // the first numbers, less one
    show::Cursor after_;    // the last ones
    bool unbroken_ = true;  // numbers follow each other
    mutable Bytes socket_frame_;
    mutable std::map<std::pair<int64_t, int64_t>, Bytes> stream_texts_;  // by the reader's seq and chat
};

}  // namespace vitrine::web
