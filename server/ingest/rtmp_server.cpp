// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/rtmp_server.h"

#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>

#include "server/ingest/rtmp_connection.h"

namespace vitrine::ingest {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class AsioRtmpServer final : public RtmpServer {
  public:
    AsioRtmpServer(RtmpTerms terms, media::Programmes& programmes, Authorise authorise)
        : terms_(std::move(terms)),
          programmes_(programmes),
          authorise_(std::move(authorise)),
          loop_(std::make_shared<asio::io_context>(1)),
          acceptor_(*loop_),
          rest_(*loop_) {
        listen();
        accept();
        thread_ = std::thread([this] { loop_->run(); });
    }

    ~AsioRtmpServer() override {
        asio::post(*loop_, [this] {
            boost::system::error_code ignored;
            acceptor_.close(ignored);
            rest_.cancel();
            for (const auto& [key, connection] : std::exchange(connections_, {}))
                connection->close("the server is going down");
            // The loop ends by itself when each has heard of it. Stopped before, it would keep their handlers
            // for ever: these hold the connections, and those the loop.
        });
        thread_.join();
    }

    uint16_t port() const override { return port_; }

  private:
    void listen() {
        try {
            const tcp::endpoint endpoint(asio::ip::make_address(terms_.address), terms_.port);
            acceptor_.open(endpoint.protocol());
            acceptor_.set_option(tcp::acceptor::reuse_address(true));
            acceptor_.bind(endpoint);
            acceptor_.listen();
            port_ = acceptor_.local_endpoint().port();
        } catch (const boost::system::system_error& error) {
            throw std::runtime_error("Cannot listen for RTMP on " + terms_.address + ":" +
                                     std::to_string(terms_.port) + ": " + error.code().message() +
                                     ". Is another server running? Choose another port with --rtmp-port or "
                                     "rtmp-port in vitrine.toml in the data directory.");
        }
    }

    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (!acceptor_.is_open()) return;
            if (error) return rest();
            if (connections_.size() >= terms_.most_connections) {
                spdlog::warn("RTMP: a connection was turned away: {} are open already.", connections_.size());
            } else {
                auto connection = std::make_shared<RtmpConnection>(
                    loop_, std::move(socket), terms_, programmes_, authorise_,
                    [this](RtmpConnection* closed) { connections_.erase(closed); });
                connections_[connection.get()] = connection;
                connection->start();
            }
            accept();
        });
    }

    // Out of descriptors: accepting again at once would only burn the processor.
    void rest() {
        rest_.expires_after(std::chrono::milliseconds(100));
        rest_.async_wait([this](boost::system::error_code error) {
            if (!error) accept();
        });
    }

    const RtmpTerms terms_;
    media::Programmes& programmes_;
    const Authorise authorise_;
    const std::shared_ptr<asio::io_context> loop_;
    tcp::acceptor acceptor_;
    asio::steady_timer rest_;
    uint16_t port_ = 0;
    std::map<RtmpConnection*, std::shared_ptr<RtmpConnection>> connections_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<RtmpServer> start_rtmp_server(RtmpTerms terms, media::Programmes& programmes,
                                              Authorise authorise) {
    return std::make_unique<AsioRtmpServer>(std::move(terms), programmes, std::move(authorise));
}

}  // namespace vitrine::ingest
