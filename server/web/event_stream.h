// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/web/http.h"
#include "server/web/viewer.h"

namespace vitrine::web {

struct StreamTerms {
    size_t queue_bytes = 512 << 10;
    int64_t comment_s = 15;  // so that proxies and the page notice a dead line
};

// A viewer by server-sent events (WHATWG HTML §9.2), for lines where sockets fail. Events of type "snapshot"
// (ShowSnapshot) or "resumed" ({}) come first, then plain messages: ShowEvent, in JSON. Each carries an id,
// "epoch:seq:chat", which comes back as Last-Event-ID, as ?after=, or as ?epoch=…&after_seq=…&after_chat=….
// Bearer token in the header, or as ?access_token= where the browser can set none. Staff events are not sent
// here.
class EventStream final : public Viewer {
  public:
    EventStream(ShowHubs&, StreamTerms, std::shared_ptr<Wire>);
    ~EventStream() override;

    void start(const Request&, const std::string& show);
    void give_up(const Error& why, uint16_t close_code) override;

  private:
    Bytes shared(const Batch& batch, const show::Cursor& before) const override;
    Bytes own(std::span<const bus::EventPtr> events, const show::Cursor& before) const override;
    void welcome(const v1::ShowSnapshot* snapshot) override;
    void beat(int64_t steady_us) override;
    std::optional<show::Cursor> cursor_of(const Request&) const;
    const std::string& epoch() const { return hubs_.services().snapshots.epoch(); }
    void open();

    const StreamTerms terms_;
    bool opened_ = false;
    bool closed_ = false;
    int64_t commented_us_;
};

// The handler of /v1/shows/{show}/events.
StreamHandler event_streams(ShowHubs&, StreamTerms);

}  // namespace vitrine::web
