// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/local_server.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QProcess>
#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#endif

namespace vitrine::commerce {
namespace {

constexpr int kPoll_ms = 60;
constexpr int kDeadline_ms = 20'000;
constexpr int kConnect_ms = 400;
constexpr int kEndWhenIdle_s = 20;

bool answers(int port) {
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
    return socket.waitForConnected(kConnect_ms);  // loopback: answered or refused at once
}

bool is_running(qint64 pid) {
#ifdef Q_OS_UNIX
    return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
#else
    Q_UNUSED(pid);
    return true;  // the deadline tells
#endif
}

}  // namespace

std::optional<Endpoints> read_endpoints(const QString& data_dir) {
    QFile file(data_dir + QStringLiteral("/endpoints.json"));
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QJsonObject all = QJsonDocument::fromJson(file.read(64 * 1024)).object();
    const Endpoints found{all.value("grpc").toInt(), all.value("http").toInt(), all.value("pid").toInteger()};
    if (found.grpc_port <= 0 || found.grpc_port > 65535) return std::nullopt;
    return found;
}

LocalServer::LocalServer(QString data_dir, QString program, QObject* parent)
    : QObject(parent), data_dir_(std::move(data_dir)), program_(std::move(program)) {
    if (program_.isEmpty()) {
#ifdef Q_OS_WIN
        const QString name = QStringLiteral("vitrine-server.exe");
#else
        const QString name = QStringLiteral("vitrine-server");
#endif
        program_ = QCoreApplication::applicationDirPath() + '/' + name;
    }
    poll_.setInterval(kPoll_ms);
    connect(&poll_, &QTimer::timeout, this, &LocalServer::look);
}

void LocalServer::ensure() {
    if (poll_.isActive()) return;
    started_pid_ = 0;
    const auto found = read_endpoints(data_dir_);
    if (found && answers(found->grpc_port)) {
        const QString server = QStringLiteral("127.0.0.1:%1").arg(found->grpc_port);
        QTimer::singleShot(0, this, [this, server] { emit ready(server, false); });
        return;
    }
    start();
}

void LocalServer::start() {
    if (!QFileInfo(program_).isExecutable()) {
        fail(tr("The server that belongs to this studio was not found at %1. Install Vitrine again, or set "
                "another "
                "server in the settings.")
                 .arg(QDir::toNativeSeparators(program_)));
        return;
    }
    QDir().mkpath(data_dir_);
    QProcess process;
    process.setProgram(program_);
    process.setArguments({QStringLiteral("--data-dir"), data_dir_, QStringLiteral("--exit-when-idle-s"),
                          QString::number(kEndWhenIdle_s)});
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(logPath());
    process.setStandardErrorFile(logPath(), QIODevice::Append);
    process.setWorkingDirectory(data_dir_);
    if (!process.startDetached(&started_pid_)) {
        fail(tr("The server could not be started: %1").arg(process.errorString()));
        return;
    }
    deadline_.setRemainingTime(kDeadline_ms);
    poll_.start();
}

void LocalServer::look() {
    const auto found = read_endpoints(data_dir_);
    // A file left behind by a server that was killed names another process.
    if (found && found->pid == started_pid_ && answers(found->grpc_port)) {
        poll_.stop();
        emit ready(QStringLiteral("127.0.0.1:%1").arg(found->grpc_port), true);
    } else if (!is_running(started_pid_)) {
        fail(tr("The server ended while it was starting. %1").arg(lastWords()));
    } else if (deadline_.hasExpired()) {
        fail(tr("The server did not become ready within %1 seconds. %2")
                 .arg(kDeadline_ms / 1000)
                 .arg(lastWords()));
    }
}

void LocalServer::fail(const QString& why) {
    poll_.stop();
    QTimer::singleShot(0, this, [this, why] { emit failed(why); });
}

QString LocalServer::lastWords() const {
    QFile log(logPath());
    if (!log.open(QIODevice::ReadOnly)) return {};
    log.seek(qMax<qint64>(0, log.size() - 2'000));
    const QList<QByteArray> lines = log.readAll().trimmed().split('\n');
    return tr("Its last words: “%1” (more in %2).")
        .arg(QString::fromUtf8(lines.last()).trimmed(), QDir::toNativeSeparators(logPath()));
}

QString LocalServer::logPath() const { return data_dir_ + QStringLiteral("/server.log"); }

}  // namespace vitrine::commerce
