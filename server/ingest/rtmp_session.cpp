// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ingest/rtmp_session.h"

namespace vitrine::ingest {
namespace {

constexpr uint32_t kWindow = 2'500'000, kChunkSize = 4096;
constexpr uint32_t kControlStream = 2, kCommandStream = 3, kStatusStream = 5;
constexpr uint16_t kStreamBegin = 0, kPingRequest = 6, kPingResponse = 7;

std::span<const uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

uint32_t number(std::string_view text, size_t at, size_t count) {
    uint32_t v = 0;
    for (size_t i = 0; i < count; ++i) v = v << 8 | static_cast<uint8_t>(text[at + i]);
    return v;
}

std::string before_query(const std::string& text) { return text.substr(0, text.find('?')); }

// The key: behind "live/" in the application's path, where phones put it, else the stream's name.
std::string stream_key(const std::string& application, const std::string& name) {
    const size_t slash = application.find('/');
    std::string key = slash == std::string::npos ? std::string() : application.substr(slash + 1);
    while (!key.empty() && key.back() == '/') key.pop_back();
    return key.empty() ? before_query(name) : key;
}

}  // namespace

Result<Done> RtmpSession::received(std::span<const uint8_t> bytes) {
    acknowledge(bytes.size());
    while (!handshake_.done() && !bytes.empty()) {
        const auto taken = handshake_.take(bytes, out_);
        if (!taken) return taken.error();
        bytes = bytes.subspan(*taken);
    }
    reader_.feed(bytes);
    return work();
}

Result<Done> RtmpSession::work() {
    while (!deciding_) {
        auto message = reader_.next();
        if (!message) return message.error();
        if (!*message) return Done{};
        if (auto taken = take(**message); !taken) return taken;
    }
    return Done{};
}

// §5.4.3: the sum of bytes so far, modulo 2^32, each time another window is full.
void RtmpSession::acknowledge(size_t bytes) {
    received_bytes_ += bytes;
    if (!handshake_.done() || received_bytes_ - acknowledged_bytes_ < window_) return;
    acknowledged_bytes_ = received_bytes_;
    send_numbers(MessageType::acknowledgement, {{static_cast<uint32_t>(received_bytes_), 4}});
}

Result<Done> RtmpSession::take(const RtmpMessage& message) {
    switch (message.type) {
        case MessageType::window_acknowledgement_size:
            if (message.payload.size() >= 4) window_ = std::max<uint32_t>(1, number(message.payload, 0, 4));
            return Done{};
        case MessageType::set_peer_bandwidth:  // §5.4.5: answered with our own window
            send_numbers(MessageType::window_acknowledgement_size, {{kWindow, 4}});
            return Done{};
        case MessageType::user_control:
            if (message.payload.size() >= 6 && number(message.payload, 0, 2) == kPingRequest) {
                send_numbers(MessageType::user_control,
                             {{kPingResponse, 2}, {number(message.payload, 2, 4), 4}});
            }
            return Done{};
        case MessageType::command_amf0:
            return command(bytes_of(message.payload), message.stream);
        case MessageType::command_amf3:  // one zero byte, then AMF 0 (§7.1.1)
            if (message.payload.empty()) return Done{};
            return command(bytes_of(message.payload).subspan(1), message.stream);
        case MessageType::audio:
        case MessageType::video:
        case MessageType::data_amf0:
        case MessageType::data_amf3:
        case MessageType::aggregate: {
            if (!publishing_) return Done{};
            auto taken = owner_.media(message);
            if (!taken) say_goodbye(taken.error().message);
            return taken;
        }
        default:
            return Done{};
    }
}

Result<Done> RtmpSession::command(std::span<const uint8_t> body, uint32_t stream) {
    Amf0Reader in(body);
    const auto name = in.next(), transaction = in.next(), object = in.next(), argument = in.next();
    if (!in.ok() || !name || !name->text() || !transaction || !transaction->number()) {
        return Error{Code::invalid_argument, "a command that cannot be read"};
    }
    const double id = *transaction->number();
    const std::string& what = *name->text();
    if (what == "connect") return connect(id, object ? *object : Amf0());
    if (!connected_)
        return Error{Code::invalid_argument, "the command " + what.substr(0, 40) + " before connect"};
    if (what == "publish") return publish(argument ? *argument : Amf0(), stream);
    if (what == "createStream") {
        send_command(0, {"_result", id, Amf0(), 1.0});
    } else if (what == "FCPublish") {
        send_command(0, {"_result", id, Amf0(), Amf0(Amf0::Undefined{})});
        send_command(0, {"onFCPublish", 0.0, Amf0(), Amf0::Object{{{"code", "NetStream.Publish.Start"}}}});
    } else if (what == "releaseStream" || what == "_checkbw" || what == "getStreamLength") {
        send_command(0, {"_result", id, Amf0(), Amf0(Amf0::Undefined{})});
    } else if (what == "FCUnpublish" || what == "deleteStream" || what == "closeStream") {
        if (what == "FCUnpublish") send_command(0, {"onFCUnpublish", 0.0, Amf0(), Amf0()});
        if (std::exchange(publishing_, false)) {
            send_status("status", "NetStream.Unpublish.Success", "The stream has ended.");
            owner_.unpublished();
        }
    } else if (what == "play" || what == "play2") {
        send_status("error", "NetStream.Play.Failed",
                    "This address takes streams in. Watch the show on its web page.");
        return Error{Code::invalid_argument, "a player asked for a stream"};
    } else if (id != 0) {
        send_command(0, {"_error", id, Amf0(),
                         Amf0::Object{{{"level", "error"},
                                       {"code", "NetConnection.Call.Failed"},
                                       {"description", "unknown command"}}}});
    }
    return Done{};
}

Result<Done> RtmpSession::connect(double transaction, const Amf0& options) {
    application_ = before_query(options.field_text("app"));
    while (!application_.empty() && application_.front() == '/') application_.erase(0, 1);
    if (application_.substr(0, application_.find('/')) != "live") {
        send_command(0, {"_error", transaction, Amf0(),
                         Amf0::Object{{{"level", "error"},
                                       {"code", "NetConnection.Connect.InvalidApp"},
                                       {"description", "The address of this server ends in /live."}}}});
        return Error{Code::not_found, "an application that is not \"live\""};
    }
    connected_ = true;
    send_numbers(MessageType::window_acknowledgement_size, {{kWindow, 4}});
    send_numbers(MessageType::set_peer_bandwidth, {{kWindow, 4}, {2, 1}});  // 2: dynamic (§5.4.5)
    send_numbers(MessageType::set_chunk_size, {{kChunkSize, 4}});
    writer_.set_chunk_size(kChunkSize);
    send_numbers(MessageType::user_control, {{kStreamBegin, 2}, {0, 4}});
    const Amf0::Object server{{{"fmsVer", "FMS/3,0,1,123"}, {"capabilities", 31.0}}};
    const Amf0::Object information{{{"level", "status"},
                                    {"code", "NetConnection.Connect.Success"},
                                    {"description", "Connected."},
                                    {"objectEncoding", 0.0}}};
    send_command(0, {"_result", transaction, server, information});
    return Done{};
}

Result<Done> RtmpSession::publish(const Amf0& name, uint32_t stream) {
    if (publishing_) return Error{Code::invalid_argument, "a second publish on one connection"};
    stream_name_ = name.text() ? *name.text() : std::string();
    stream_ = stream == 0 ? 1 : stream;
    deciding_ = true;
    owner_.publish_asked(stream_key(application_, stream_name_));
    return Done{};
}

Result<Done> RtmpSession::decided(Result<Done> decision) {
    deciding_ = false;
    if (!decision) {
        send_status("error", "NetStream.Publish.BadName", decision.error().message);
        return decision;
    }
    publishing_ = true;
    send_numbers(MessageType::user_control, {{kStreamBegin, 2}, {stream_, 4}});
    send_status("status", "NetStream.Publish.Start", "You are live.");
    return work();
}

void RtmpSession::say_goodbye(const std::string& why) {
    publishing_ = false;
    send_status("error", "NetStream.Publish.Rejected", why);
}

void RtmpSession::ping(uint32_t now_ms) {
    send_numbers(MessageType::user_control, {{kPingRequest, 2}, {now_ms, 4}});
}

void RtmpSession::send(MessageType type, uint32_t chunk_stream, uint32_t stream, std::string payload) {
    writer_.write({type, chunk_stream, stream, 0, std::move(payload)}, out_);
}

void RtmpSession::send_command(uint32_t stream, std::initializer_list<Amf0> values) {
    std::string body;
    for (const Amf0& value : values) value.write(body);
    send(MessageType::command_amf0, stream == 0 ? kCommandStream : kStatusStream, stream, std::move(body));
}

void RtmpSession::send_status(const char* level, const char* code, const std::string& description) {
    send_command(stream_, {"onStatus", 0.0, Amf0(),
                           Amf0::Object{{{"level", level}, {"code", code}, {"description", description}}}});
}

void RtmpSession::send_numbers(MessageType type, std::initializer_list<std::pair<uint32_t, int>> numbers) {
    std::string body;
    for (const auto& [v, bytes] : numbers) {
        for (int i = bytes - 1; i >= 0; --i) body.push_back(static_cast<char>(v >> (8 * i)));
    }
    send(type, kControlStream, 0, std::move(body));
}

}  // namespace vitrine::ingest
