// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/server/shop_on_air.h"
#include "vitrine/v1/server.grpc.pb.h"

using namespace vitrine;
using namespace vitrine::test;

// A disk on which nothing is left but what is kept for the shop: ffmpeg publishes, the recording stands still
// and says so, the picture and the shop go on.
class TestRecordingTrouble : public QObject {
    Q_OBJECT

    ShopOnAir shop_;
    QProcess publisher_;

    v1::ServerStatus status(bool as_creator) {
        grpc::ClientContext context;
        if (as_creator) shop_.authorise(context);
        v1::ServerStatus status;
        (void)v1::ServerService::NewStub(shop_.server->channel())->GetStatus(&context, {}, &status);
        return status;
    }
    QByteArray metrics() {
        TcpPeer peer(shop_.server->port("metrics"));
        peer.send("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
        return peer.answer();
    }
    QString stream_address() {
        grpc::ClientContext context;
        shop_.authorise(context);
        v1::GetStreamTargetRequest request;
        request.set_show_id(shop_.show_id);
        v1::StreamTarget target;
        (void)v1::ShowService::NewStub(shop_.server->channel())->GetStreamTarget(&context, request, &target);
        return QString::fromStdString(target.url() + "/" + target.key());
    }

  private slots:
    void initTestCase() {
        // A larger reserve than any disk has.
        QVERIFY2(shop_.open({"--recording-reserve-mb", "1000000000"}),
                 shop_.server ? shop_.server->log().constData() : "not started");
    }
    void cleanupTestCase() {
        publisher_.kill();
        publisher_.waitForFinished(5'000);
    }

    void isToldToStaffAndMetricsAndStopsNothingElse() {
        QCOMPARE(status(true).recording_troubles_size(), 0);
        publisher_.start(
            "ffmpeg", {"-hide_banner", "-loglevel", "error", "-re", "-f", "lavfi", "-i",
                       "testsrc2=size=320x180:rate=30", "-c:v", "libx264", "-preset", "ultrafast", "-g", "60",
                       "-pix_fmt", "yuv420p", "-f", "flv", stream_address()});
        QVERIFY(publisher_.waitForStarted());
        QTRY_COMPARE_WITH_TIMEOUT(status(true).recording_troubles_size(), 1, 30'000);
        const v1::RecordingTrouble trouble = status(true).recording_troubles(0);
        QCOMPARE(trouble.show_id(), shop_.show_id);
        QVERIFY2(trouble.message().find("kept for the shop") != std::string::npos, trouble.message().c_str());
        QCOMPARE(status(false).recording_troubles_size(), 0);  // not for everybody
        QVERIFY(metrics().contains("vitrine_recordings_in_trouble 1"));
        QTRY_VERIFY_WITH_TIMEOUT(shop_.server->log().contains("kept for the shop"), 10'000);
        QVERIFY(QDir(shop_.directory.filePath("recordings/" + QString::fromStdString(shop_.show_id)))
                    .entryList({"*.m4s"}, QDir::Files)
                    .isEmpty());

        QTRY_VERIFY_WITH_TIMEOUT(
            shop_.server->request("GET", "/live/" + QByteArray::fromStdString(shop_.show_id) + "/stream.m3u8")
                .body.contains("#EXTINF"),
            20'000);
        const QByteArray ana = shop_.guest();
        const auto held = shop_.hold(ana, shop_.variant(), 1, command_id());
        QCOMPARE(held.status, 200);
        const QByteArray order = command_id();
        QCOMPARE(shop_.pay(ana, held.json()["id"].toString(), "sandbox_approve", order).status, 200);
        QCOMPARE(shop_.settled(ana, order)["state"].toString(), QString("ORDER_STATE_PAID"));
    }
};

QTEST_GUILESS_MAIN(TestRecordingTrouble)
#include "tst_recording_trouble.moc"
