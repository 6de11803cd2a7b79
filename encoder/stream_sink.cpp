// SPDX-License-Identifier: GPL-3.0-or-later
#include "encoder/stream_sink.h"

#include <QElapsedTimer>
#include <QUrl>

#include "encoder/av_log_lines.h"
#include "encoder/container_writer.h"

extern "C" {
#include <libavformat/avformat.h>
}

namespace vitrine::encoder {

namespace {

using namespace std::chrono_literals;

// A live stream that is ten seconds behind helps nobody: it goes on at the newest keyframe.
constexpr QueueBounds kStreamBounds{10'000'000, 16u << 20};
constexpr auto kConnectDeadline = 10s;
constexpr auto kWriteDeadline = 10s;
constexpr auto kCloseDeadline = 2s;

QString host_of(const QString& address) {
    const QUrl url(address);
    return url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
}

// "rtmp://host/app/" → "app"
QByteArray application_of(const QString& address) {
    QByteArray path = QUrl(address).path(QUrl::FullyEncoded).toUtf8();
    while (path.startsWith('/')) path.remove(0, 1);
    while (path.endsWith('/')) path.chop(1);
    return path;
}

// RTMPS: libavformat hands these to TLS under it, whose default is to believe any certificate. They are
// checked against what the system trusts, or against SSL_CERT_FILE, as with other programs on OpenSSL.
void demand_certificate(AVDictionary** options) {
    av_dict_set(options, "tls_verify", "1", 0);
    const QByteArray trusted = qgetenv("SSL_CERT_FILE");
    if (!trusted.isEmpty()) av_dict_set(options, "ca_file", trusted.constData(), 0);
}

}  // namespace

// Closed in the order that libav wants: muxer, then connection.
struct StreamSink::Connection {
    AVIOContext* io = nullptr;
    std::unique_ptr<ContainerWriter> writer;

    ~Connection() {
        writer.reset();
        avio_closep(&io);
    }
};

StreamSink::StreamSink(SinkTerms terms, OnChange on_change)
    : SinkThread(terms, kStreamBounds, std::move(on_change)),
      target_(std::get<StreamTarget>(terms.target)),
      host_(host_of(target_.address)) {}

StreamSink::~StreamSink() { join(); }

QString StreamSink::wrong_with(const StreamTarget& target) {
    const QUrl url(target.address, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (!url.isValid() || url.host().isEmpty() || (scheme != "rtmp" && scheme != "rtmps"))
        return QStringLiteral(
                   "“%1” is not an address to stream to. It looks like rtmp://live.example.com/app.")
            .arg(target.address.left(200));
    if (target.key.isEmpty()) return QStringLiteral("A stream key is needed for %1.").arg(url.host());
    for (QChar sign : target.key)
        if (sign.unicode() < 0x20)
            return QStringLiteral(
                "The stream key has a line break or another control sign in it. Copy it again.");
    return {};
}

SinkThread::End StreamSink::work() {
    AvLogLines log;
    bool was_live = false;
    QElapsedTimer refused;  // since the first refusal of a row
    while (go_on()) {
        log.clear();
        std::unique_ptr<Connection> connection;
        int outcome = connect(connection);
        if (outcome == 0) {
            restart_queue();
            set_state(SinkState::live);
            if (std::exchange(was_live, true)) count_reconnect();
            QElapsedTimer live;
            live.start();
            outcome = send(*connection);
            // The server may end a stream for many reasons (silence, a restart). Whether the key is refused,
            // the next connection tells.
            if (is_refusal(outcome, log.lines())) {
                log.clear();
                outcome = AVERROR(ECONNRESET);
            }
            back_off_.held_for(live.elapsed());
            io_.set(kCloseDeadline);
            connection.reset();
        }
        if (outcome == 0 || io_.abandoned() || finishing()) break;
        if (!is_refusal(outcome, log.lines()))
            refused.invalidate();
        else if (!refused.isValid())
            refused.start();
        const int64_t refused_for_ms = refused.isValid() ? refused.elapsed() : 0;
        const DeliveryFault fault = stream_fault(outcome, log.lines(), host_, was_live, refused_for_ms);
        if (fault.final) return {SinkState::failed, fault.sentence};
        set_state(SinkState::reconnecting, fault.sentence);
        rest(back_off_.next_ms());
    }
    return {SinkState::stopped, {}};
}

int StreamSink::connect(std::unique_ptr<Connection>& connection) {
    auto made = std::make_unique<Connection>();
    AVDictionary* options = nullptr;
    // Given apart from the address: a key may hold any sign, also those that end a path.
    const QByteArray application = application_of(target_.address);
    av_dict_set(&options, "rtmp_app", application.constData(), 0);
    av_dict_set(&options, "rtmp_playpath", target_.key.toUtf8().constData(), 0);
    av_dict_set(&options, "rtmp_live", "live", 0);
    av_dict_set(&options, "rtmp_flashver", "FMLE/3.0 (compatible; Vitrine)", 0);
    av_dict_set(&options, "tcp_nodelay", "1", 0);
    if (QUrl(target_.address).scheme().toLower() == "rtmps") demand_certificate(&options);
    const AVIOInterruptCB interrupt{&IoDeadline::interrupt, &io_};
    io_.set(kConnectDeadline);
    const QByteArray address = target_.address.toUtf8();
    int outcome = avio_open2(&made->io, address.constData(), AVIO_FLAG_WRITE, &interrupt, &options);
    av_dict_free(&options);
    if (outcome < 0) return outcome;
    made->writer = std::make_unique<ContainerWriter>(ContainerWriter::Container::flv, tracks_, made->io);
    if (outcome = made->writer->write_header(); outcome < 0) return outcome;
    connection = std::move(made);
    return 0;
}

int StreamSink::send(Connection& connection) {
    while (go_on()) {
        const auto sendable = next();
        if (!sendable) continue;
        // Once the end is near, a receiver that does not take the rest does not keep us.
        io_.set(finishing() ? std::chrono::milliseconds(kCloseDeadline)
                            : std::chrono::milliseconds(kWriteDeadline));
        if (int outcome = write(connection, *sendable); outcome < 0) return outcome;
    }
    io_.set(kCloseDeadline);
    connection.writer->write_trailer();
    return 0;
}

int StreamSink::write(Connection& connection, const Sendable& sendable) {
    int outcome = 0;
    if (const auto* cue = std::get_if<Cue>(&sendable)) {
        const int64_t time_us = cue->time_us - zero_us().value_or(cue->time_us);
        outcome = connection.writer->write_cue(cue->json, time_us / 1000);
    } else {
        const auto& packet = std::get<PacketRef>(sendable);
        outcome = connection.writer->write(*packet, zero_ticks(*packet));
        if (outcome >= 0) count_sent(packet->bytes.size());
    }
    // libavio keeps a failed write in the context and may answer 0 for it.
    return outcome < 0 ? outcome : std::min(connection.io->error, 0);
}

}  // namespace vitrine::encoder
