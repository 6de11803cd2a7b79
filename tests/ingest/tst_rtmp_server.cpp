// SPDX-License-Identifier: GPL-3.0-or-later
// The socket's side: deadlines, limits, garbage, a key that answers late.
#include <QtNetwork>
#include <QtTest>
#include <mutex>
#include <random>

#include "server/ingest/rtmp_server.h"
#include "tests/ingest/rtmp_client.h"
#include "tests/media/stream_material.h"

using namespace vitrine;
using namespace vitrine::ingest;
using test::RtmpClient;

namespace {

struct Server {
    explicit Server(RtmpTerms terms = {}) {
        media::MediaTerms media_terms;
        media_terms.directory = directory.path().toStdString();
        programmes = media::make_programmes(media_terms, clock, [](const std::string&, bool, bool) {});
        terms.port = 0;
        rtmp =
            start_rtmp_server(terms, *programmes, [this](const std::string& key, Reply<std::string> reply) {
                std::lock_guard lock(mutex);
                if (key == "late") {
                    late = std::move(reply);
                } else if (key == "good") {
                    reply(std::string("show-1"));
                } else {
                    reply(Error{Code::permission_denied, "This stream key is wrong or was revoked."});
                }
            });
    }

    QTemporaryDir directory;
    SystemClock clock;
    std::mutex mutex;
    Reply<std::string> late;
    std::unique_ptr<media::Programmes> programmes;
    std::unique_ptr<RtmpServer> rtmp;
};

// A socket with a client's protocol on it.
struct Peer {
    explicit Peer(Server& server) {
        socket.connectToHost(QHostAddress::LocalHost, server.rtmp->port());
        connected = socket.waitForConnected(5000);
    }
    void send(const std::string& bytes) {
        socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
        socket.flush();
    }
    bool until(const std::function<bool()>& condition, int ms = 5000) {
        return QTest::qWaitFor(
            [&] {
                const std::string bytes = socket.readAll().toStdString();
                heard_bytes += bytes.size();
                client.hear(bytes);
                return condition();
            },
            ms);
    }
    bool until_closed(int ms = 5000) {
        return until([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, ms);
    }
    bool until_status(const std::string& code) {
        return until([&] { return client.status().first == code; });
    }
    void publish(const std::string& key) {
        send(RtmpClient::hello());
        send(RtmpClient::reply() + client.connect() + client.create_stream() + client.publish(key));
    }

    QTcpSocket socket;
    RtmpClient client;
    size_t heard_bytes = 0;
    bool connected = false;
};

std::string flv_picture() { return std::string("\x17\x01\0\0\0\0\0\0\x02\x65\x88", 11); }

}  // namespace

class TestRtmpServer : public QObject {
    Q_OBJECT

  private slots:
    void a_publisher_is_let_in_and_leaves() {
        Server server;
        {
            Peer peer(server);
            peer.publish("good");
            QVERIFY(peer.until_status("NetStream.Publish.Start"));
            QCOMPARE(server.programmes->publishing(), int64_t{1});
        }
        QTRY_COMPARE(server.programmes->publishing(), int64_t{0});
    }

    void a_wrong_key_is_told_and_closed() {
        Server server;
        Peer peer(server);
        peer.publish("bad");
        QVERIFY(peer.until_status("NetStream.Publish.BadName"));
        QCOMPARE(peer.client.status().second, std::string("This stream key is wrong or was revoked."));
        QVERIFY(peer.until_closed());
    }

    void a_second_publisher_is_told_and_the_first_stays() {
        Server server;
        Peer first(server), second(server);
        first.publish("good");
        QVERIFY(first.until_status("NetStream.Publish.Start"));
        second.publish("good");
        QVERIFY(second.until_status("NetStream.Publish.BadName"));
        QVERIFY(QString::fromStdString(second.client.status().second).contains("live in this show already"));
        QVERIFY(second.until_closed());
        QCOMPARE(server.programmes->publishing(), int64_t{1});
    }

    void an_interrupted_publisher_is_told_why() {
        Server server;
        Peer peer(server);
        peer.publish("good");
        QVERIFY(peer.until_status("NetStream.Publish.Start"));
        server.programmes->interrupt("show-1", "The stream key was replaced.");
        QVERIFY(peer.until([&] { return peer.client.status().second == "The stream key was replaced."; }));
        QVERIFY(peer.until_closed());
        Peer next(server);
        next.publish("good");
        QVERIFY(next.until_status("NetStream.Publish.Start"));
    }

