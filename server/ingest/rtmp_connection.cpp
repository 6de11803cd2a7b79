// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/rtmp_connection.h"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace vitrine::ingest {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr size_t kOutgoing = 256 << 10;
constexpr auto kWatchEvery = 500ms;
constexpr auto kPingEvery = 10s;

std::string address_of(const asio::ip::tcp::socket& socket) {
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string("a client that left")
                 : endpoint.address().to_string() + ":" + std::to_string(endpoint.port());
}

}  // namespace

RtmpConnection::RtmpConnection(std::shared_ptr<asio::io_context> loop, asio::ip::tcp::socket socket,
                               const RtmpTerms& terms, media::Programmes& programmes,
                               const Authorise& authorise, std::function<void(RtmpConnection*)> closed)
    : loop_(std::move(loop)),
      socket_(std::move(socket)),
      watch_(socket_.get_executor()),
      terms_(terms),
      programmes_(programmes),
      authorise_(authorise),
      closed_(std::move(closed)),
      peer_(address_of(socket_)),
      session_({terms.most_message_bytes, 2 * terms.most_message_bytes, 64}, *this) {}

void RtmpConnection::start() {
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    read();
    watch();
}

void RtmpConnection::read() {
    if (!open_ || reading_ || ending_ || session_.deciding()) return;
    reading_ = true;
    socket_.async_read_some(
        asio::buffer(incoming_), [self = shared_from_this()](boost::system::error_code error, size_t size) {
            self->reading_ = false;
            if (!self->open_) return;
            if (error)
                return self->close(error == asio::error::eof ? "the client closed the connection"
                                                             : error.message());
            const auto taken = self->session_.received(std::span(self->incoming_).first(size));
            if (!taken) return self->fail(taken.error());
            self->write();
            self->read();
        });
}

void RtmpConnection::write() {
    outgoing_ += session_.output();
    if (!open_ || !sending_.empty()) return;
    if (outgoing_.size() > kOutgoing) return close("the client does not read what it is told");
    if (outgoing_.empty()) {
        if (ending_) drain();
        return;
    }
    sending_ = std::exchange(outgoing_, {});
    asio::async_write(socket_, asio::buffer(sending_),
                      [self = shared_from_this()](boost::system::error_code error, size_t) {
                          self->sending_.clear();
                          if (!self->open_) return;
                          if (error) return self->close(error.message());
                          self->write();
                      });
}

// Closing with unread bytes in the socket would reset the connection, and the client might never read why:
// what still comes is read and thrown away until he leaves or the watch closes.
void RtmpConnection::drain() {
    if (reading_) return;
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    reading_ = true;
    socket_.async_read_some(asio::buffer(incoming_),
                            [self = shared_from_this()](boost::system::error_code error, size_t) {
                                self->reading_ = false;
                                if (!self->open_) return;
                                if (error) return self->close("");
                                self->drain();
                            });
}

// The deadlines: handshake, publish, silence. Trickled bytes do not count as being heard, only whole messages
// do.
void RtmpConnection::watch() {
    watch_.expires_after(kWatchEvery);
    watch_.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (error || !self->open_) return;
        const auto now = std::chrono::steady_clock::now();
        const auto age = now - self->began_;
        const RtmpTerms& terms = self->terms_;
        if (self->ending_ && now - self->ended_ > 1s) return self->close("");
        if (self->ending_) return self->watch();
        if (!self->session_.handshaken() && age > std::chrono::seconds(terms.handshake_s)) {
            return self->close("no handshake within " + std::to_string(terms.handshake_s) + " s");
        }
        if (!self->intake_ && now - self->heard_ > std::chrono::seconds(terms.publish_s)) {
            return self->close("nothing published within " + std::to_string(terms.publish_s) + " s");
        }
        if (self->intake_ && now - self->heard_ > std::chrono::seconds(terms.silence_s)) {
            return self->end("Nothing came from your program for " + std::to_string(terms.silence_s) +
                             " seconds.");
        }
        if (self->intake_ && now - self->pinged_ > kPingEvery) {
            self->pinged_ = now;
            self->session_.ping(
                static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(age).count()));
            self->write();
        }
        self->watch();
    });
}

void RtmpConnection::publish_asked(const std::string& stream_key) {
    authorise_(stream_key, [weak = weak_from_this(), loop = loop_](Result<std::string> show_id) {
        asio::post(*loop, [weak, show_id = std::move(show_id)] {
            if (const auto self = weak.lock(); self && self->open_) self->authorised(show_id);
        });
    });
}

void RtmpConnection::authorised(Result<std::string> show_id) {
    if (!session_.deciding()) return;
    Result<Done> decision = Done{};
    if (show_id) {
        auto publication =
            programmes_.open(*show_id, [weak = weak_from_this(), loop = loop_](std::string why) {
                asio::post(*loop, [weak, why = std::move(why)] {
                    if (const auto self = weak.lock()) self->end(why);
                });
            });
        if (publication) {
            show_id_ = *show_id;
            heard_ = std::chrono::steady_clock::now();
            intake_ = std::make_unique<FlvIntake>(std::move(*publication));
            spdlog::info("RTMP {}: publishes show {}.", peer_, show_id_);
        } else {
            decision = publication.error();
        }
    } else {
        decision = show_id.error();
    }
    if (const auto done = session_.decided(std::move(decision)); !done) return fail(done.error());
    write();
    read();
}

Result<Done> RtmpConnection::media(const RtmpMessage& message) {
    heard_ = std::chrono::steady_clock::now();
    if (!intake_) return Done{};
    auto taken = intake_->take(message);
    // Cut off: why is on its way to end(), and is what the client should hear.
    if (!taken && taken.error().code == Code::precondition) return Done{};
    return taken;
}

void RtmpConnection::unpublished() {
    leave();
    heard_ = std::chrono::steady_clock::now();
}

// Ends the publication, if there is one.
void RtmpConnection::leave() {
    if (!intake_) return;
    spdlog::info("RTMP {}: has finished publishing show {}: {} pictures from {}.", peer_, show_id_,
                 intake_->pictures(), intake_->encoder().empty() ? "an unnamed program" : intake_->encoder());
    if (intake_->damaged_pictures() > 0) {
        spdlog::warn("RTMP {}: {} damaged pictures were left out.", peer_, intake_->damaged_pictures());
    }
    intake_.reset();
}

// The session has told the client what there is to tell.
void RtmpConnection::fail(const Error& error) {
    if (ending_) return;
    spdlog::warn("RTMP {}: closed: {}", peer_, error.message);
    leave();
    ending_ = true;
    ended_ = std::chrono::steady_clock::now();
    write();
}

void RtmpConnection::end(const std::string& why) {
    if (!open_ || ending_) return;
    session_.say_goodbye(why);
    fail({Code::unavailable, why});
}

void RtmpConnection::close(const std::string& why) {
    if (!open_) return;
    open_ = false;
    if (!why.empty()) spdlog::info("RTMP {}: closed: {}", peer_, why);
    leave();
    watch_.cancel();
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    socket_.close(ignored);
    closed_(this);
}

}  // namespace vitrine::ingest
