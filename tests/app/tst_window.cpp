// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QtTest>
#include <csignal>

#include "app/docks/chat_dock.h"
#include "app/docks/product_card.h"
#include "app/docks/products_dock.h"
#include "app/stage/air_bar.h"
#include "commerce-client/command_id.h"
#include "tests/app/window_stage.h"
#include "tests/studio/virtual_display.h"

using namespace vitrine;
using namespace vitrine::app;
using vitrine::tests::click;

// The real window, by mouse and keyboard, on the real server with the demo shop.
class TestWindow : public QObject {
    Q_OBJECT
    tests::WindowStage stage_;
    Desk* desk_ = nullptr;
    MainWindow* window_ = nullptr;

    QString banner(const QString& topic) const { return stage_.banner(topic); }
    ProductCard* card(int row) {
        return window_->products()->card(QString::fromStdString(desk_->show.products().product(row)->id()));
    }
    QPushButton* pinButton(int row) { return card(row)->findChild<QPushButton*>(); }
    static QString id() { return QString::fromStdString(commerce::make_command_id()); }

  private slots:
    void initTestCase() {
        QCOMPARE(stage_.openWindow(), "");
        desk_ = &stage_.desk();
        window_ = &stage_.window();
        QCOMPARE(stage_.enterShow(), "");
    }
    void cleanupTestCase() { stage_.close(); }

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
        const QString token = stage_.post("/v1/guests", {{"name", "Ada"}})["accessToken"].toString();
        QVERIFY(!token.isEmpty());
        const QJsonObject hold = stage_.post(
            "/v1/holds", {{"commandId", id()}, {"showId", show}, {"variantId", variant}, {"quantity", 1}},
            token);
        QVERIFY(!hold["id"].toString().isEmpty());
        QTRY_COMPARE(desk_->show.products().product(0)->variants(0).available(), before - 1);
        stage_.post("/v1/orders",
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
        const auto server = commerce::read_endpoints(stage_.dataDir());
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
        QVERIFY(stage_.renewStreamKey());
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
        QVERIFY(desk_->studio->scenes()
                    .add_item(scene, "Lost camera", studio::MediaFileSettings{stage_.file("gone.mp4"), true})
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

VITRINE_WINDOW_TEST_MAIN(TestWindow)
#include "tst_window.moc"