    void an_answer_about_a_key_may_come_late_or_after_the_end() {
        Reply<std::string> never_heard;
        {
            Server server;
            Peer gone(server);
            gone.publish("late");
            QTRY_VERIFY([&] {
                std::lock_guard lock(server.mutex);
                return server.late != nullptr;
            }());
            gone.socket.abort();
            {
                std::lock_guard lock(server.mutex);
                std::exchange(server.late, nullptr)(std::string("show-1"));
            }
            Peer peer(server);
            peer.publish("late");
            QTRY_VERIFY([&] {
                std::lock_guard lock(server.mutex);
                return server.late != nullptr;
            }());
            std::lock_guard lock(server.mutex);
            never_heard = server.late;
        }
        never_heard(std::string("show-1"));
    }

    void who_does_not_shake_hands_in_time_is_closed() {
        Server server({.handshake_s = 1});
        Peer silent(server), trickling(server);
        trickling.send(std::string("\x03\0\0", 3));
        QVERIFY(silent.until_closed());
        QVERIFY(trickling.until_closed());
    }

    void who_publishes_nothing_in_time_is_closed() {
        Server server({.publish_s = 1});
        Peer peer(server);
        peer.send(RtmpClient::hello());
        peer.send(RtmpClient::reply() + peer.client.connect());
        QVERIFY(peer.until_closed());
    }

    // Bytes that trickle in without ever making a message do not count as being heard.
    void a_publisher_that_falls_silent_or_trickles_is_closed() {
        Server server({.silence_s = 1});
        Peer peer(server);
        peer.publish("good");
        QVERIFY(peer.until_status("NetStream.Publish.Start"));
        peer.send(peer.client.message(MessageType::video, 6, flv_picture()));
        std::string large = peer.client.message(MessageType::video, 6, std::string(100000, 'v'));
        size_t at = 0;
        QVERIFY(peer.until([&] {
            peer.send(large.substr(at++, 1));
            return peer.socket.state() == QAbstractSocket::UnconnectedState;
        }));
        QVERIFY(at < large.size());
        QTRY_COMPARE(server.programmes->publishing(), int64_t{0});
    }

    void oversize_messages_are_refused() {
        Server server({.most_message_bytes = 10000});
        Peer peer(server);
        peer.publish("good");
        QVERIFY(peer.until_status("NetStream.Publish.Start"));
        peer.send(peer.client.message(MessageType::video, 6, std::string(10001, 'v')));
        QVERIFY(peer.until_closed());
    }

    void connections_beyond_the_limit_are_turned_away() {
        Server server({.most_connections = 2});
        Peer a(server), b(server);
        a.send(RtmpClient::hello());
        b.send(RtmpClient::hello());
        QVERIFY(a.until([&] { return a.heard_bytes > 0; }));
        QVERIFY(b.until([&] { return b.heard_bytes > 0; }));
        Peer c(server);
        QVERIFY(c.until_closed());
        QCOMPARE(a.socket.state(), QAbstractSocket::ConnectedState);
    }

    void garbage_of_every_kind_ends_connections_and_nothing_else() {
        Server server;
        std::mt19937 random(20260101);
        for (int round = 0; round < 60; ++round) {
            Peer peer(server);
            QVERIFY(peer.connected);
            if (round % 3 > 0) peer.send(RtmpClient::hello());
            if (round % 3 > 1)
                peer.send(RtmpClient::reply() + peer.client.connect() + peer.client.publish("good"));
            std::string garbage(1 + random() % 5000, '\0');
            for (char& c : garbage) c = static_cast<char>(random());
            peer.send(garbage);
            if (round % 2) peer.socket.abort();
        }
        Peer peer(server);
        QTRY_VERIFY_WITH_TIMEOUT(server.programmes->publishing() == 0, 10000);
        peer.publish("good");
        QVERIFY(peer.until_status("NetStream.Publish.Start"));
    }

    void a_taken_port_is_a_sentence_for_the_operator() {
        Server server;
        RtmpTerms terms;
        terms.port = server.rtmp->port();
        try {
            start_rtmp_server(terms, *server.programmes, [](const std::string&, Reply<std::string>) {});
            QFAIL("two servers on one port");
        } catch (const std::runtime_error& error) {
            QVERIFY(QString(error.what()).contains(QString::number(terms.port)));
        }
    }
};

QTEST_GUILESS_MAIN(TestRtmpServer)
#include "tst_rtmp_server.moc"
