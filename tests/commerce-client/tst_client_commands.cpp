// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "commerce-client/command_id.h"
#include "commerce-client/live_show.h"
#include "tests/commerce-client/contract_server.h"

using namespace vitrine;
using namespace vitrine::commerce;

class TestCommands : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;
    SecretStore secrets_{dir_.path(), SecretStore::Place::file};
    std::unique_ptr<test::ContractServer> server_;
    std::unique_ptr<Connection> connection_;

  private slots:
    void init() {
        server_ = std::make_unique<test::ContractServer>();
        connection_ = std::make_unique<Connection>(secrets_);
        connection_->open(QString::fromStdString(server_->address()), "test");
        QTRY_COMPARE(connection_->reach(), Connection::Reach::online);
        bool in = false;
        connection_->session().signIn("creator", "right", false,
                                      [&](Outcome<v1::Account> outcome) { in = outcome.ok(); });
        QTRY_VERIFY(in);
    }
    void cleanup() {
        connection_.reset();
        server_.reset();
    }

    void idsAreUuidsOfVersion7InOrderOfTime() {
        const QRegularExpression shape(
            "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const std::string id = make_command_id();
            QVERIFY2(shape.match(QString::fromStdString(id)).hasMatch(), id.c_str());
            QVERIFY(seen.insert(id).second);
        }
        const QString early = QString::fromStdString(make_command_id()).left(13);
        QTest::qWait(5);
        QVERIFY(early < QString::fromStdString(make_command_id()).left(13));
    }
    // The answer was lost, the pin was done: the second attempt must be the same command.
    void aRepeatedCommandKeepsItsId() {
        server_->fail_next_pins = 2;
        LiveShow show(*connection_);
        const std::string id = make_command_id();
        bool done = false;
        show.pin(id, "mug", 1234, [&](Outcome<v1::PinMoment> outcome) { done = outcome.ok(); });
        QTRY_VERIFY(done);
        const auto pins = server_->pins();
        QCOMPARE(pins.size(), size_t{3});
        for (const auto& pin : pins) {
            QCOMPARE(pin.command_id(), id);
            QCOMPARE(pin.stream_time_ms(), int64_t{1234});
            QVERIFY(pin.has_stream_time());
        }
    }
    void offAirThePinHasNoStreamTime() {
        LiveShow show(*connection_);
        bool done = false;
        show.pin(make_command_id(), "mug", std::nullopt,
                 [&](Outcome<v1::PinMoment> outcome) { done = outcome.ok(); });
        QTRY_VERIFY(done);
        QVERIFY(!server_->pins().front().has_stream_time());
    }
    void aLineIsShownAtOnceAndMarkedWhenRefused() {
        LiveShow show(*connection_);
        bool answered = false;
        show.say("forbidden", [&](Outcome<v1::ChatLine> outcome) {
            answered = true;
            QCOMPARE(outcome.fault().text, QStringLiteral("Not in this room."));
        });
        QCOMPARE(show.chat().rowCount(), 1);
        QTRY_VERIFY(answered);
        QVERIFY(show.chat().index(0).data(ChatModel::FailedRole).toBool());
    }
    void nobodyThereIsToldInPlainWords() {
        server_->stop();
        LiveShow show(*connection_);
        QString why;
        show.streamTarget([&](Outcome<v1::StreamTarget> outcome) { why = outcome.fault().text; });
        QTRY_VERIFY(!why.isEmpty());
        QVERIFY2(why.contains("server"), qPrintable(why));
        QVERIFY2(!why.contains("ipv4") && !why.contains("errno"), qPrintable(why));
        QTRY_COMPARE(connection_->reach(), Connection::Reach::offline);
    }
    void comesBackOnlineWhenTheServerDoes() {
        const int port = server_->port();
        server_->stop();
        QTRY_COMPARE(connection_->reach(), Connection::Reach::offline);
        server_->start(port);
        QTRY_COMPARE_WITH_TIMEOUT(connection_->reach(), Connection::Reach::online, 10'000);
        QVERIFY(connection_->roundTripMs() >= 0);
    }
    void offersCountDownByTheServersClock() {
        constexpr int64_t kHour_us = 3'600'000'000;
        server_->clock_ahead_us = kHour_us;
        Connection other(secrets_);
        other.open(QString::fromStdString(server_->address()), "elsewhere");
        QTRY_COMPARE_WITH_TIMEOUT(other.reach(), Connection::Reach::online, 10'000);
        const int64_t ahead_us = other.serverNowUs() - QDateTime::currentMSecsSinceEpoch() * 1000;
        QVERIFY2(std::abs(ahead_us - kHour_us) < 1'000'000, qPrintable(QString::number(ahead_us)));
    }
    // Something else listens there: garbage in, a plain sentence out, no crash.
    void aPortThatIsNotAServer() {
        QTcpServer garbage;
        QVERIFY(garbage.listen(QHostAddress::LocalHost, 0));
        connect(&garbage, &QTcpServer::newConnection, this, [&] {
            QTcpSocket* socket = garbage.nextPendingConnection();
            socket->write("HTTP/1.1 400 what?\r\n\r\n");
            socket->flush();
        });
        Connection other(secrets_);
        other.open(QStringLiteral("127.0.0.1:%1").arg(garbage.serverPort()), "garbage");
        QTRY_COMPARE_WITH_TIMEOUT(other.reach(), Connection::Reach::offline, 15'000);
    }
    // Everything may be destroyed while calls are under way.
    void destroyedInTheMiddle() {
        server_->delay_calls_ms = 10'000;
        auto show = std::make_unique<LiveShow>(*connection_);
        bool answered = false;
        show->pin(make_command_id(), "mug", 1, [&](Outcome<v1::PinMoment>) { answered = true; });
        v1::Show opened;
        opened.set_id("show");
        show->open(opened);
        QTRY_COMPARE(server_->subscriptions().size(), size_t{1});
        show.reset();
        connection_.reset();
        QVERIFY(!answered);
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_client_commands.moc"
