// SPDX-License-Identifier: GPL-3.0-or-later
#include "commerce-client/connection.h"

#include <QDateTime>

#include "commerce-client/channel.h"

namespace vitrine::commerce {
namespace {

constexpr int kPulse_ms = 2'000;
constexpr int kPulseWhileConnecting_ms = 400;
// One late answer is a hiccup; two in a row are an outage.
constexpr int kUnansweredIsOffline = 2;
// A worse reading takes the place of an old one, for two clocks drift apart.
constexpr int kClockKept_ms = 60'000;
constexpr Manner kPulseManner{2'500, 0, true};  // staff are told more

}  // namespace

Connection::Connection(SecretStore& secrets, QObject* parent) : QObject(parent), session_(calls_, secrets) {
    connect(&pulse_, &QTimer::timeout, this, &Connection::ask);
    pulse_.setSingleShot(true);
}

void Connection::open(const QString& server, const QString& place) {
    server_ = server;
    ++opening_;
    unanswered_ = 0;
    round_trip_ms_ = -1;
    since_clock_.invalidate();
    calls_.setChannel(channel_to(server));
    session_.setPlace(place);
    setReach(Reach::connecting);
    ask();
}

void Connection::close() {
    ++opening_;
    pulse_.stop();
    calls_.setChannel(nullptr);
    setReach(Reach::offline);
}

QString Connection::words() const {
    switch (reach_) {
        case Reach::online:
            return tr("Connected");
        case Reach::connecting:
            return tr("Connecting to %1 …").arg(server_);
        case Reach::offline:
            break;
    }
    return server_.isEmpty() ? tr("Not connected") : tr("No connection to %1").arg(server_);
}

QString Connection::pageOf(const std::string& slug) const {
    if (status_.page_url().empty() || slug.empty()) return {};
    return QString::fromStdString(status_.page_url() + "/s/" + slug);
}

QString Connection::recordingTrouble(const std::string& show_id) const {
    for (const auto& trouble : status_.recording_troubles()) {
        if (trouble.show_id() == show_id) return QString::fromStdString(trouble.message());
    }
    return {};
}

void Connection::ask() {
    v1::GetStatusRequest request;
    request.set_sent_us(QDateTime::currentMSecsSinceEpoch() * 1000);
    QElapsedTimer since;
    since.start();
    auto answered = [this, since, opening = opening_](Outcome<v1::ServerStatus> outcome) {
        if (opening != opening_) return;
        if (outcome.ok()) {
            unanswered_ = 0;
            round_trip_ms_ = static_cast<double>(since.nsecsElapsed()) / 1e6;
            status_ = outcome.value();
            setClock(status_.server_time_us(), round_trip_ms_);
            pulse_.start(kPulse_ms);
            setReach(Reach::online);
            emit measured();
            return;
        }
        ++unanswered_;
        pulse_.start(kPulseWhileConnecting_ms);
        if (unanswered_ >= kUnansweredIsOffline) setReach(Reach::offline);
    };
    calls_.call<v1::ServerService, v1::GetStatusRequest, v1::ServerStatus>(
        &v1::ServerService::StubInterface::async_interface::GetStatus, request, kPulseManner, this, answered);
}

void Connection::setClock(int64_t server_time_us, double round_trip_ms) {
    if (server_time_us == 0) return;
    const double error_ms = round_trip_ms / 2;
    const bool better = !since_clock_.isValid() || error_ms <= clock_error_ms_;
    if (!better && !since_clock_.hasExpired(kClockKept_ms)) return;
    server_time_us_ = server_time_us + static_cast<int64_t>(error_ms * 1000);
    clock_error_ms_ = error_ms;
    since_clock_.start();
}

int64_t Connection::serverNowUs() const {
    if (!since_clock_.isValid()) return QDateTime::currentMSecsSinceEpoch() * 1000;
    return server_time_us_ + since_clock_.nsecsElapsed() / 1000;
}

void Connection::setReach(Reach reach) {
    if (reach == reach_) return;
    reach_ = reach;
    emit reachChanged();
}

}  // namespace vitrine::commerce
