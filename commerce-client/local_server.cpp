// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/local_server.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#endif

#include "commerce-client/channel.h"
#include "vitrine/v1/server.grpc.pb.h"

namespace vitrine::commerce {
namespace {

constexpr int kPoll_ms = 60;
constexpr int kDeadline_ms = 20'000;
constexpr Manner kWhoIsThere{3'000, 0, false};
constexpr int kEndWhenIdle_s = 20;
constexpr int kOtherOneIsStarting_ms = 2'000;

bool is_running(qint64 pid) {
#ifdef Q_OS_UNIX
    return ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
#else
    Q_UNUSED(pid);
    return true;  // the deadline tells
#endif
}

QString address_of(const Endpoints& there) { return QStringLiteral("127.0.0.1:%1").arg(there.grpc_port); }

}  // namespace

std::optional<Endpoints> read_endpoints(const QString& data_dir) {
    QFile file(data_dir + QStringLiteral("/endpoints.json"));
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QJsonObject all = QJsonDocument::fromJson(file.read(64 * 1024)).object();
    const Endpoints found{all.value("grpc").toInt(), all.value("http").toInt(), all.value("pid").toInteger(),
                          all.value("instance").toString()};
    if (found.grpc_port <= 0 || found.grpc_port > 65535 || found.instance.isEmpty()) return std::nullopt;
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
    if (under_way_) return;
    under_way_ = true;
    started_pid_ = 0;
    any_ports_ = false;
    disbelieved_.reset();
    const auto found = read_endpoints(data_dir_);
    if (!found) {
        start();
        return;
    }
    ask(*found, [this, found = *found](bool is_it) {
        if (is_it) {
            succeed(found);
        } else {
            disbelieved_ = found;
            start();
        }
    });
}

void LocalServer::ask(const Endpoints& there, std::function<void(bool)> reply) {
    asking_ = true;
    calls_.setChannel(channel_to(address_of(there)));
    calls_.call<v1::ServerService, v1::GetStatusRequest, v1::ServerStatus>(
        &v1::ServerService::StubInterface::async_interface::GetStatus, {}, kWhoIsThere, this,
        [this, reply, instance = there.instance.toStdString()](Outcome<v1::ServerStatus> status) {
            asking_ = false;
            reply(status.ok() && status->instance() == instance);
        });
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
    QStringList arguments{QStringLiteral("--data-dir"), data_dir_, QStringLiteral("--exit-when-idle-s"),
                          QString::number(kEndWhenIdle_s)};
    if (any_ports_)
        arguments += {"--http-port", "0", "--grpc-port", "0", "--rtmp-port", "0", "--metrics-port", "0"};
    process.setArguments(arguments);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(logPath());
    process.setStandardErrorFile(logPath(), QIODevice::Append);
    process.setWorkingDirectory(data_dir_);
    if (!process.startDetached(&started_pid_)) {
        fail(tr("The server could not be started: %1").arg(process.errorString()));
        return;
    }
    deadline_.setRemainingTime(kDeadline_ms);
    other_one_.setRemainingTime(kOtherOneIsStarting_ms);
    poll_.start();
}

void LocalServer::look() {
    if (asking_) return;
    const bool running = is_running(started_pid_);
    const auto found = read_endpoints(data_dir_);
    // Ours ends at once when another server has this data directory: one that another studio is just
    // starting, or one that was too busy to answer in time. Then that one is asked, again if need be.
    if (found && (found != disbelieved_ || !running)) {
        ask(*found, [this, found = *found, running](bool is_it) {
            if (is_it) {
                succeed(found);
            } else {
                disbelieved_ = found;
                giveUpInTime(running);
            }
        });
    } else {
        giveUpInTime(running);
    }
}

void LocalServer::giveUpInTime(bool running) {
    if (running) {
        other_one_.setRemainingTime(kOtherOneIsStarting_ms);
    } else if (other_one_.hasExpired() && !std::exchange(any_ports_, true)) {
        start();  // one of its usual ports may be somebody else's: a creator need not know what a port is
        return;
    } else if (other_one_.hasExpired()) {
        fail(tr("The server ended while it was starting. %1").arg(lastWords()));
        return;
    }
    if (deadline_.hasExpired()) {
        fail(tr("The server did not become ready within %1 seconds. %2")
                 .arg(kDeadline_ms / 1000)
                 .arg(lastWords()));
    }
}

void LocalServer::succeed(const Endpoints& found) {
    poll_.stop();
    under_way_ = false;
    emit ready(address_of(found), found.pid == started_pid_);
}

void LocalServer::fail(const QString& why) {
    poll_.stop();
    under_way_ = false;
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
