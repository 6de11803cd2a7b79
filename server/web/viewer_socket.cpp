// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/viewer_socket.h"

#include "server/web/hop.h"
#include "server/web/problem.h"
#include "server/web/websocket_handshake.h"

namespace vitrine::web {

ViewerSocket::ViewerSocket(ShowHubs& hubs, SocketTerms terms, std::shared_ptr<Wire> wire, std::string show)
    : Viewer(hubs, std::move(wire)),
      terms_(terms),
      show_(std::move(show)),
      reader_(terms.most_message_bytes),
      allowance_(terms.frames_per_s, terms.frames_burst),
      started_us_(hubs.services().clock.steady_us()),
      heard_us_(started_us_),
      pinged_us_(started_us_) {
    ++hubs_.meters().sockets;
}

ViewerSocket::~ViewerSocket() { --hubs_.meters().sockets; }

void ViewerSocket::start(const std::string& early) {
    wire_->limit_queue(terms_.queue_bytes);
    wire_->own({[self = self()](std::string_view bytes) { self->take(bytes); }, nullptr,
                [self = self()] { self->leave(); }});
    wire_->read(true);
    if (!early.empty()) take(early);
}

Bytes ViewerSocket::own(std::span<const bus::EventPtr> events, const show::Cursor&) const {
    return std::make_shared<const std::string>(frame_events(events));
}

void ViewerSocket::send_frame(const v1::ServerFrame& frame) {
    send(std::make_shared<const std::string>(frame_message(frame)), Worth::state);
}

void ViewerSocket::welcome(const v1::ShowSnapshot* snapshot) {
    v1::ServerFrame frame;
    frame.mutable_welcome()->set_recovered(snapshot == nullptr);
    if (snapshot != nullptr) *frame.mutable_welcome()->mutable_snapshot() = *snapshot;
    send_frame(frame);
}

void ViewerSocket::close(uint16_t code, std::string_view reason) {
    if (closed_) return;
    closed_ = true;
    leave();
    wire_->send(std::make_shared<const std::string>(websocket_close(code, reason)), Worth::state);
    wire_->finish();
}

void ViewerSocket::give_up(const Error& why, uint16_t code) { close(code, why.message); }

void ViewerSocket::beat(int64_t steady_us) {
    if (closed_) return;
    if (!greeted_ && steady_us - started_us_ > terms_.hello_s * 1'000'000) {
        return close(close_code::policy, "Hello did not come in time.");
    }
    if (steady_us - heard_us_ > terms_.silence_s * 1'000'000) {
        closed_ = true;
        leave();
        return wire_->abort();  // half-open: nobody would read a close frame
    }
    if (steady_us - pinged_us_ > terms_.ping_s * 1'000'000) {
        pinged_us_ = steady_us;
        static const auto ping = std::make_shared<const std::string>(websocket_frame(Opcode::ping, ""));
        wire_->send(ping, Worth::count);
    }
}

void ViewerSocket::take(std::string_view bytes) {
    if (closed_) return;
    heard_us_ = hubs_.services().clock.steady_us();
    reader_.feed(bytes);
    while (!closed_) {
        const auto message = reader_.next();
        if (!message) break;
        if (!allowance_.take(heard_us_)) return close(close_code::policy, "Too many messages.");
        take_message(*message);
    }
    if (!closed_ && reader_.violation()) close(reader_.violation()->code, reader_.violation()->why);
}

void ViewerSocket::take_message(const FrameReader::Message& message) {
    switch (message.opcode) {
        case Opcode::ping:
            wire_->send(std::make_shared<const std::string>(websocket_frame(Opcode::pong, message.payload)),
                        Worth::count);
            return;
        case Opcode::pong:
            return;
        case Opcode::close:
            return close(close_answer(message.payload), "");
        case Opcode::binary:
            break;
        default:
            return close(close_code::unsupported, "This socket speaks binary messages.");
    }
    v1::ClientFrame frame;
    if (!frame.ParseFromString(message.payload)) {
        return close(close_code::bad_payload, "That is not a ClientFrame of vitrine.v1.");
    }
    take_frame(frame);
}

void ViewerSocket::take_frame(const v1::ClientFrame& frame) {
    if (!greeted_) {
        if (!frame.has_hello()) return close(close_code::policy, "The first message must be Hello.");
        return hello(frame.hello());
    }
    if (frame.has_say()) return say(frame.say());
    if (frame.has_ping()) {
        v1::ServerFrame answer;
        answer.mutable_pong()->set_sent_us(frame.ping().sent_us());
        answer.mutable_pong()->set_server_time_us(hubs_.services().clock.now().us);
        return send_frame(answer);
    }
    // A second Hello, or a message of a newer page: not ours to understand.
    if (frame.has_hello()) close(close_code::policy, "Hello was said already.");
}

void ViewerSocket::hello(const v1::ClientFrame::Hello& hello) {
    greeted_ = true;
    Caller caller;
    if (!hello.access_token().empty()) {
        auto verified = hubs_.services().tokens.verify(hello.access_token());
        if (!verified.ok()) return close(close_code::unauthenticated, verified.error().message);
        caller = std::move(*verified);
    }
    std::optional<show::Cursor> from;
    if (hello.epoch() == hubs_.services().snapshots.epoch()) {
        from = show::Cursor{hello.after_seq(), hello.after_staff_seq(), hello.after_chat()};
    }
    join(show_, std::move(caller), from);
}

void ViewerSocket::say(const v1::SayRequest& asked) {
    const auto refused = [this, id = asked.command_id()](const Error& error) {
        v1::ServerFrame frame;
        frame.mutable_refusal()->set_command_id(id);
        *frame.mutable_refusal()->mutable_problem() = problem_of(error);
        send_frame(frame);
    };
    if (says_ >= terms_.most_says) {
        return refused({Code::rate_limited, "You are writing too fast. Wait a moment.", 1000});
    }
    v1::SayRequest request = asked;
    if (request.show_id().empty()) request.set_show_id(show_id_);
    if (show_id_.empty() || request.show_id() != show_id_) {
        return refused({Code::invalid_argument, "This socket belongs to another show."});
    }
    ++says_;
    const std::weak_ptr<ViewerSocket> weak = self();
    hubs_.services().chat.say(
        caller_, request,
        hop<v1::ChatLine>(hubs_.loop(), weak, [refused](ViewerSocket& socket, Result<v1::ChatLine> line) {
            --socket.says_;
            if (!line.ok() && !socket.closed_) refused(line.error());
        }));
}

StreamHandler viewer_sockets(ShowHubs& hubs, SocketTerms terms) {
    return [&hubs, terms](Request request, PathParts parts, std::shared_ptr<Wire> wire, std::string early) {
        if (!shake_hands(request, *wire)) return;
        std::make_shared<ViewerSocket>(hubs, terms, wire, parts["show"])->start(early);
    };
}

}  // namespace vitrine::web
