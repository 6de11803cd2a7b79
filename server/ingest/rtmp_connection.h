// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "server/ingest/flv_intake.h"
#include "server/ingest/rtmp_server.h"
#include "server/ingest/rtmp_session.h"

namespace vitrine::ingest {

// One client's socket with its session, its deadlines and, once accepted, its publication. On the ingest loop
// only; keeps itself alive while an operation runs. `closed` is called once, on the loop.
class RtmpConnection final : public std::enable_shared_from_this<RtmpConnection>, private SessionOwner {
  public:
    // The loop is shared with answers that are still on their way when everything else is gone.
    RtmpConnection(std::shared_ptr<boost::asio::io_context>, boost::asio::ip::tcp::socket, const RtmpTerms&,
                   media::Programmes&, const Authorise&, std::function<void(RtmpConnection*)> closed);

    void start();
    // Says why to the client, logs it, and closes when he has taken note or a second later.
    void end(const std::string& why);
    // Closes at once.
    void close(const std::string& why);

  private:
    void publish_asked(const std::string& stream_key) override;
    Result<Done> media(const RtmpMessage&) override;
    void unpublished() override;

    void read();
    void write();
    void drain();
    void watch();
    void authorised(Result<std::string> show_id);
    void fail(const Error&);
    void leave();

    const std::shared_ptr<boost::asio::io_context> loop_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer watch_;
    const RtmpTerms& terms_;
    media::Programmes& programmes_;
    const Authorise& authorise_;
    const std::function<void(RtmpConnection*)> closed_;
    const std::string peer_;

    RtmpSession session_;
    std::unique_ptr<FlvIntake> intake_;  // while publishing
    std::string show_id_;
    std::array<uint8_t, 65536> incoming_{};
    std::string outgoing_, sending_;  // at most kOutgoing: whoever reads none of it is closed
    bool reading_ = false;
    bool ending_ = false;
    bool open_ = true;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point heard_ = began_;
    std::chrono::steady_clock::time_point pinged_ = began_;
    std::chrono::steady_clock::time_point ended_ = began_;
};

}  // namespace vitrine::ingest
