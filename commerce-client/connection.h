// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "commerce-client/calls.h"
#include "commerce-client/secret_store.h"
#include "commerce-client/session.h"
#include "vitrine/v1/server.grpc.pb.h"

namespace vitrine::commerce {

// The studio's line to one server: the channel, whether it answers, who is signed in, how long an answer
// takes. Asks GetStatus every 2 s. GUI thread.
class Connection final : public QObject {
    Q_OBJECT
  public:
    enum class Reach { offline, connecting, online };
    Q_ENUM(Reach)

    explicit Connection(SecretStore& secrets, QObject* parent = nullptr);

    // server: "host:port" of its gRPC address; "https://host:port" for one behind TLS. place: see
    // Session::setPlace.
    void open(const QString& server, const QString& place);
    void close();

    Reach reach() const { return reach_; }
    // "Connected", "Connecting to shop.example:50051 …", for a person.
    QString words() const;
    const QString& server() const { return server_; }
    // Of the last answer; negative before the first.
    double roundTripMs() const { return round_trip_ms_; }
    const v1::ServerStatus& status() const { return status_; }
    // The server's clock, by which offers begin and end; this computer's own before the first answer. Does
    // not jump with the clock on the wall.
    int64_t serverNowUs() const;
    // Where viewers watch that show; empty before the first answer.
    QString pageOf(const std::string& slug) const;
    // What is wrong with the server's recording of that show, for its host; empty: nothing.
    QString recordingTrouble(const std::string& show_id) const;

    Calls& calls() { return calls_; }
    Session& session() { return session_; }

  signals:
    void reachChanged();
    // A GetStatus was answered.
    void measured();

  private:
    void ask();
    void setClock(int64_t server_time_us, double round_trip_ms);
    void setReach(Reach reach);

    Calls calls_;
    Session session_;
    QTimer pulse_;
    QString server_;
    Reach reach_ = Reach::offline;
    double round_trip_ms_ = -1;
    // What its clock said, how far from that we may be, and how long ago.
    int64_t server_time_us_ = 0;
    double clock_error_ms_ = 0;
    QElapsedTimer since_clock_;
    int unanswered_ = 0;
    uint64_t opening_ = 0;  // answers of an earlier server are ignored
    v1::ServerStatus status_;
};

}  // namespace vitrine::commerce
