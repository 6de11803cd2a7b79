// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/encoder/rtmp_receiver.h"

#include <QtEndian>
#include <algorithm>
#include <cstring>

namespace vitrine::tests {

namespace {

constexpr int kHandshakeSize = 1536;

uint32_t big_endian(const QByteArray& bytes, qsizetype at, int size) {
    uint32_t value = 0;
    for (int i = 0; i < size; ++i) value = value << 8 | uint8_t(bytes[at + i]);
    return value;
}

// AMF0, as much as the answers need.
QByteArray amf_text(const QByteArray& text) {
    return QByteArray(1, 2) + QByteArray(1, char(text.size() >> 8)) + QByteArray(1, char(text.size())) + text;
}
QByteArray amf_number(double number) {
    uint64_t bits = 0;
    std::memcpy(&bits, &number, 8);
    bits = qToBigEndian(bits);
    return QByteArray(1, 0) + QByteArray(reinterpret_cast<char*>(&bits), 8);
}
QByteArray amf_object(const QVector<std::pair<QByteArray, QByteArray>>& fields) {
    QByteArray object(1, 3);
    for (const auto& [name, value] : fields) object += amf_text(name).mid(1) + amf_text(value);
    return object + QByteArray("\0\0\x09", 3);
}
const QByteArray kNull(1, 5);

QByteArray first_text(const QByteArray& body, qsizetype at) {
    if (at + 3 > body.size() || body[at] != 2) return {};
    return body.mid(at + 3, big_endian(body, at + 1, 2));
}

}  // namespace

RtmpReceiver::RtmpReceiver(Manner manner, quint16 port) : manner_(manner) {
    if (!server_.listen(QHostAddress::LocalHost, port)) qFatal("cannot listen");
    connect(&server_, &QTcpServer::newConnection, this, &RtmpReceiver::take_connection);
}

int RtmpReceiver::pictures() const {
    return int(
        std::count_if(messages_.begin(), messages_.end(), [](const Message& m) { return m.is_picture(); }));
}

void RtmpReceiver::drop_publisher() {
    if (socket_) socket_->abort();
}

void RtmpReceiver::stop_listening() {
    server_.close();
    drop_publisher();
}

void RtmpReceiver::take_connection() {
    if (socket_) socket_->deleteLater();
    socket_ = server_.nextPendingConnection();
    ++connections_;
    in_.clear();
    chunks_.clear();
    hands_shaken_ = greeted_ = false;
    chunk_size_ = 128;
    connect(socket_, &QTcpSocket::readyRead, this, &RtmpReceiver::read);
}

void RtmpReceiver::read() {
    if (manner_ == Manner::silent) return;
    if (manner_ == Manner::garbage) {
        socket_->readAll();
        socket_->write("HTTP/1.1 400 Bad Request\r\n\r\n" + QByteArray(4000, 'x'));
        socket_->disconnectFromHost();
        return;
    }
    if (manner_ == Manner::stop_reading && pictures() > 0) {
        socket_->setReadBufferSize(1);  // from here on the line fills up
        return;
    }
    in_ += socket_->readAll();
    if (!hands_shaken_ && !shake_hands()) return;
    while (read_chunk()) {
    }
}

bool RtmpReceiver::shake_hands() {
    if (!greeted_) {
        if (in_.size() < 1 + kHandshakeSize) return false;
        const QByteArray theirs = in_.mid(1, kHandshakeSize);
        in_.remove(0, 1 + kHandshakeSize);
        socket_->write(QByteArray(1, 3) + QByteArray(kHandshakeSize, 0) + theirs);
        greeted_ = true;
    }
    if (in_.size() < kHandshakeSize) return false;
    in_.remove(0, kHandshakeSize);
    return hands_shaken_ = true;
}

bool RtmpReceiver::read_chunk() {
    if (in_.isEmpty()) return false;
    const int format = uint8_t(in_[0]) >> 6;
    const int stream = uint8_t(in_[0]) & 63;
    if (stream < 2) qFatal("chunk stream ids beyond 63 are not expected");
    Chunked chunk = chunks_.value(stream);
    constexpr int kHeaderSizes[] = {11, 7, 3, 0};
    qsizetype at = 1;
    if (in_.size() < at + kHeaderSizes[format]) return false;
    uint32_t time = 0;
    if (format < 3) {
        time = big_endian(in_, at, 3);
        chunk.extended = time == 0xFFFFFF;
    }
    if (format < 2) {
        chunk.length = big_endian(in_, at + 3, 3);
        chunk.type = uint8_t(in_[at + 6]);
    }
    at += kHeaderSizes[format];
    if (chunk.extended) {
        if (in_.size() < at + 4) return false;
        if (format < 3) time = big_endian(in_, at, 4);
        at += 4;
    }
    const qsizetype size = std::min(chunk_size_, chunk.length - chunk.body.size());
    if (in_.size() < at + size) return false;
    if (chunk.body.isEmpty()) {
        if (format == 0) chunk.timestamp = time, chunk.delta = 0;
        if (format == 1 || format == 2) chunk.delta = time;
        if (format != 0) chunk.timestamp += chunk.delta;
    }
    chunk.body += in_.mid(at, size);
    in_.remove(0, at + size);
    if (chunk.body.size() == chunk.length) {
        take({chunk.type, chunk.timestamp, chunk.body});
        chunk.body.clear();
    }
    chunks_[stream] = chunk;
    return socket_->isOpen();
}

void RtmpReceiver::take(const Message& message) {
    if (message.type == 1) chunk_size_ = big_endian(message.body, 0, 4);
    if (message.type == 20) answer_command(message.body);
    if (message.type == 8 || message.type == 9 || message.type == 18) messages_.append(message);
}

void RtmpReceiver::answer_command(const QByteArray& body) {
    const QByteArray name = first_text(body, 0);
    const qsizetype after_name = 3 + name.size();
    double transaction = 0;
    uint64_t bits = qFromBigEndian<uint64_t>(body.constData() + after_name + 1);
    std::memcpy(&transaction, &bits, 8);
    if (name == "connect")
        send(20, amf_text("_result") + amf_number(transaction) + kNull +
                     amf_object({{"level", "status"}, {"code", "NetConnection.Connect.Success"}}));
    if (name == "createStream")
        send(20, amf_text("_result") + amf_number(transaction) + kNull + amf_number(1));
    if (name != "publish") return;
    key_ = first_text(body, after_name + 9 + 1);
    if (manner_ == Manner::refuse)
        send(20, amf_text("onStatus") + amf_number(0) + kNull +
                     amf_object({{"level", "error"},
                                 {"code", "NetStream.Publish.BadName"},
                                 {"description", refusal.toUtf8()}}));
    else
        send(20, amf_text("onStatus") + amf_number(0) + kNull +
                     amf_object(
                         {{"level", "status"}, {"code", "NetStream.Publish.Start"}, {"description", "Go."}}));
}

void RtmpReceiver::send(int type, const QByteArray& body) {
    QByteArray header(12, 0);
    header[0] = 3;
    header[5] = char(body.size() >> 8);
    header[6] = char(body.size());
    header[7] = char(type);
    QByteArray out = header;
    for (qsizetype at = 0; at < body.size(); at += 128) {
        if (at > 0) out += char(0xC3);
        out += body.mid(at, 128);
    }
    socket_->write(out);
}

}  // namespace vitrine::tests
