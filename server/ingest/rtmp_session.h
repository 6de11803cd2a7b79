// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "server/ingest/amf0.h"
#include "server/ingest/chunk_reader.h"
#include "server/ingest/chunk_writer.h"
#include "server/ingest/handshake.h"

namespace vitrine::ingest {

// What a session asks of whoever owns it. Called from within received() and decided().
class SessionOwner {
  public:
    virtual ~SessionOwner() = default;
    // The client wants to publish under this key. Answer with decided(), now or later; until then the session
    // reads on nothing.
    virtual void publish_asked(const std::string& stream_key) = 0;
    // An audio, video or data message of the accepted publication. An error closes the session with its
    // words.
    virtual Result<Done> media(const RtmpMessage&) = 0;
    // The client says it has finished; the connection stays.
    virtual void unpublished() = 0;
};

// One RTMP conversation (RTMP 1.0 §5, §7) without its socket: bytes go in, bytes come out. Not thread-safe.
class RtmpSession {
  public:
    RtmpSession(ChunkReader::Limits limits, SessionOwner& owner) : reader_(limits), owner_(owner) {}

    // Takes what came from the socket. An error (in words for the log) is final; send output() all the same,
    // then close.
    Result<Done> received(std::span<const uint8_t> bytes);
    // The answer to publish_asked(). A refusal is told to the client; `error` of the result is set then.
    Result<Done> decided(Result<Done>);
    // Tells the client why he is cut off (NetStream.Unpublish with a sentence); then close.
    void say_goodbye(const std::string& why);
    void ping(uint32_t now_ms);

    // What waits to be sent; taken by the caller.
    std::string output() { return std::exchange(out_, {}); }

    bool handshaken() const { return handshake_.done(); }
    bool deciding() const { return deciding_; }
    bool publishing() const { return publishing_; }
    const std::string& application() const { return application_; }

  private:
    Result<Done> work();
    Result<Done> take(const RtmpMessage&);
    Result<Done> command(std::span<const uint8_t> body, uint32_t stream);
    Result<Done> connect(double transaction, const Amf0& options);
    Result<Done> publish(const Amf0& name, uint32_t stream);
    void acknowledge(size_t bytes);
    void send(MessageType, uint32_t chunk_stream, uint32_t stream, std::string payload);
    void send_command(uint32_t stream, std::initializer_list<Amf0> values);
    void send_status(const char* level, const char* code, const std::string& description);
    void send_numbers(MessageType, std::initializer_list<std::pair<uint32_t, int>> numbers);

    Handshake handshake_;
    ChunkReader reader_;
    ChunkWriter writer_;
    SessionOwner& owner_;
    std::string out_;

    std::string application_;  // "live", or "live/<key>"
    bool connected_ = false;
    bool deciding_ = false;
    bool publishing_ = false;
    std::string stream_name_;
    uint32_t stream_ = 1;
    uint32_t window_ = 2'500'000;  // the client wants to hear of so many bytes (§5.4.4)
    uint64_t received_bytes_ = 0;
    uint64_t acknowledged_bytes_ = 0;
};

}  // namespace vitrine::ingest
