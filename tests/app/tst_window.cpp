// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "app/docks/chat_dock.h"
#include "app/docks/product_card.h"
#include "app/docks/products_dock.h"
#include "app/look/theme.h"
#include "app/main_window.h"
#include "app/stage/air_bar.h"
#include "app/unattended.h"
#include "commerce-client/command_id.h"
#include "tests/studio/test_media.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;

// The real window, by mouse and keyboard, on the real server with the demo shop.
class TestWindow : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;
    std::unique_ptr<Desk> desk_;
    std::unique_ptr<MainWindow> window_;

    QString banner(const QString& topic) const {
        for (const Notice& notice : desk_->notices.all()) {
            if (notice.topic == topic) return notice.text;
        }
        return {};
    }
    ProductCard* card(int row) {
        return window_->products()->card(QString::fromStdString(desk_->show.products().product(row)->id()));
    }
    QPushButton* pinButton(int row) { return card(row)->findChild<QPushButton*>(); }
    void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

    // A viewer, through the door that viewers use.
    QJsonObject post(const QString& path, const QJsonObject& body, const QString& token = {}) {
        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(QString::fromStdString(desk_->connection.status().page_url()) + path));
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
        if (!token.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token.toUtf8());
        request.setTransferTimeout(8'000);
        QNetworkReply* reply = network.post(request, QJsonDocument(body).toJson());
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000))
            qFatal("no answer from the server");
        const QByteArray answer = reply->readAll();
        if (reply->error() != QNetworkReply::NoError) qWarning() << path << answer;
        return QJsonDocument::fromJson(answer).object();
    }
    static QString id() { return QString::fromStdString(commerce::make_command_id()); }

  private slots:
    void initTestCase() {
        const QByteArray any_port("0");
        for (const char* name :
             {"VITRINE_GRPC_PORT", "VITRINE_HTTP_PORT", "VITRINE_RTMP_PORT", "VITRINE_METRICS_PORT"}) {
            qputenv(name, any_port);
        }
        // The studio looks for its server beside itself.
        QVERIFY(QFile::link(qEnvironmentVariable("VITRINE_BIN") + "/vitrine-server",
                            QCoreApplication::applicationDirPath() + "/vitrine-server") ||
                QFile::exists(QCoreApplication::applicationDirPath() + "/vitrine-server"));
        tests::make_film(dir_.path() + "/red.mp4", Qt::red, 4);
        tests::make_film(dir_.path() + "/blue.mp4", Qt::blue, 4);
        CommandLine asked;
        asked.script = true;
        asked.data_dir = dir_.path() + "/data";
        asked.cameras = QStringList{dir_.path() + "/red.mp4", dir_.path() + "/blue.mp4"};
        QDir().mkpath(asked.data_dir);
        apply_theme(ThemeChoice::dark);
        studio::StudioTerms terms;
        terms.engine.data_dir = asked.data_dir;
        terms.engine.video = {320, 180, 30};
        auto opened = studio::Studio::open(terms);
        QVERIFY2(opened.ok(), opened.ok() ? "" : opened.error().message.c_str());
        desk_ = std::make_unique<Desk>(asked, std::move(*opened));
        desk_->preferences.setVideoKbps(500);
        desk_->preferences.setRecordingDir(dir_.path() + "/recordings");
        window_ = std::make_unique<MainWindow>(*desk_);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));

        Unattended unattended(*desk_);
        QSignalSpy ready(&unattended, &Unattended::ready), stuck(&unattended, &Unattended::stuck);
        unattended.begin();
        QTRY_VERIFY_WITH_TIMEOUT(!ready.isEmpty() || !stuck.isEmpty(), 40'000);
        QVERIFY2(stuck.isEmpty(), qPrintable(stuck.value(0).value(0).toString()));
    }
    void cleanupTestCase() {
        const auto server = commerce::read_endpoints(dir_.path() + "/data");
        window_.reset();
        desk_.reset();
        if (server) ::kill(static_cast<pid_t>(server->pid), SIGTERM);
    }

    void theProductsDockShowsTheDemoShop() {
        QTRY_COMPARE_WITH_TIMEOUT(desk_->show.products().rowCount(), 8, 10'000);
        for (int row = 0; row < 8; ++row) {
            QVERIFY(card(row)->isVisibleTo(window_->products()));
            QVERIFY(!card(row)->accessibleName().isEmpty());
        }
    }
    void aClickOnPinCommitsThePin() {
        click(pinButton(0));
        QTRY_VERIFY(card(0)->pinned());
        QCOMPARE(pinButton(0)->text(), "UNPIN");
        // The server's own word for it.
        std::string stored = "nothing yet";
        desk_->backstage.findShow(
            QString::fromStdString(desk_->show.show().id()), [&](commerce::Outcome<v1::Show> show) {
                stored = show.ok() && show->pins_size() ? show->pins(show->pins_size() - 1).product_id() : "";
            });
        QTRY_COMPARE(stored, desk_->show.products().product(0)->id());
        click(pinButton(0));
        QTRY_VERIFY(!card(0)->pinned());
    }
    void aSearchKeepsWhatFits() {
        QLineEdit* search = window_->products()->search();
        const QString word =
            QString::fromStdString(desk_->show.products().product(1)->title()).section(' ', -1);
        QTest::keyClicks(search, word.toLower());
        QVERIFY(card(1)->isVisibleTo(window_->products()));
        QVERIFY(!card(0)->isVisibleTo(window_->products()));
        QTest::keyClicks(search, "zzz");
        QVERIFY(!card(1)->isVisibleTo(window_->products()));
        search->clear();
        QVERIFY(card(0)->isVisibleTo(window_->products()));
    }
    void chatIsWrittenWithTheKeyboard() {
        QTest::keyClicks(window_->chat()->field(), "Hello everybody");
        QTest::keyClick(window_->chat()->field(), Qt::Key_Return);
        const auto& chat = desk_->show.chat();
        QCOMPARE(chat.rowCount(), 1);
        QTRY_VERIFY(!chat.index(0).data(commerce::ChatModel::PendingRole).toBool());
        QCOMPARE(chat.index(0).data(commerce::ChatModel::TextRole).toString(), "Hello everybody");
        QVERIFY(window_->chat()->field()->text().isEmpty());
    }
    void goesLiveAndRecords() {
        click(window_->airBar()->liveButton());
        QTRY_COMPARE_WITH_TIMEOUT(desk_->on_air.state(), OnAir::State::live, 30'000);
        QVERIFY(window_->airBar()->liveButton()->text().startsWith("LIVE"));
        click(window_->airBar()->recordButton());
        QTRY_VERIFY(desk_->on_air.recording());
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(desk_->on_air.recordingPath()).size() > 0, 15'000);
    }
    void anOrderAppearsAndTheStockFalls() {
        const v1::Product* product = desk_->show.products().product(0);
        const QString variant = QString::fromStdString(product->variants(0).id());
        const int64_t before = product->variants(0).available();
        const QString show = QString::fromStdString(desk_->show.show().id());
        const QString token = post("/v1/guests", {{"name", "Ada"}})["accessToken"].toString();
        QVERIFY(!token.isEmpty());
        const QJsonObject hold =
            post("/v1/holds",
                 {{"commandId", id()}, {"showId", show}, {"variantId", variant}, {"quantity", 1}}, token);
        QVERIFY(!hold["id"].toString().isEmpty());
        QTRY_COMPARE(desk_->show.products().product(0)->variants(0).available(), before - 1);
        post("/v1/orders",
             {{"commandId", id()},
              {"holdId", hold["id"]},
              {"email", "ada@example.org"},
              {"paymentToken", "sandbox_approve"}},
             token);
        QTRY_COMPARE_WITH_TIMEOUT(desk_->show.orders().paidCount(), 1, 15'000);
        QVERIFY(!window_->findChild<QLabel*>("ordersTotal")->text().isEmpty());
    }
    void aPinOnAirCarriesTheTimeOfItsPicture() {
        QSignalSpy pinned(&desk_->show, &commerce::LiveShow::pinned);
        click(pinButton(2));
        QTRY_COMPARE(pinned.size(), 1);
        QVERIFY(pinned[0][0].value<v1::PinMoment>().programme_time_us() > 0);
    }
    void aKilledServerIsSaidTheRecordingGoesOnAndTheShowComesBack() {
        const auto server = commerce::read_endpoints(dir_.path() + "/data");
        QVERIFY(server.has_value());
        const QString recording = desk_->on_air.recordingPath();
        ::kill(static_cast<pid_t>(server->pid), SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(desk_->on_air.state(), OnAir::State::reconnecting, 15'000);
        QVERIFY2(banner("air").contains("interrupted"), qPrintable(banner("air")));
        QVERIFY(window_->findChild<QWidget*>("notice-air"));
        const qint64 size = QFileInfo(recording).size();
        // The studio starts the bundled server again, wherever it listens now, and goes on.
        QTRY_COMPARE_WITH_TIMEOUT(desk_->on_air.state(), OnAir::State::live, 60'000);
        QVERIFY(desk_->on_air.recording());
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(recording).size() > size, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(desk_->show.upToDate(), 15'000);
        QCOMPARE(desk_->show.orders().paidCount(), 1);
    }
    void aRevokedKeyIsSaid() {
        v1::RotateStreamKeyRequest request;
        request.set_command_id(commerce::make_command_id());
        request.set_show_id(desk_->show.show().id());
        bool rotated = false;
        desk_->connection.calls().call<v1::ShowService, v1::RotateStreamKeyRequest, v1::StreamTarget>(
            &v1::ShowService::StubInterface::async_interface::RotateStreamKey, request, commerce::kCommand,
            this, [&](commerce::Outcome<v1::StreamTarget> outcome) { rotated = outcome.ok(); });
        QTRY_VERIFY(rotated);
        QTRY_VERIFY_WITH_TIMEOUT(desk_->on_air.state() == OnAir::State::off, 30'000);
        QVERIFY2(banner("air").contains("key"), qPrintable(banner("air")));
        QVERIFY(desk_->on_air.recording());
        click(window_->airBar()->liveButton());  // takes the new key
        QTRY_COMPARE_WITH_TIMEOUT(desk_->on_air.state(), OnAir::State::live, 30'000);
    }
    void endsTheShow() {
        click(window_->airBar()->recordButton());
        QVERIFY(!desk_->on_air.recording());
        QSignalSpy ended(&desk_->on_air, &OnAir::ended);
        click(window_->airBar()->liveButton());
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20'000);
        QCOMPARE(desk_->on_air.state(), OnAir::State::off);
    }
    void aMissingCameraFileIsSaid() {
        const QString scene = desk_->studio->programme().preview_scene();
        QVERIFY(
            desk_->studio->scenes()
                .add_item(scene, "Lost camera", studio::MediaFileSettings{dir_.path() + "/gone.mp4", true})
                .ok());
        const auto told = [this] {
            for (const Notice& notice : desk_->notices.all()) {
                if (notice.topic.startsWith("source-") && !notice.text.isEmpty()) return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(told(), 10'000);
    }
    void anUnreachableServerAtGoLiveIsSaid() {
        desk_->line.open("127.0.0.1:1");
        QTRY_COMPARE_WITH_TIMEOUT(desk_->connection.reach(), commerce::Connection::Reach::offline, 15'000);
        click(window_->airBar()->liveButton());
        QTRY_VERIFY(banner("air").contains("cannot be reached"));
        QCOMPARE(desk_->on_air.state(), OnAir::State::off);
        QVERIFY(window_->findChild<QWidget*>("notice-air"));
    }
};

int main(int argc, char** argv) {
    tests::VirtualDisplay display;
    qputenv("QT_QPA_PLATFORM", "xcb");
    QApplication application(argc, argv);
    TestWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window.moc"
