// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "tests/web/tcp_peer.h"
#include "vitrine/v1/socket.pb.h"

namespace vitrine::test {

// The page's side of a WebSocket (RFC 6455), written apart from the server's so that they do not share
// mistakes.
class SocketPeer {
  public:
    SocketPeer(quint16 port, const QByteArray& show) : tcp_(port) {
        tcp_.send("GET /v1/shows/" + show +
                  "/socket HTTP/1.1\r\nHost: t\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        handshake_ = tcp_.answer();
    }
    const QByteArray& handshake() const { return handshake_; }
    TcpPeer& tcp() { return tcp_; }

    static QByteArray frame(int opcode, const QByteArray& payload, bool fin = true, bool masked = true,
                            int reserved = 0) {
        QByteArray out;
        out.append(static_cast<char>((fin ? 0x80 : 0) | reserved << 4 | opcode));
        const int mask_bit = masked ? 0x80 : 0;
        if (payload.size() < 126) {
            out.append(static_cast<char>(mask_bit | payload.size()));
        } else if (payload.size() < 65536) {
            out.append(static_cast<char>(mask_bit | 126));
            out.append(static_cast<char>(payload.size() >> 8)).append(static_cast<char>(payload.size()));
        } else {
            out.append(static_cast<char>(mask_bit | 127));
            for (int i = 7; i >= 0; --i) out.append(static_cast<char>(quint64(payload.size()) >> (8 * i)));
        }
        const QByteArray mask = QByteArray::fromHex("a1b2c3d4");
        if (masked) out.append(mask);
        for (qsizetype i = 0; i < payload.size(); ++i) {
            out.append(masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i]);
        }
        return out;
    }

    void send(const v1::ClientFrame& message) {
        tcp_.send(frame(2, QByteArray::fromStdString(message.SerializeAsString())));
    }

    void hello(const std::string& token = "", const std::string& epoch = "", int64_t after_seq = 0,
               int64_t after_chat = 0) {
        v1::ClientFrame message;
        message.mutable_hello()->set_access_token(token);
        message.mutable_hello()->set_epoch(epoch);
        message.mutable_hello()->set_after_seq(after_seq);
        message.mutable_hello()->set_after_chat(after_chat);
        send(message);
    }

    struct Frame {
        int opcode = 0;
        QByteArray payload;
        int close_code() const {
            return payload.size() < 2 ? 0 : quint8(payload[0]) << 8 | quint8(payload[1]);
        }
    };
    // The next frame, of any kind; nothing when none comes in time.
    std::optional<Frame> next(int deadline_ms = 10'000) {
        tcp_.read_until([](const QByteArray& in) { return whole(in) > 0; }, deadline_ms);
        const qsizetype size = whole(tcp_.pending());
        if (size == 0) return std::nullopt;
        const QByteArray bytes = tcp_.take(size);
        return Frame{quint8(bytes[0]) & 15, bytes.mid(header(bytes))};
    }
    // The next message of the contract; control frames on the way are passed over.
    std::optional<v1::ServerFrame> message(int deadline_ms = 10'000) {
        for (;;) {
            const auto got = next(deadline_ms);
            if (!got || got->opcode == 8) return std::nullopt;
            if (got->opcode != 2) continue;
            v1::ServerFrame frame;
            if (!frame.ParseFromString(got->payload.toStdString())) return std::nullopt;
            return frame;
        }
    }
    // The code of the close frame that must come; 0: none came.
    int closed_with(int deadline_ms = 10'000) {
        for (;;) {
            const auto got = next(deadline_ms);
            if (!got) return 0;
            if (got->opcode == 8) return got->close_code();
        }
    }

  private:
    static qsizetype header(const QByteArray& in) {
        const int length = quint8(in[1]) & 127;
        return length == 127 ? 10 : length == 126 ? 4 : 2;
    }
    static qsizetype whole(const QByteArray& in) {
        if (in.size() < 2 || in.size() < header(in)) return 0;
        quint64 length = quint8(in[1]) & 127;
        if (length >= 126) {
            const int bytes = length == 126 ? 2 : 8;
            length = 0;
            for (int i = 0; i < bytes; ++i) length = length << 8 | quint8(in[2 + i]);
        }
        const auto size = header(in) + static_cast<qsizetype>(length);
        return in.size() >= size ? size : 0;
    }

    TcpPeer tcp_;
    QByteArray handshake_;
};

}  // namespace vitrine::test
