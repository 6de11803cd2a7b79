// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>
#include <QTcpSocket>
#include <functional>

namespace vitrine::test {

// A client that may say anything: raw bytes over loopback, waiting at most 10 s for what it expects.
class TcpPeer {
  public:
    explicit TcpPeer(quint16 port) {
        socket_.connectToHost(QStringLiteral("127.0.0.1"), port);
        connected_ = socket_.waitForConnected(10'000);
    }
    bool connected() const { return connected_; }

    void send(const QByteArray& bytes) {
        socket_.write(bytes);
        while (socket_.bytesToWrite() > 0 && socket_.waitForBytesWritten(10'000)) {
        }
    }

    // All bytes received so far and not taken, once `enough` says so; what there is when the deadline or the
    // end comes.
    QByteArray read_until(const std::function<bool(const QByteArray&)>& enough, int deadline_ms = 10'000) {
        QDeadlineTimer deadline(deadline_ms);
        while (!enough(in_) && !deadline.hasExpired()) {
            if (!socket_.waitForReadyRead(static_cast<int>(qMin<qint64>(deadline.remainingTime(), 200)))) {
                if (socket_.state() != QAbstractSocket::ConnectedState && socket_.bytesAvailable() == 0)
                    break;
            }
            in_ += socket_.readAll();
        }
        return in_;
    }

    // One HTTP answer with its body; it is taken from the input.
    QByteArray answer() {
        read_until([](const QByteArray& in) {
            const auto end = in.indexOf("\r\n\r\n");
            return end >= 0 && in.size() >= end + 4 + content_length(in.left(end));
        });
        const auto end = in_.indexOf("\r\n\r\n");
        if (end < 0) return take(in_.size());
        return take(qMin<qsizetype>(in_.size(), end + 4 + content_length(in_.left(end))));
    }

    // Whether the other side ends the connection in time.
    bool ended(int deadline_ms = 10'000) {
        QDeadlineTimer deadline(deadline_ms);
        while (socket_.state() == QAbstractSocket::ConnectedState && !deadline.hasExpired()) {
            socket_.waitForReadyRead(100);
            in_ += socket_.readAll();
        }
        return socket_.state() != QAbstractSocket::ConnectedState;
    }

    QByteArray take(qsizetype count) {
        const QByteArray taken = in_.left(count);
        in_.remove(0, count);
        return taken;
    }
    const QByteArray& pending() const { return in_; }
    QTcpSocket& socket() { return socket_; }

  private:
    static qsizetype content_length(const QByteArray& head) {
        const auto at = head.toLower().indexOf("content-length:");
        if (at < 0) return 0;
        const auto line_end = head.indexOf("\r\n", at);
        return head.mid(at + 15, line_end < 0 ? -1 : line_end - at - 15).trimmed().toLongLong();
    }

    QTcpSocket socket_;
    QByteArray in_;
    bool connected_ = false;
};

}  // namespace vitrine::test
