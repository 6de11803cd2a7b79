// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>

#include "commerce-client/connection.h"
#include "vitrine/v1/event.grpc.pb.h"

namespace vitrine::commerce {

// Everything that happens in one show, in order, without gaps or doubles: EventService.Subscribe, resumed by
// cursor after an interruption. Reconnects by itself with jittered back-off (0.2 s … 5 s). A numbered event
// that leaves a gap is not delivered: the stream is asked again from the last one that was. GUI thread;
// gRPC's threads only post to it, one message at a time (the next is read when this one has been dealt with,
// so nothing piles up here).
class EventStream final : public QObject {
    Q_OBJECT
  public:
    explicit EventStream(Connection& connection, QObject* parent = nullptr);
    ~EventStream() override;

    void open(const std::string& show_id);
    void close();

    bool flowing() const { return flowing_; }

  signals:
    // Draw everything anew.
    void snapshot(const vitrine::v1::ShowSnapshot& snapshot);
    void event(const vitrine::v1::ShowEvent& event);
    // The stream answers (again), or has been interrupted.
    void flowingChanged(bool flowing);
    // The server refuses it for good (no such show, not allowed).
    void refused(const QString& why);

  private:
    class Reader;

    void start();
    void take(const v1::SubscribeResponse& response);
    // False: a gap.
    bool advance(const v1::ShowEvent& event, bool& fresh);
    void finished(uint64_t turn, const grpc::Status& status);
    void again(int delay_ms);
    void setFlowing(bool flowing);

    Connection& connection_;
    QTimer retry_;
    std::string show_id_;
    v1::SubscribeRequest cursor_;
    std::shared_ptr<Reader> reader_;
    uint64_t turn_ = 0;  // which reader is meant
    int failures_ = 0;
    bool flowing_ = false;
};

}  // namespace vitrine::commerce
