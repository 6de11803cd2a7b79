// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/http_listener.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <stdexcept>

#include "server/web/http_connection.h"
#include "server/web/wire.h"

namespace vitrine::web {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr int64_t kAcceptPauseMs = 100;  // when the process is out of file descriptors

// What the connections share; outlives the listener while they last.
class Door final : public std::enable_shared_from_this<Door> {
  public:
    Door(Loop& loop, HttpTerms terms, const Router& router, Meters& meters)
        : loop_(loop),
          terms_(std::move(terms)),
          router_(router),
          meters_(meters),
          acceptor_(loop.context()) {}

    void bind() {
        const std::string where = terms_.address + ":" + std::to_string(terms_.port);
        error_code error;
        const auto address = boost::asio::ip::make_address(terms_.address, error);
        if (error) throw std::runtime_error("\"" + terms_.address + "\" is not an address to listen on.");
        const tcp::endpoint endpoint(address, terms_.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(boost::asio::socket_base::max_listen_connections, error);
        if (error) {
            throw std::runtime_error("Cannot listen for HTTP on " + where + ": " + error.message() +
                                     ". Is another server running? Choose another port with --" +
                                     terms_.port_setting + " or " + terms_.port_setting +
                                     " in vitrine.toml in the data directory.");
        }
    }

    uint16_t port() const { return acceptor_.local_endpoint().port(); }

    void accept() {
        acceptor_.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
            if (!self->acceptor_.is_open()) return;
            if (error) return self->loop_.after_ms(kAcceptPauseMs, [self] { self->accept(); });
            self->welcome(std::move(socket));
            self->accept();
        });
    }

    void close() {
        error_code ignored;
        acceptor_.close(ignored);
    }

  private:
    void welcome(tcp::socket socket) {
        if (open_ >= terms_.most_connections) {
            ++meters_.connections_refused;
            static constexpr char full[] =
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: "
                "close\r\n\r\n";
            error_code ignored;
            socket.non_blocking(true, ignored);
            socket.write_some(boost::asio::buffer(full, sizeof full - 1), ignored);
            return;
        }
        ++open_;
        ++meters_.connections;
        std::shared_ptr<void> seat(nullptr, [self = shared_from_this()](void*) {
            --self->open_;
            --self->meters_.connections;
        });
        auto wire =
            std::make_shared<Wire>(loop_, std::move(socket), meters_, terms_.stall_s, std::move(seat));
        std::make_shared<HttpConnection>(loop_, router_, terms_, meters_, std::move(wire))->start();
    }

    Loop& loop_;
    const HttpTerms terms_;
    const Router& router_;
    Meters& meters_;
    tcp::acceptor acceptor_;
    size_t open_ = 0;
};

class Listener final : public HttpListener {
  public:
    explicit Listener(Loop& loop, std::shared_ptr<Door> door)
        : loop_(loop), door_(std::move(door)), port_(door_->port()) {
        loop_.post([door = door_] { door->accept(); });
    }
    ~Listener() override { close(); }
    uint16_t port() const override { return port_; }
    void close() override {
        loop_.post([door = door_] { door->close(); });
    }

  private:
    Loop& loop_;
    std::shared_ptr<Door> door_;
    uint16_t port_;
};

}  // namespace

std::unique_ptr<HttpListener> listen_http(Loop& loop, HttpTerms terms, const Router& router, Meters& meters) {
    auto door = std::make_shared<Door>(loop, std::move(terms), router, meters);
    door->bind();
    return std::make_unique<Listener>(loop, std::move(door));
}

}  // namespace vitrine::web
