// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>
#include <mutex>

#include "server/ingest/rtmp_server.h"
#include "tests/media/hls_http.h"

namespace vitrine::test {

inline constexpr auto kShow = "01900000-0000-7000-8000-000000000001";

// Ingest and programmes as main wires them, with one key for one show.
struct Station {
    explicit Station(const QString& directory)
        : programmes(media::make_programmes(terms(directory), clock,
                                            [this](const std::string&, bool live, bool replay) {
                                                std::lock_guard lock(mutex);
                                                is_live = live;
                                                replay_ready = replay_ready || replay;
                                            })),
          rtmp(ingest::start_rtmp_server(
              {.port = 0}, *programmes,
              [](const std::string& key, Reply<std::string> reply) {
                  if (key == "good-key") return reply(std::string(kShow));
                  reply(Error{Code::permission_denied, "This stream key is wrong or was revoked."});
              })),
          http(*programmes) {}

    static media::MediaTerms terms(const QString& directory) {
        media::MediaTerms terms;
        terms.directory = directory.toStdString();
        return terms;
    }
    QString address(const QString& key = "good-key") const {
        return QString("rtmp://127.0.0.1:%1/live/%2").arg(rtmp->port()).arg(key);
    }
    bool live() {
        std::lock_guard lock(mutex);
        return is_live;
    }
    bool replay() {
        std::lock_guard lock(mutex);
        return replay_ready;
    }

    SystemClock clock;
    std::mutex mutex;
    bool is_live = false, replay_ready = false;
    std::unique_ptr<media::Programmes> programmes;
    std::unique_ptr<ingest::RtmpServer> rtmp;
    HlsHttp http;
};

// Waits without stopping the test's own HTTP server.
inline bool wait_for(QProcess& process, int ms) {
    return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, ms);
}

inline QByteArray run(const QString& program, const QStringList& arguments, int ms = 30000) {
    QProcess process;
    process.start(program, arguments);
    if (!wait_for(process, ms)) process.kill();
    process.waitForFinished(1000);
    return process.readAllStandardOutput() + process.readAllStandardError();
}

inline QByteArray get(const QString& url, int* status = nullptr) {
    QNetworkAccessManager network;
    QScopedPointer<QNetworkReply> reply(network.get(QNetworkRequest(QUrl(url))));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 20000)) reply->abort();
    if (status) *status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    return reply->readAll();
}

}  // namespace vitrine::test
