// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <optional>

namespace vitrine::commerce {

// Where the server on this machine listens, as it wrote to <data dir>/endpoints.json.
struct Endpoints {
    int grpc_port = 0;
    int http_port = 0;
    qint64 pid = 0;
};
// Nothing when there is no such file or it is not whole.
std::optional<Endpoints> read_endpoints(const QString& data_dir);

// The bundled server on this machine: found when it runs, started when it does not. It is started detached,
// and ends by itself when nobody watches any more; the studio never kills it. GUI thread.
class LocalServer final : public QObject {
    Q_OBJECT
  public:
    // program: the vitrine-server to start; empty: the one beside the studio's own executable.
    LocalServer(QString data_dir, QString program, QObject* parent = nullptr);

    // Answers with ready() or failed(), within 20 s. A second call while one is under way changes nothing.
    void ensure();
    bool underWay() const { return poll_.isActive(); }

  signals:
    // "127.0.0.1:port" of its gRPC address. started: it did not run before.
    void ready(const QString& server, bool started);
    void failed(const QString& why);

  private:
    void look();
    void start();
    void fail(const QString& why);
    QString lastWords() const;
    QString logPath() const;

    QString data_dir_;
    QString program_;
    QTimer poll_;
    QDeadlineTimer deadline_;
    qint64 started_pid_ = 0;
};

}  // namespace vitrine::commerce
