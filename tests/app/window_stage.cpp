// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window_stage.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QtTest>
#include <csignal>

#include "app/look/theme.h"
#include "app/unattended.h"
#include "commerce-client/command_id.h"
#include "tests/studio/test_media.h"

namespace vitrine::tests {

using namespace vitrine::app;

WindowStage::WindowStage() {
    for (const char* name :
         {"VITRINE_GRPC_PORT", "VITRINE_HTTP_PORT", "VITRINE_RTMP_PORT", "VITRINE_METRICS_PORT"})
        qputenv(name, "0");
    // The studio looks for its server beside itself.
    const QString beside = QCoreApplication::applicationDirPath() + "/vitrine-server";
    QFile::link(qEnvironmentVariable("VITRINE_BIN") + "/vitrine-server", beside);
    if (!QFile::exists(beside)) qFatal("vitrine-server is not built");
    make_film(file("red.mp4"), Qt::red, 4);
    make_film(file("blue.mp4"), Qt::blue, 4);
}

WindowStage::~WindowStage() { close(); }

QString WindowStage::openWindow(bool attended) {
    CommandLine asked;
    asked.script = !attended;
    asked.data_dir = dataDir();
    asked.cameras = QStringList{file("red.mp4"), file("blue.mp4")};
    QDir().mkpath(asked.data_dir);
    apply_theme(ThemeChoice::dark);
    studio::StudioTerms terms;
    terms.engine.data_dir = asked.data_dir;
    terms.engine.video = {320, 180, 30};
    auto opened = studio::Studio::open(terms);
    if (!opened.ok()) return QString::fromStdString(opened.error().message);
    desk_ = std::make_unique<Desk>(asked, std::move(*opened));
    desk_->preferences.setVideoKbps(500);
    desk_->preferences.setRecordingDir(file("recordings"));
    window_ = std::make_unique<MainWindow>(*desk_);
    window_->show();
    window_->activateWindow();
    return QTest::qWaitForWindowActive(window_.get()) ? QString() : "the window does not get the keys";
}

QString WindowStage::enterShow() {
    Unattended unattended(*desk_);
    QString why;
    bool ready = false;
    QObject::connect(&unattended, &Unattended::ready, [&] { ready = true; });
    QObject::connect(&unattended, &Unattended::stuck, [&](const QString& stuck) { why = stuck; });
    unattended.begin();
    if (!QTest::qWaitFor([&] { return ready || !why.isEmpty(); }, 40'000)) return "no show within 40 s";
    return why;
}

void WindowStage::close() {
    const auto server = commerce::read_endpoints(dataDir());
    window_.reset();
    desk_.reset();
    if (!server) return;
    ::kill(static_cast<pid_t>(server->pid), SIGTERM);
    if (!QTest::qWaitFor([&] { return !QFile::exists(dataDir() + "/endpoints.json"); }, 10'000))
        qWarning("the server did not end");
}

QString WindowStage::banner(const QString& topic) const {
    for (const Notice& notice : desk_->notices.all()) {
        if (notice.topic == topic) return notice.text;
    }
    return {};
}

QJsonObject WindowStage::post(const QString& path, const QJsonObject& body, const QString& token) {
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(QString::fromStdString(desk_->connection.status().page_url()) + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
    if (!token.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
    request.setTransferTimeout(8'000);
    QNetworkReply* reply = network.post(request, QJsonDocument(body).toJson());
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000)) qFatal("no answer from the server");
    const QByteArray answer = reply->readAll();
    if (reply->error() != QNetworkReply::NoError) qWarning() << path << answer;
    return QJsonDocument::fromJson(answer).object();
}

bool WindowStage::takesKeys() {
    window_->activateWindow();
    return QTest::qWaitForWindowActive(window_.get());
}

QString WindowStage::buy(const std::string& variant_id, int quantity, const QString& name,
                         const QString& coupon) {
    const auto id = [] { return QString::fromStdString(commerce::make_command_id()); };
    const QString token = post("/v1/guests", {{"name", name}})["accessToken"].toString();
    const QJsonObject hold = post("/v1/holds",
                                  {{"commandId", id()},
                                   {"showId", QString::fromStdString(desk_->show.show().id())},
                                   {"variantId", QString::fromStdString(variant_id)},
                                   {"quantity", quantity}},
                                  token);
    return post("/v1/orders",
                {{"commandId", id()},
                 {"holdId", hold["id"]},
                 {"email", name.toLower() + "@example.org"},
                 {"couponCode", coupon},
                 {"paymentToken", "sandbox_approve"}},
                token)["id"]
        .toString();
}

void WindowStage::killServer() {
    if (const auto server = commerce::read_endpoints(dataDir()))
        ::kill(static_cast<pid_t>(server->pid), SIGKILL);
}

bool WindowStage::startShow() {
    bool live = false;
    desk_->show.start(
        [&](commerce::Outcome<v1::Show> show) { live = show.ok() && show->state() == v1::SHOW_STATE_LIVE; });
    return QTest::qWaitFor([&] { return live; }, 10'000);
}

bool WindowStage::renewStreamKey() {
    v1::RotateStreamKeyRequest request;
    request.set_command_id(commerce::make_command_id());
    request.set_show_id(desk_->show.show().id());
    bool renewed = false;
    desk_->connection.calls().call<v1::ShowService, v1::RotateStreamKeyRequest, v1::StreamTarget>(
        &v1::ShowService::StubInterface::async_interface::RotateStreamKey, request, commerce::kCommand,
        window_.get(), [&](commerce::Outcome<v1::StreamTarget> outcome) { renewed = outcome.ok(); });
    return QTest::qWaitFor([&] { return renewed; }, 10'000);
}

void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

}  // namespace vitrine::tests
