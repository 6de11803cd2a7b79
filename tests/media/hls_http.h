// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore>
#include <QtNetwork>

#include "server/media/programmes.h"

namespace vitrine::test {

// A small HTTP server over Programmes, so that real players can read what it serves before a front door
// stands before it. On the test's thread. One request a connection.
class HlsHttp : public QObject {
  public:
    explicit HlsHttp(media::Programmes& programmes) : programmes_(programmes) {
        connect(&server_, &QTcpServer::newConnection, this, [this] { accept(); });
        server_.listen(QHostAddress::LocalHost);
    }
    QString url(const QString& path) const {
        return QString("http://127.0.0.1:%1%2").arg(server_.serverPort()).arg(path);
    }

  private:
    void accept() {
        while (QTcpSocket* socket = server_.nextPendingConnection()) {
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                const QByteArray head = socket->peek(8192);
                if (!head.contains("\r\n\r\n")) return;
                socket->readAll();
                request(socket, QUrl(QString::fromLatin1(head.split(' ').value(1))));
            });
        }
    }

    void request(QTcpSocket* socket, const QUrl& url) {
        const QStringList path = url.path().split('/', Qt::SkipEmptyParts);
        std::map<std::string, std::string> query;
        for (const auto& [key, value] : QUrlQuery(url).queryItems())
            query[key.toStdString()] = value.toStdString();
        auto answer = [guard = QPointer(socket), this](media::HlsAnswer a) {
            QMetaObject::invokeMethod(this, [guard, a = std::move(a)] {
                if (guard) send(guard, a);
            });
        };
        if (path.size() != 3) return answer({404, "text/plain", "", {}, "no such page"});
        if (path[0] == "live") {
            programmes_.live(path[1].toStdString(), path[2].toStdString(), query, answer);
        } else {
            programmes_.replay(path[1].toStdString(), path[2].toStdString(), answer);
        }
    }

    static void send(QTcpSocket* socket, const media::HlsAnswer& a) {
        QByteArray body = QByteArray::fromStdString(a.problem);
        for (const auto& piece : a.body) body.append(piece->data(), static_cast<qsizetype>(piece->size()));
        socket->write("HTTP/1.1 " + QByteArray::number(a.status) +
                      " .\r\nContent-Type: " + QByteArray::fromStdString(a.content_type) +
                      "\r\nContent-Length: " + QByteArray::number(body.size()) +
                      "\r\nConnection: close\r\n\r\n" + body);
        socket->disconnectFromHost();
    }

    media::Programmes& programmes_;
    QTcpServer server_;
};

}  // namespace vitrine::test
