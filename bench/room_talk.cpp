// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/room_talk.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "server/domain/id.h"
#include "vitrine/v1/socket.pb.h"

namespace vitrine::bench {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using SteadyTime = std::chrono::steady_clock::time_point;

}  // namespace

class RoomTalk::Room {
  public:
    Room(uint16_t port, const std::string& show_id, const std::vector<std::string>& tokens) {
        for (const std::string& token : tokens)
            viewers_.push_back(std::make_unique<Viewer>(*this, port, show_id, token));
        say_next();
        thread_ = std::thread([this] { context_.run(); });
    }
    ~Room() {
        context_.stop();
        thread_.join();
    }

    std::vector<double> take_ms() {
        std::lock_guard lock(mutex_);
        return std::exchange(ms_, {});
    }

  private:
    struct Viewer {
        Viewer(Room& room, uint16_t port, const std::string& show_id, const std::string& token)
            : room(room), stream(room.context_) {
            stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), port});
            stream.next_layer().set_option(asio::ip::tcp::no_delay(true));
            stream.handshake("bench", "/v1/shows/" + show_id + "/socket");
            stream.binary(true);
            v1::ClientFrame hello;
            hello.mutable_hello()->set_access_token(token);
            stream.write(asio::buffer(hello.SerializeAsString()));
            listen();
        }
        void listen() {
            stream.async_read(buffer, [this](boost::system::error_code error, size_t) {
                if (error) return;
                v1::ServerFrame frame;
                const auto bytes = buffer.cdata();
                frame.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
                buffer.consume(buffer.size());
                for (const auto& event : frame.events().events())
                    if (event.has_chat()) room.heard(event.chat().id());
                listen();
            });
        }
        Room& room;
        websocket::stream<asio::ip::tcp::socket> stream;
        boost::beast::flat_buffer buffer;
    };

    void say_next() {
        timer_.expires_after(std::chrono::microseconds(1'000'000 / viewers_.size()));
        timer_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            v1::ClientFrame line;
            const std::string id = make_id(SystemClock().now());
            line.mutable_say()->set_command_id(id);
            line.mutable_say()->set_text("Is there one left?");
            said_[id] = std::chrono::steady_clock::now();
            viewers_[next_++ % viewers_.size()]->stream.write(asio::buffer(line.SerializeAsString()));
            say_next();
        });
    }

    void heard(const std::string& id) {
        const auto said = said_.find(id);
        if (said == said_.end()) return;
        std::lock_guard lock(mutex_);
        ms_.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - said->second)
                .count());
    }

    asio::io_context context_;
    asio::steady_timer timer_{context_};
    std::vector<std::unique_ptr<Viewer>> viewers_;
    std::unordered_map<std::string, SteadyTime> said_;
    size_t next_ = 0;
    std::mutex mutex_;
    std::vector<double> ms_;
    std::thread thread_;
};

RoomTalk::RoomTalk(uint16_t port, const std::string& show_id, const std::vector<std::string>& tokens)
    : room_(std::make_unique<Room>(port, show_id, tokens)) {}
RoomTalk::~RoomTalk() = default;

std::vector<double> RoomTalk::take_ms() { return room_->take_ms(); }

}  // namespace vitrine::bench
