// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>
#include <memory>

#include "tests/web/tcp_peer.h"

namespace vitrine::test {

// The real vitrine-server on a directory, on ports that the system picks; ended with the object.
class RunningServer {
  public:
    explicit RunningServer(const QString& data_dir, const QStringList& more = {}) : data_dir_(data_dir) {
        start(more);
    }
    ~RunningServer() { end(); }

    void start(const QStringList& more = {}) {
        process_ = std::make_unique<QProcess>();
        process_->setProcessChannelMode(QProcess::MergedChannels);
        QStringList arguments = {"--data-dir", data_dir_,          "--commands-per-s",
                                 "10000",      "--commands-burst", "10000"};
        // The page's own shell, so that no test depends on a built page.
        arguments << "--player-dir" << qEnvironmentVariable("VITRINE_SOURCE") + "/server/player";
        for (const char* port : {"--http-port", "--grpc-port", "--rtmp-port", "--metrics-port"}) {
            if (!more.contains(port)) arguments << port << "0";
        }
        process_->start(program(), arguments + more);
        QDeadlineTimer deadline(30'000);
        while (!deadline.hasExpired() && process_->state() != QProcess::NotRunning) {
            QFile file(data_dir_ + "/endpoints.json");
            if (file.open(QIODevice::ReadOnly)) {
                ports_ = QJsonDocument::fromJson(file.readAll()).object();
                if (ports_["pid"].toInteger() == process_->processId())
                    return;  // not one that a killed server left
            }
            process_->waitForReadyRead(20);
            log_ += process_->readAll();
        }
        log_ += process_->readAll();
    }
    bool ready() const { return ports_["pid"].toInteger() != 0 && process_->state() == QProcess::Running; }

    static QString program() { return qEnvironmentVariable("VITRINE_BIN") + "/vitrine-server"; }
    quint16 port(const char* name) const { return static_cast<quint16>(ports_[QLatin1String(name)].toInt()); }
    std::shared_ptr<grpc::Channel> channel() const {
        return grpc::CreateChannel("127.0.0.1:" + std::to_string(port("grpc")),
                                   grpc::InsecureChannelCredentials());
    }
    QByteArray log() {
        log_ += process_->readAll();
        return log_;
    }

    // One answer over HTTP; the status is its first three bytes after "HTTP/1.1 ".
    struct Answer {
        int status = 0;
        QByteArray head;
        QByteArray body;
        QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    };
    Answer request(const QByteArray& method, const QByteArray& path, const QByteArray& token = "",
                   const QJsonObject& body = {}, const QByteArray& headers = "") const {
        TcpPeer peer(port("http"));
        QByteArray text = method + " " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + headers;
        if (!token.isEmpty()) text += "Authorization: Bearer " + token + "\r\n";
        const QByteArray json = QJsonDocument(body).toJson(QJsonDocument::Compact);
        if (method == "POST") {
            text += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(json.size()) +
                    "\r\n\r\n" + json;
        } else {
            text += "\r\n";
        }
        peer.send(text);
        const QByteArray answer = peer.answer();
        const auto end = answer.indexOf("\r\n\r\n");
        return {answer.mid(9, 3).toInt(), answer.left(end), end < 0 ? QByteArray() : answer.mid(end + 4)};
    }

    void kill() {
        process_->kill();  // SIGKILL
        process_->waitForFinished(10'000);
    }
    int end() {
        if (!process_ || process_->state() == QProcess::NotRunning) return -1;
        process_->terminate();
        if (!process_->waitForFinished(15'000)) process_->kill();
        process_->waitForFinished(5'000);
        return process_->exitCode();
    }
    QProcess& process() { return *process_; }

  private:
    const QString data_dir_;
    std::unique_ptr<QProcess> process_;
    QJsonObject ports_;
    QByteArray log_;
};

}  // namespace vitrine::test
