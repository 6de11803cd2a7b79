// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/web/http.h"
#include "server/web/rate_limits.h"
#include "server/web/viewer.h"
#include "server/web/websocket_frames.h"
#include "vitrine/v1/socket.pb.h"

namespace vitrine::web {

struct SocketTerms {
    size_t most_message_bytes = 16 << 10;  // from the page
    size_t queue_bytes = 512 << 10;        // to the page: OutgoingQueue's policy past it
    int64_t hello_s = 10;
    int64_t ping_s = 25;
    int64_t silence_s = 70;    // a page that answers no ping is gone
    double frames_per_s = 10;  // from the page; past burst 1008
    double frames_burst = 40;
    size_t most_says = 8;  // not answered yet
};

// A viewer by WebSocket (RFC 6455): socket.proto, one binary message a frame. Close codes:
// websocket_frames.h.
class ViewerSocket final : public Viewer {
  public:
    ViewerSocket(ShowHubs&, SocketTerms, std::shared_ptr<Wire>, std::string show);
    ~ViewerSocket() override;

    // Takes over a connection whose handshake is done.
    void start(const std::string& early);
    void give_up(const Error& why, uint16_t close_code) override;

  private:
    std::shared_ptr<ViewerSocket> self() {
        return std::static_pointer_cast<ViewerSocket>(shared_from_this());
    }
    Bytes shared(const Batch& batch, const show::Cursor&) const override { return batch.socket_frame(); }
    Bytes own(std::span<const bus::EventPtr> events, const show::Cursor& before) const override;
    void welcome(const v1::ShowSnapshot* snapshot) override;
    void beat(int64_t steady_us) override;
    void take(std::string_view bytes);
    void take_message(const FrameReader::Message&);
    void take_frame(const v1::ClientFrame&);
    void hello(const v1::ClientFrame::Hello&);
    void say(const v1::SayRequest&);
    void close(uint16_t code, std::string_view reason);
    void send_frame(const v1::ServerFrame&);

    const SocketTerms terms_;
    const std::string show_;  // as in the address: id or slug
    FrameReader reader_;
    TokenBucket allowance_;
    bool greeted_ = false;
    bool closed_ = false;
    size_t says_ = 0;
    int64_t started_us_;
    int64_t heard_us_;
    int64_t pinged_us_;
};

// The handler of /v1/shows/{show}/socket.
StreamHandler viewer_sockets(ShowHubs&, SocketTerms);

}  // namespace vitrine::web
