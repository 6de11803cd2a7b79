// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/event_stream.h"

#include <charconv>

#include "server/web/bearer.h"
#include "server/web/json.h"
#include "server/web/problem.h"
#include "server/web/websocket_frames.h"
#include "server/web/websocket_handshake.h"

namespace vitrine::web {
namespace {

std::optional<int64_t> number(std::string_view text) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

EventStream::EventStream(ShowHubs& hubs, StreamTerms terms, std::shared_ptr<Wire> wire)
    : Viewer(hubs, std::move(wire)), terms_(terms), commented_us_(hubs.services().clock.steady_us()) {
    ++hubs_.meters().event_streams;
}

EventStream::~EventStream() { --hubs_.meters().event_streams; }

void EventStream::start(const Request& request, const std::string& show) {
    wire_->limit_queue(terms_.queue_bytes);
    const auto self = std::static_pointer_cast<EventStream>(shared_from_this());
    wire_->own({[](std::string_view) {}, nullptr, [self] { self->leave(); }});
    wire_->read(true);
    auto caller = caller_of_stream(hubs_.services().tokens, request);
    if (!caller.ok()) return give_up(caller.error(), close_code::unauthenticated);
    if (caller->staff()) caller->role = v1::ROLE_VIEWER;
    join(show, std::move(*caller), cursor_of(request));
}

std::optional<show::Cursor> EventStream::cursor_of(const Request& request) const {
    const auto asked = [&request](const char* name) {
        const auto found = request.query.find(name);
        return found == request.query.end() ? std::string() : found->second;
    };
    std::string id = request.header("last-event-id");
    if (id.empty()) id = asked("after");
    if (id.empty()) id = asked("epoch") + ":" + asked("after_seq") + ":" + asked("after_chat");
    const size_t second = id.rfind(':');
    const size_t first =
        second == 0 || second == std::string::npos ? std::string::npos : id.rfind(':', second - 1);
    if (first == std::string::npos || id.substr(0, first) != epoch()) return std::nullopt;
    const auto seq = number(std::string_view(id).substr(first + 1, second - first - 1));
    const auto chat = number(std::string_view(id).substr(second + 1));
    if (!seq || !chat) return std::nullopt;
    return show::Cursor{*seq, 0, *chat};
}

void EventStream::open() {
    if (opened_) return;
    opened_ = true;
    send(std::make_shared<const std::string>(
             "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
             "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\n"
             "Connection: close\r\n\r\nretry: 2000\n\n"),
         Worth::state);
}

void EventStream::welcome(const v1::ShowSnapshot* snapshot) {
    open();
    const std::string said =
        snapshot ? "event: snapshot\ndata: " + to_json(*snapshot) : std::string("event: resumed\ndata: {}");
    send(std::make_shared<const std::string>("id: " + stream_id(epoch(), place().cursor()) + "\n" + said +
                                             "\n\n"),
         Worth::state);
}

Bytes EventStream::shared(const Batch& batch, const show::Cursor& before) const {
    return batch.stream_text(epoch(), before);
}

Bytes EventStream::own(std::span<const bus::EventPtr> events, const show::Cursor& before) const {
    return std::make_shared<const std::string>(stream_events(events, epoch(), before));
}

void EventStream::give_up(const Error& why, uint16_t) {
    if (closed_) return;
    closed_ = true;
    leave();
    if (opened_) return wire_->finish();  // the page connects again with its last id
    refuse_stream(*wire_, refuse(why));
}

void EventStream::beat(int64_t steady_us) {
    if (!opened_ || steady_us - commented_us_ < terms_.comment_s * 1'000'000) return;
    commented_us_ = steady_us;
    static const auto comment = std::make_shared<const std::string>(":\n\n");
    wire_->send(comment, Worth::count);
}

StreamHandler event_streams(ShowHubs& hubs, StreamTerms terms) {
    return [&hubs, terms](Request request, PathParts parts, std::shared_ptr<Wire> wire, std::string) {
        std::make_shared<EventStream>(hubs, terms, std::move(wire))->start(request, parts["show"]);
    };
}

}  // namespace vitrine::web
