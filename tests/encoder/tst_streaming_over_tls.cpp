// SPDX-License-Identifier: GPL-3.0-or-later
// RTMPS: who answers has to prove who he is before anything is sent.
#include <QTemporaryDir>

#include "encoder/broadcast.h"
#include "studio/studio.h"
#include "tests/encoder/rtmp_receiver.h"
#include "tests/encoder/tls_front.h"
#include "tests/studio/engine_test.h"

using namespace vitrine::encoder;
using vitrine::studio::Engine;
using vitrine::studio::Studio;
using vitrine::tests::Certificates;
using vitrine::tests::RtmpReceiver;
using vitrine::tests::TlsFront;

class TestStreamingOverTls : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void cleanup();
    void streamsToOneWhoProvesWhoHeIs_data();
    void streamsToOneWhoProvesWhoHeIs();
    void refusesOneWhoDoesNot_data();
    void refusesOneWhoDoesNot();
    void oneWhoSpeaksNoTlsIsSaid();
    void oneWhoNeverAnswersTheGreetingIsLeftInTime();
    void aLostLineIsTakenUpAgain();

  private:
    void go(const QString& address) {
        const auto live =
            broadcast_->go_live({"obs_x264", 800, 128}, {{"stream", "Stream", StreamTarget{address, "key"}}});
        QVERIFY2(live.ok(), live.ok() ? "" : live.error().message.c_str());
    }
    SinkHealth stream() const {
        const auto sinks = broadcast_->health().sinks;
        return sinks.isEmpty() ? SinkHealth{} : sinks.first();
    }

    QTemporaryDir dir_;
    std::unique_ptr<Certificates> certificates_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<Broadcast> broadcast_;
};

void TestStreamingOverTls::initTestCase() {
    certificates_ = std::make_unique<Certificates>(dir_.path());
    qputenv("SSL_CERT_FILE", certificates_->authority().toUtf8());
}

void TestStreamingOverTls::init() {
    const QString data = QStringLiteral("%1/%2 %3")
                             .arg(dir_.path(), QLatin1String(QTest::currentTestFunction()),
                                  QLatin1String(QTest::currentDataTag()));
    auto studio = Studio::open({{data, "en-US", {640, 360, 30}}, {}});
    QVERIFY2(studio.ok(), studio.ok() ? "" : studio.error().message.c_str());
    studio_ = std::move(*studio);
    broadcast_ = std::make_unique<Broadcast>();
}

void TestStreamingOverTls::cleanup() {
    broadcast_.reset();
    studio_.reset();
    QCOMPARE(Engine::leaked_allocations(), 0L);
}

void TestStreamingOverTls::streamsToOneWhoProvesWhoHeIs_data() {
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("alt_name");
    QTest::newRow("by name") << "localhost"
                             << "DNS:localhost";
    QTest::newRow("by address") << "127.0.0.1"
                                << "IP:127.0.0.1";
}

void TestStreamingOverTls::streamsToOneWhoProvesWhoHeIs() {
    QFETCH(QString, host);
    QFETCH(QString, alt_name);
    RtmpReceiver receiver(RtmpReceiver::Manner::accept);
    TlsFront front(certificates_->make(host, alt_name), receiver.port());
    go(front.address(host));
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 20, 15'000);
    QCOMPARE(receiver.published_key(), "key");
    QCOMPARE(stream().state, SinkState::live);
    QVERIFY(front.passed_bytes() > 0);
}

void TestStreamingOverTls::refusesOneWhoDoesNot_data() {
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("says");
    QTest::newRow("self-signed") << certificates_->make_self_signed("self", "DNS:localhost")
                                 << "does not trust the certificate";
    QTest::newRow("of another host") << certificates_->make("elsewhere", "DNS:elsewhere.example")
                                     << "certificate of another name";
    QTest::newRow("expired") << certificates_->make("expired", "DNS:localhost", -1)
                             << "does not trust the certificate";
}

void TestStreamingOverTls::refusesOneWhoDoesNot() {
    QFETCH(QString, certificate);
    QFETCH(QString, says);
    RtmpReceiver receiver(RtmpReceiver::Manner::accept);
    TlsFront front(certificate, receiver.port());
    go(front.address());
    QTRY_COMPARE_WITH_TIMEOUT(stream().state, SinkState::failed, 15'000);
    QVERIFY2(stream().sentence.contains(says), qPrintable(stream().sentence));
    QVERIFY(stream().sentence.contains("Nothing was sent"));
    QCOMPARE(front.passed_bytes(), 0);
    QVERIFY(receiver.published_key().isEmpty());
    QTRY_VERIFY(!broadcast_->on_air());  // not tried again: a certificate does not mend itself
}

void TestStreamingOverTls::oneWhoSpeaksNoTlsIsSaid() {
    RtmpReceiver receiver(RtmpReceiver::Manner::garbage);
    go(QStringLiteral("rtmps://localhost:%1/live").arg(receiver.port()));
    QTRY_COMPARE_WITH_TIMEOUT(stream().state, SinkState::reconnecting, 15'000);
    QVERIFY2(stream().sentence.contains("answers, but not as a receiver"), qPrintable(stream().sentence));
}

void TestStreamingOverTls::oneWhoNeverAnswersTheGreetingIsLeftInTime() {
    RtmpReceiver receiver(RtmpReceiver::Manner::silent);
    go(QStringLiteral("rtmps://localhost:%1/live").arg(receiver.port()));
    QTRY_COMPARE_WITH_TIMEOUT(receiver.connections(), 1, 10'000);
    QSignalSpy stopped(broadcast_.get(), &Broadcast::stopped);
    broadcast_->stop();
    QVERIFY(stopped.wait(10'000));  // given up after 4 s
}

void TestStreamingOverTls::aLostLineIsTakenUpAgain() {
    RtmpReceiver receiver(RtmpReceiver::Manner::accept);
    TlsFront front(certificates_->make("localhost", "DNS:localhost"), receiver.port());
    go(front.address());
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 20, 15'000);
    receiver.forget();
    receiver.drop_publisher();
    QTRY_VERIFY_WITH_TIMEOUT(receiver.pictures() > 20, 20'000);
    QCOMPARE(stream().reconnects, 1);
}

VITRINE_ENGINE_TEST_MAIN(TestStreamingOverTls)
#include "tst_streaming_over_tls.moc"
