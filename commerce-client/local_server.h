// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDeadlineTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <optional>

#include "commerce-client/calls.h"

namespace vitrine::commerce {

// Where the server on this machine listens, as it wrote to <data dir>/endpoints.json.
struct Endpoints {
    int grpc_port = 0;
    int http_port = 0;
    qint64 pid = 0;
    QString instance;  // of that start of the server
    friend bool operator==(const Endpoints&, const Endpoints&) = default;
};
// Nothing when there is no such file or it is not whole.
std::optional<Endpoints> read_endpoints(const QString& data_dir);

// The bundled server on this machine: found when it runs, started when it does not. endpoints.json alone
// proves nothing: a server that was killed leaves it behind, and its port and pid may be anybody's since. So
// whoever answers there is asked which start of which server it is. Started detached, it ends by itself when
// nobody watches any more; the studio never kills it. GUI thread, which it does not block.
class LocalServer final : public QObject {
    Q_OBJECT
  public:
    // program: the vitrine-server to start; empty: the one beside the studio's own executable.
    LocalServer(QString data_dir, QString program, QObject* parent = nullptr);

    // Answers with ready() or failed(), within half a minute. A second call while one is under way changes
    // nothing.
    void ensure();

  signals:
    // "127.0.0.1:port" of its gRPC address. started: it did not run before.
    void ready(const QString& server, bool started);
    void failed(const QString& why);

  private:
    // Whether the server that wrote this is the one that answers there.
    void ask(const Endpoints& there, std::function<void(bool)> reply);
    void start();
    void look();
    void giveUpInTime(bool running);
    void succeed(const Endpoints& found);
    void fail(const QString& why);
    QString lastWords() const;
    QString logPath() const;

    QString data_dir_;
    QString program_;
    Calls calls_;
    QTimer poll_;
    QDeadlineTimer deadline_;
    QDeadlineTimer other_one_;
    bool under_way_ = false;
    bool asking_ = false;
    bool any_ports_ = false;  // the system picks them
    std::optional<Endpoints> disbelieved_;
    qint64 started_pid_ = 0;
};

}  // namespace vitrine::commerce
